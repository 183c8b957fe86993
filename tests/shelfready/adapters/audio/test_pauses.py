"""Pauses are found by how quiet a recording gets, not by a fixed level."""

import numpy as np
import pytest

from shelfready.adapters.audio.pauses import MOST, Pauses
from shelfready.media import Silence

VOICE, HUM, LOUD_ROOM = 10 ** (-20 / 10), 10 ** (-63 / 10), 10 ** (-48 / 10)


def _pauses(*stretches: tuple[float, float], block_ms: float = 10, piece: int = 594) -> tuple[Silence, ...]:
    """The pauses of stretches of so many seconds at such a power."""
    powers = np.concatenate([np.full(round(seconds * 1000 / block_ms), power) for seconds, power in stretches])
    powers *= 10 ** (np.random.default_rng(4).normal(0, 0.15, powers.size))  # 1.5 dB up and down
    found = Pauses(block_ms)
    for at in range(0, powers.size, piece):
        found.feed(powers[at : at + piece])
    return found.listed()


@pytest.mark.parametrize("room", [0.0, HUM, LOUD_ROOM], ids=["digital", "room tone", "loud room"])
def test_pause_is_found_in_any_room(room: float) -> None:
    """Zeros, quiet room tone, and a room that is louder than any fixed threshold."""
    found = _pauses((20, VOICE), (2, room), (20, VOICE), (1.2, room), (10, VOICE))

    assert [(pause.start_ms, pause.length_ms) for pause in found] == [(20_000, 2_000), (42_000, 1_200)]
    assert [pause.is_digital for pause in found] == [room == 0.0] * 2


def test_breath_between_sentences_is_no_pause() -> None:
    """Nor is what lies at the beginning and at the end, where nothing is divided."""
    assert _pauses((3, HUM), (20, VOICE), (0.7, HUM), (20, VOICE), (3, HUM)) == ()


def test_recording_without_a_quiet_place_has_no_pause() -> None:
    """Music goes up and down by a few decibels: that is no room tone."""
    assert _pauses((30, VOICE), (3, VOICE / 8), (30, VOICE)) == ()


def test_places_do_not_drift_at_odd_rates() -> None:
    """Blocks of 220 samples at 22,050 Hz are a little shorter than ten milliseconds: an hour would be eight seconds."""
    found = _pauses((3600, VOICE), (2, HUM), (20, VOICE), block_ms=220 * 1000 / 22_050)

    assert [round(pause.start_ms / 1000, 1) for pause in found] == [3600.0]


def test_pieces_of_any_size_give_the_same() -> None:
    """How the sound comes in changes nothing."""
    stretches = ((10, VOICE), (1.5, HUM), (10, VOICE))

    assert _pauses(*stretches, piece=7) == _pauses(*stretches, piece=100_000)


def test_silence_and_nothing_have_no_pauses() -> None:
    """There is nobody who could pause."""
    assert _pauses((30, 0.0)) == ()
    assert Pauses(10).listed() == ()


def test_only_the_longest_are_kept() -> None:
    """Whoever pauses after every sentence fills no memory."""
    stretches = [part for number in range(MOST + 50) for part in ((1.0, VOICE), (1.0 + (number < 50), HUM))]

    found = _pauses(*stretches, (1, VOICE))

    assert len(found) == MOST
    assert sum(pause.length_ms > 1500 for pause in found) == 50
    assert [pause.start_ms for pause in found] == sorted(pause.start_ms for pause in found)
