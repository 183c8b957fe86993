"""PKG-007: A recording was delivered that is no track of the book.

What it checks
    No supplement is a recording, samples aside: those are named for what they are.

Why it matters
    A track that the manifest forgets is a hole in the book, and nobody hears it before the listeners.

How to mend it
    Add the file to the manifest as a track, with its place in the order; or leave it out of the drop.

Source
    ours

Example:
    >>> from shelfready.rules._examples import supplement
    >>> audio_among_supplements(supplement("booklet.pdf"))
    []
    >>> [found.message for found in audio_among_supplements(supplement("12 Chapter 12.mp3", kind="mp3"))]
    ['the file is a recording (mp3) and is not among the tracks: was it forgotten?']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._kinds import NOT_AUDIO
from shelfready.titles import AssetFacts, Role


@rule("PKG-007", Severity.WARNING)
def audio_among_supplements(found: AssetFacts, _profile: Profile) -> Says:
    """Asks whether the recording was forgotten."""
    is_recording = found.kind is not None and found.kind not in NOT_AUDIO
    if found.asset.role is Role.SUPPLEMENT and is_recording and "sample" not in found.asset.name.casefold():
        yield f"the file is a recording ({found.kind}) and is not among the tracks: was it forgotten?"
