"""Silent places are listed with where they begin and how long they last."""

import numpy as np

from shelfready.adapters.audio.levels import Levels
from shelfready.adapters.audio.silences import MOST
from shelfready.media import Silence

RATE = 8000


def _levels(*parts: np.ndarray) -> Levels:
    levels = Levels(RATE, 1)
    data = np.concatenate(parts).astype("<f4").tobytes()
    for at in range(0, len(data), 30_001):
        levels.feed(data[at : at + 30_001])
    levels.finish()
    return levels


def _tone(seconds: float) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * 400 * np.arange(round(seconds * RATE)) / RATE)


def _room(seconds: float) -> np.ndarray:
    return 10 ** (-75 / 20) * np.random.default_rng(1).standard_normal(round(seconds * RATE))


def _nothing(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def test_long_silences_are_listed() -> None:
    """Those of a second and more, in order; a pause for breath is none."""
    silence = _levels(_room(1.5), _tone(2), _room(0.9), _tone(1), _nothing(1), _tone(0.1), _room(2)).silence

    assert silence.listed == [
        Silence(start_ms=0, length_ms=1500),
        Silence(start_ms=5400, length_ms=1000, is_digital=True),
        Silence(start_ms=6500, length_ms=2000),
    ]


def test_room_tone_is_not_digital() -> None:
    """A silence of which a part is room tone is not digital; how long the digital part is, is said all the same."""
    silence = _levels(_tone(1), _room(1), _nothing(1.2), _room(1), _tone(1)).silence

    assert silence.listed == [Silence(start_ms=1000, length_ms=3200)]
    assert silence.longest_digital == round(1.2 * RATE)


def test_short_digital_silence_counts_too() -> None:
    """Digital silence of any length is measured, and the longest of it kept."""
    silence = _levels(_tone(1), _nothing(0.2), _tone(1), _nothing(0.4), _tone(1)).silence

    assert (silence.longest_digital, silence.listed) == (round(0.4 * RATE), [])


def test_no_more_are_kept_than_can_be_of_use() -> None:
    """A file made of nothing but silences does not swell the facts; the longest is still the longest."""
    silence = _levels(*[_nothing(1), _tone(0.05)] * (MOST + 10), _nothing(3)).silence

    assert len(silence.listed) == MOST
    assert silence.longest == 3 * RATE
