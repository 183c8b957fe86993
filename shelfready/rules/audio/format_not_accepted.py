"""AUD-018: The recipient does not take tracks of this format.

What it checks
    Every track is of a format that the profile names, by its first bytes and not by its name.

Why it matters
    The recipient refuses the delivery as a whole.

How to mend it
    Export the tracks again from the master in a format that the message names. A lossy file is never made better by
    converting it to a lossless format.

Source
    ACX, LibriVox, NetGalley MP3; Bokbasen MP3 and WAV; Google MP3, M4A, FLAC, WAV; content-rules 1.1 and 7.1

Example:
    >>> from shelfready.profiles.acx import acx
    >>> from shelfready.rules._examples import audio, track
    >>> format_not_accepted(track(kind="flac")) + format_not_accepted(track(kind="mp3"), acx)
    []
    >>> [found.message for found in format_not_accepted(track("01.flac", audio(codec="flac"), kind="flac"), acx)]
    ['the track is of the format flac, and mp3 is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Role


@rule("AUD-018", Severity.ERROR)
def format_not_accepted(found: AssetFacts, profile: Profile) -> Says:
    """Says nothing of what is no recording at all, which is `content-not-recognised`."""
    accepted = profile.track_formats
    if found.asset.role is Role.TRACK and found.audio is not None and accepted and found.kind not in accepted:
        yield f"the track is of the format {found.kind}, and {' or '.join(accepted)} is expected"
