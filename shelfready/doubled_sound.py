"""What two channels have in common, by the levels of their sum (mid) and of their difference (side)."""

from math import inf

from shelfready.media import AudioFacts
from shelfready.profiles import Profile


def is_doubled(audio: AudioFacts, profile: Profile) -> bool:
    """Whether two channels carry one sound: nothing is left of it in their difference."""
    lost = lost_in_mono(audio)
    return lost is not None and -lost > profile.identical_sides_db


def lost_in_mono(audio: AudioFacts) -> float | None:
    """By how many decibels the difference of the channels is louder than their sum; None without two channels or sound.

    Minus infinity is one sound twice; far above 0, one channel is the other upside down.
    """
    mid, side = audio.mid_rms_dbfs, audio.side_rms_dbfs
    if audio.channels != 2 or mid is None or side is None or max(mid, side) == -inf:
        return None
    return side - mid
