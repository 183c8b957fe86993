"""AUD-002: The recording is compressed more than a voice can bear.

What it checks
    A lossy recording has at least as many kilobits a second as the profile asks for mono or stereo; Opus needs
    half. Lossless files are not looked at.

Why it matters
    Listeners get a second, smaller encoding. What the first one has thrown away, the second makes worse: sibilants
    swish and pauses gurgle.

How to mend it
    Export the track again from the master: best lossless (FLAC or WAV), otherwise at 128 kbit/s mono or more.
    Encoding a small file again at a higher rate mends nothing.

Source
    ACX 192 kbit/s and Google Play 128 mono, 256 stereo, are for sale masters; LibriVox publishes at 64 mono.
    The streaming floor is ours: what we send is 64 mono. content-rules AUD-002

Example:
    >>> from shelfready.rules._examples import audio
    >>> bitrate_too_low(audio(bitrate_kbps=64)) + bitrate_too_low(audio(codec="flac", bitrate_kbps=50))
    []
    >>> [(found.severity.value, found.message) for found in bitrate_too_low(audio(bitrate_kbps=48))]
    [('W', 'the bit rate is 48 kbit/s mono, and at least 64 is expected')]
    >>> [found.severity.value for found in bitrate_too_low(audio(bitrate_kbps=16))]
    ['E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import AudioFacts
from shelfready.profiles import Profile

_LOSSY = {"mp3": 1.0, "mp2": 1.0, "aac": 1.0, "vorbis": 1.0, "wmav2": 1.0, "opus": 0.5}
"""The share of MP3's bit rate that a codec needs for the same voice, by ffmpeg's name of it."""


@rule("AUD-002", Severity.WARNING)
def bitrate_too_low(audio: AudioFacts, profile: Profile) -> Says:
    """Warns below one threshold, refuses below the other."""
    need = _LOSSY.get(audio.codec)
    if need is None or audio.bitrate_kbps is None:
        return
    is_mono = audio.channels == 1
    lowest = need * (profile.lowest_kbps_mono if is_mono else profile.lowest_kbps_stereo)
    refused = need * (profile.refused_kbps_mono if is_mono else profile.refused_kbps_stereo)
    rate = f"{audio.bitrate_kbps} kbit/s {'mono' if is_mono else 'stereo'}"
    message = f"the bit rate is {rate}, and at least {lowest:g} is expected"
    if audio.bitrate_kbps < refused:
        yield Said(message, Severity.ERROR)
    elif audio.bitrate_kbps < lowest:
        yield message
