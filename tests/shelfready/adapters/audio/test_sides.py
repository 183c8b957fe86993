"""Mono on two channels and inverted channels are told from stereo."""

import math

import numpy as np
import pytest

from shelfready.adapters.audio.sides import Sides

NOISE = np.random.default_rng(1).standard_normal((50_000, 2)).astype(np.float32) * 0.1


def _heard(samples: np.ndarray) -> Sides:
    sides = Sides()
    for at in range(0, len(samples), 7001):
        sides.feed(samples[at : at + 7001].astype(np.float32))
    sides.finish()
    return sides


def test_equal_channels_have_no_side() -> None:
    """Mono on two channels is all mid, to the last bit."""
    sides = _heard(NOISE[:, [0, 0]])

    assert sides.mid_rms_dbfs == pytest.approx(-20, abs=0.1)
    assert sides.side_rms_dbfs == -math.inf


def test_an_inverted_channel_leaves_no_mid() -> None:
    """What a mono loudspeaker would play of it is nothing."""
    sides = _heard(NOISE[:, [0, 0]] * [1, -1])

    assert sides.mid_rms_dbfs == -math.inf
    assert sides.side_rms_dbfs == pytest.approx(-20, abs=0.1)


def test_independent_channels_have_as_much_of_both() -> None:
    """Half the sum and half the difference of two strangers are 3 dB below each."""
    sides = _heard(NOISE)

    assert sides.mid_rms_dbfs == pytest.approx(-23, abs=0.2)
    assert sides.side_rms_dbfs == pytest.approx(-23, abs=0.2)


@pytest.mark.parametrize("channels", [1, 3])
def test_without_two_channels_there_are_none(channels: int) -> None:
    """One channel has no sides, nor have three."""
    sides = _heard(np.ones((100, channels)))

    assert (sides.mid_rms_dbfs, sides.side_rms_dbfs) == (None, None)
