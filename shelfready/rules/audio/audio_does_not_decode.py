"""AUD-001: The recording cannot be decoded from end to end.

What it checks
    The file can be opened as audio, holds samples, and decodes without an error.

Why it matters
    Players stop or crackle at a damaged place, each in its own way; a book with a hole in it comes back.

How to mend it
    Export the track again from the master and listen at the place that the message names; if the export is right,
    send it again: it was damaged on the way.

Source
    content-rules AUD-001

Example:
    >>> from shelfready.rules._examples import audio, track
    >>> audio_does_not_decode(track())
    []
    >>> broken = audio(decoder_errors=("Header missing", "Invalid data found"))
    >>> [found.message for found in audio_does_not_decode(track("01.mp3", broken))]
    ['the decoder reports 2 errors, and none is expected: Header missing; Invalid data found']
    >>> cut = track("02.m4a", kind="m4a", audio=None, problem="moov atom not found")
    >>> [found.severity.value for found in audio_does_not_decode(cut)]
    ['F']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._kinds import LOCKED_AUDIO, NOT_AUDIO
from shelfready.titles import AssetFacts, Role

_UNREADABLE = (
    "Play the file where it was made. If it plays there, it was damaged on the way: send it again. If it does not, "
    "export it again from the master."
)
_EMPTY = "Export the track again: it holds no sound. Leave it out if it is meant to be empty."


@rule("AUD-001", Severity.FATAL)
def audio_does_not_decode(found: AssetFacts, _profile: Profile) -> Says:
    """Unreadable is fatal. Damage is an error: who has listened to the place may waive it."""
    if found.asset.role is not Role.TRACK:
        return
    if found.audio is None:
        if found.kind is not None and found.kind not in NOT_AUDIO | LOCKED_AUDIO:  # else it is PKG-005's to say
            message = f"the file cannot be decoded: {found.problem or 'nothing was found in it'}"
            yield Said(message, remedy=_UNREADABLE)
    elif found.audio.decoded_samples == 0:
        yield Said("the file decodes to no sound at all, and a recording is expected", remedy=_EMPTY)
    elif found.audio.decoder_errors:
        errors = found.audio.decoder_errors
        unlike = tuple(dict.fromkeys(errors))  # one damaged place is often complained of many times
        listed = "; ".join(unlike[:3]) + ("; ..." if len(unlike) > 3 else "")
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        yield Said(f"the decoder reports {count}, and none is expected: {listed}", Severity.ERROR)
