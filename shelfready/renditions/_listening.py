"""The formats that listeners get, shared by every rendition in one so that a piece is encoded once."""

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat, HlsRecipe, Material

_SEGMENT_S = 6
_MOST_SEGMENTS = 60_000

VOICE_32 = AudioFormat(kbps=32, channels=1)
"""AAC-LC, 32 kbit/s, mono: every word is understood, on a line on which nothing else plays. 14 MB an hour."""

VOICE_64 = AudioFormat(kbps=64, channels=1)
"""AAC-LC, 64 kbit/s, mono: transparent for one speaking voice, and about 28 MB an hour as listeners get elsewhere."""

OPUS_32 = AudioFormat(codec="opus", kbps=32, channels=1)
"""Opus, 32 kbit/s, mono: a voice as good as AAC at twice the bits, for players that have it."""


def rich(material: Material) -> AudioFormat:
    """AAC-LC, 128 kbit/s: for music and effects, in stereo where the title really is."""
    return AudioFormat(kbps=128, channels=material.channels)


def rung(material: Material, format: AudioFormat) -> HlsRecipe | None:
    """A rung of the ladder in a format; segments are of six seconds, or of twice, three times as many.

    An index counts segments in 16 bits, which are four days of six seconds: more than any book, and not than any
    collection. All rungs have the same.
    """
    if not has_audio(material):
        return None
    counted_s = _SEGMENT_S * TIMELINE_RATE_HZ * _MOST_SEGMENTS
    return HlsRecipe(format=format, segment_s=_SEGMENT_S * max(1, -(-material.total_samples // counted_s)))


def to_keep(material: Material) -> AudioFormat:
    """What files to keep are in: the publisher's own AAC if it may be taken over, else enough for what there is.

    Each of these is a rung of the ladder as well, so that a file to keep costs no encoding of its own.
    """
    if material.copied is not None:
        return material.copied
    return rich(material) if material.channels == 2 else VOICE_64


def has_audio(material: Material) -> bool:
    """Whether there is a track with anything to hear."""
    return any(track.audio is not None and track.audio.timeline_samples > 0 for track in material.facts.tracks)


def is_divided(material: Material) -> bool:
    """Whether the title has more than one chapter."""
    return material.chapters is not None and len(material.chapters.chapters) > 1
