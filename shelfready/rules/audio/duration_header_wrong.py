"""AUD-016: The file says of itself that it is longer or shorter than it is.

What it checks
    The length in the header of a file with variable bit rate is that of its decoded sound, within the profile's
    tolerance for a missing tail.

Why it matters
    Players show and seek by the header: a chapter opens in the wrong place. Our own renditions do not inherit it,
    because every time in them is counted in decoded samples.

How to mend it
    Nothing need be done for us. To mend the file itself, let your encoder write a Xing header, or use a constant
    bit rate.

Source
    content-rules AUD-003 (missing Xing header); measured: a VBR MP3 without one states 178.0 s and decodes to 120.0 s

Example:
    >>> from shelfready.rules._examples import audio
    >>> duration_header_wrong(audio(120))
    []
    >>> vbr = audio(120, is_constant_bitrate=False, header_duration_ms=178_000)
    >>> [found.message for found in duration_header_wrong(vbr)]
    ['the header states 178.0 s and the sound lasts 120.0 s; times are taken from the sound']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-016", Severity.INFO)
def duration_header_wrong(audio: AudioFacts, profile: Profile) -> Says:
    """Looks at estimates only: a header that counts its frames is `audio-cut-short`'s to judge."""
    if audio.header_duration_ms is None or audio.is_constant_bitrate or audio.codec != "mp3":
        return
    if abs(audio.header_duration_ms - audio.duration_ms) > profile.longest_missing_tail_s * 1000:
        stated, lasts = audio.header_duration_ms / 1000, audio.duration_ms / 1000
        yield f"the header states {stated:.1f} s and the sound lasts {lasts:.1f} s; times are taken from the sound"
