"""AUD-015: The file ends before the recording does.

What it checks
    As much sound is decoded as a header that counts exactly (not that of an MP3 with variable bit rate) has
    announced.

Why it matters
    A broken transfer leaves a file that plays, and stops in mid-sentence.

How to mend it
    Send the file again, with its size and SHA-256 declared, so that a broken transfer is found at once; if it is
    whole, export it again.

Source
    content-rules AUD-001: decoded length at least that of the header, less half a second

Example:
    >>> from shelfready.rules._examples import audio
    >>> audio_cut_short(audio(60))
    []
    >>> [found.message for found in audio_cut_short(audio(29.4, header_duration_ms=60_000))]
    ['the file announces 60.0 s and 29.4 s could be decoded: 30.6 s are missing']
    >>> audio_cut_short(audio(120, header_duration_ms=178_000, is_constant_bitrate=False))
    []
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile


@rule("AUD-015", Severity.ERROR)
def audio_cut_short(audio: AudioFacts, profile: Profile) -> Says:
    """Trusts the header only where it counts frames: an MP3 of unknown rate states an estimate."""
    is_estimate = audio.codec == "mp3" and not audio.is_constant_bitrate
    if audio.header_duration_ms is None or is_estimate or not audio.decoded_samples:
        return
    if audio.header_duration_ms - audio.duration_ms > profile.longest_missing_tail_s * 1000:
        announced, found = audio.header_duration_ms / 1000, audio.duration_ms / 1000
        missing = announced - found
        yield f"the file announces {announced:.1f} s and {found:.1f} s could be decoded: {missing:.1f} s are missing"
