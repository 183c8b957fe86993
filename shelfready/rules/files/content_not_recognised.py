"""PKG-005: A file is not what its role needs: not audio, not an EPUB, not a picture.

What it checks
    What a file is, by its first bytes and not by its name, is something that its role can use, and is not protected.
    What a container may not hold (WAV of another coding than PCM, bytes after its sound) is remarked on, and so is a
    name that ends like those of another kind.

Why it matters
    A renamed or damaged file is found by the first listener otherwise; and a program that expects audio must never
    be led to open something else.

How to mend it
    Export the file again in a format we read (MP3, M4A, FLAC, WAV, AIFF or Ogg for tracks; EPUB; JPEG, PNG, TIFF or
    WebP for covers), without encryption, and send it again. If it is fine, correct its role.

Source
    Spotify delivery specification (formats by content; plain PCM, nothing after the data chunk); content-rules PKG-005

Example:
    >>> from shelfready.rules._examples import track
    >>> content_not_recognised(track())
    []
    >>> [found.message for found in content_not_recognised(track("01.mp3", kind="pdf", audio=None))]
    ['the file is of the kind pdf, and a track is expected']
    >>> [found.message for found in content_not_recognised(track("01.mp3", kind=None, audio=None))]
    ['the first bytes of the file are of no kind we know, and a track is expected']
    >>> [(found.severity.value, found.message) for found in content_not_recognised(track("01.mp3", kind="wav"))]
    [('I', 'the name ends in .mp3, and the file is wav: it is read as wav')]
    >>> from shelfready.rules._examples import audio
    >>> odd = track("01.wav", audio(container_faults=("36 bytes follow the data chunk",)), kind="wav")
    >>> [(found.severity.value, found.message) for found in content_not_recognised(odd)]
    [('I', 'the wav file is read all the same: 36 bytes follow the data chunk')]
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._kinds import LOCKED_AUDIO, NOT_AUDIO, PICTURES
from shelfready.titles import AssetFacts, Role

_ENDINGS = {
    "mp3": ("mp3",),
    "flac": ("flac", "ogg"),
    "wav": ("wav", "rf64", "w64"),
    "aif": ("aiff",),
    "aiff": ("aiff",),
    "m4a": ("m4a", "aac"),
    "m4b": ("m4a",),
    "mp4": ("m4a",),
    "aac": ("aac", "m4a"),
    "ogg": ("ogg",),
    "opus": ("ogg",),
    "jpg": ("jpeg",),
    "jpeg": ("jpeg",),
    "png": ("png",),
    "tif": ("tiff",),
    "tiff": ("tiff",),
    "webp": ("webp",),
    "gif": ("gif",),
}
"""The kinds of which files with such names may be, as `sniffing` calls them."""

_NAMED = "Nothing need be done for us: files are known by their bytes. For other shops, correct the end of the name."
_CONTAINER = "Nothing need be done for us. For other shops, export the file again as plain PCM, with nothing after it."
_PROTECTED = "Send the recording without protection, as MP3, M4A, FLAC or WAV."


@rule("PKG-005", Severity.FATAL)
def content_not_recognised(found: AssetFacts, profile: Profile) -> Says:
    """Says what the file is instead. A cover is an error, not fatal: a title can go without one."""
    if found.audio is not None and found.asset.role is Role.TRACK:
        severity = Severity.WARNING if profile.strict_containers else Severity.INFO
        for fault in found.audio.container_faults:
            yield Said(f"the {found.kind} file is read all the same: {fault}", severity, remedy=_CONTAINER)
    yield from _misnamed(found)
    if not _is_unsuited(found):
        return
    what = (
        f"the file is of the kind {found.kind}" if found.kind else "the first bytes of the file are of no kind we know"
    )
    wanted = {Role.TRACK: "a track", Role.EPUB: "an EPUB", Role.COVER: "a picture"}[found.asset.role]
    why = f": {found.problem}" if found.kind in LOCKED_AUDIO and found.problem else ""
    message = f"{what}, and {wanted} is expected{why}"
    remedy = _PROTECTED if found.kind in LOCKED_AUDIO else None
    yield Said(message, Severity.ERROR if found.asset.role is Role.COVER else None, remedy=remedy)


def _misnamed(found: AssetFacts) -> Says:
    """Only of endings that mean one kind: a name without any, or with one of its own, misleads nobody."""
    ending = found.asset.name.rpartition("/")[2].rpartition(".")[2].casefold()
    meant = _ENDINGS.get(ending)
    is_read = found.audio or found.epub or found.image
    if is_read and meant and found.kind and found.kind not in meant:
        message = f"the name ends in .{ending}, and the file is {found.kind}: it is read as {found.kind}"
        yield Said(message, Severity.INFO, remedy=_NAMED)


def _is_unsuited(found: AssetFacts) -> bool:
    match found.asset.role:
        case Role.TRACK:
            return found.audio is None and (found.kind is None or found.kind in NOT_AUDIO | LOCKED_AUDIO)
        case Role.EPUB:
            return found.epub is None and found.kind != "epub"
        case Role.COVER:
            return found.image is None and found.kind not in PICTURES
        case _:
            return False
