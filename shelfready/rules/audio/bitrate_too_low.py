"""AUD-002: The recording is compressed more than a voice can bear, or was so once.

What it checks
    A lossy recording has at least as many kilobits a second as the profile asks for mono or stereo (Opus needs half),
    and exactly as many where it says so. A lossless one has at least 16 bits a sample. What claims to be a master, by
    being lossless or by its bit rate, has more in it than a small file that was blown up: sound above 11.5 kHz.

Why it matters
    Listeners get a second, smaller encoding. What the first one has thrown away, the second makes worse: sibilants
    swish and pauses gurgle.

How to mend it
    Export the track again from the master: best lossless (FLAC or WAV), otherwise at 128 kbit/s mono or more.
    Encoding a small file again at a higher rate mends nothing. If there is no better master, ask for a waiver.

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
    >>> [found.message for found in bitrate_too_low(audio(bitrate_kbps=192, bandwidth_hz=10_900))]
    ['nothing is left above 10.9 kHz, and 11.5 kHz is expected of 192 kbit/s: the track was made from a smaller file']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.profiles import Profile

_LOSSY = {"mp3": 1.0, "mp2": 1.0, "aac": 1.0, "he-aac": 1.0, "vorbis": 1.0, "wmav2": 1.0, "opus": 0.5}
"""The share of MP3's bit rate that a codec needs for the same voice, by our name of it."""


@rule("AUD-002", Severity.WARNING)
def bitrate_too_low(audio: AudioFacts, profile: Profile) -> Says:
    """Warns below one threshold, refuses below the other."""
    need = _LOSSY.get(audio.codec)
    if need is not None and audio.bitrate_kbps is not None:
        yield from _too_low(audio, audio.bitrate_kbps, need, profile)
    bits, lowest = audio.bits_per_sample, profile.lowest_bits_per_sample
    if audio.is_lossless and bits is not None and lowest is not None and bits < lowest:
        message = f"a sample has {bits} bits, and at least {lowest} are expected"
        yield Said(message, remedy=f"Export the track again from the master with {lowest} bits a sample or more.")
    yield from _blown_up(audio, need, profile)


def _too_low(audio: AudioFacts, kbps: int, need: float, profile: Profile) -> Says:
    is_mono = audio.channels == 1
    lowest = profile.lowest_kbps_mono if is_mono else profile.lowest_kbps_stereo
    refused = profile.refused_kbps_mono if is_mono else profile.refused_kbps_stereo
    found = f"the bit rate is {kbps} kbit/s {'mono' if is_mono else 'stereo'}"
    if refused is not None and kbps < need * refused:
        wanted = max(refused, lowest or 0)
        message = f"{found}, and at least {need * wanted:g} is expected"
        yield Said(message, Severity.ERROR, remedy=_again(need * wanted, profile))
    elif lowest is not None and kbps < need * lowest:
        yield Said(f"{found}, and at least {need * lowest:g} is expected", remedy=_again(need * lowest, profile))
    elif profile.exact_kbps is not None and kbps != profile.exact_kbps:
        remedy = f"Export the track again from the master at {profile.exact_kbps} kbit/s."
        yield Said(f"{found}, and exactly {profile.exact_kbps} is expected", Severity.ERROR, remedy=remedy)


def _again(kbps: float, profile: Profile) -> str | None:
    """For who takes no lossless files, or asks for another rate than the rule's page names."""
    if profile.track_formats is None:
        return None
    return (
        f"Export the track again from the master at {kbps:g} kbit/s or more. Encoding the small file again at a "
        "higher rate mends nothing; if there is no better master, ask for a waiver."
    )


def _blown_up(audio: AudioFacts, need: float | None, profile: Profile) -> Says:
    """Whether a master was made from what is none. A short track (credits) may hold too few sibilants to tell."""
    reaches, lowest = audio.bandwidth_hz, profile.lowest_bandwidth_hz
    if reaches is None or lowest is None or audio.sample_rate_hz < TIMELINE_RATE_HZ:
        return
    is_large = need is not None and (audio.bitrate_kbps or 0) >= need * profile.master_kbps
    is_long = audio.duration_ms >= profile.shortest_compared_track_s * 1000
    if reaches < lowest and is_long and (audio.is_lossless or is_large):
        master = "a lossless file" if audio.is_lossless else f"{audio.bitrate_kbps} kbit/s"
        yield (
            f"nothing is left above {reaches / 1000:.1f} kHz, and {lowest / 1000:g} kHz is expected of {master}: "
            "the track was made from a smaller file"
        )
