"""The format that listeners get, shared by every rendition in it so that a track is encoded once."""

from shelfready.plans import AudioFormat
from shelfready.titles import TitleFacts

VOICE_64 = AudioFormat(kbps=64, channels=1)
"""AAC-LC, 64 kbit/s, mono: transparent for one speaking voice, and about 28 MB an hour as listeners get elsewhere."""


def has_audio(facts: TitleFacts) -> bool:
    """Whether there is a track with anything to hear."""
    return any(track.audio is not None and track.audio.timeline_samples > 0 for track in facts.tracks)
