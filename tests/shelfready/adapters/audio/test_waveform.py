"""The waveform is ten pairs of peaks a second, whatever the rate."""

import math

import numpy as np
import pytest

from shelfready.adapters.audio.waveform import Waveform


def _drawn(samples: np.ndarray, rate: int, piece: int) -> np.ndarray:
    waveform = Waveform(rate)
    for at in range(0, len(samples), piece):
        waveform.feed(samples[at : at + piece].astype(np.float32))
    waveform.finish()
    return np.frombuffer(bytes(waveform.peaks), dtype=np.int8).reshape(-1, 2)


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 44_056, 48_000])
@pytest.mark.parametrize("piece", [1, 100, 1103, 7919, 10**6])
def test_every_tenth_has_its_peaks(rate: int, piece: int) -> None:
    """Each pair is the lowest and the highest sample of its tenth, also where tenths are no whole number of samples."""
    samples = np.random.default_rng(rate).uniform(-0.9, 0.9, (round(rate * 0.53), 2))
    # Sample n lies in tenth floor(10 n / rate).
    tenths = np.arange(len(samples)) * 10 // rate
    expected = [
        [round(float(part.min()) * 127), round(float(part.max()) * 127)]
        for part in (samples[tenths == tenth] for tenth in range(tenths[-1] + 1))
    ]

    drawn = _drawn(samples, rate, piece)

    assert len(drawn) == math.ceil(len(samples) * 10 / rate) == 6
    assert np.abs(drawn - np.array(expected)).max() <= 1


def test_full_scale_and_beyond_stay_in_range() -> None:
    """Signed bytes hold no more than 127."""
    samples = np.tile(np.array([[1.0], [-1.0], [1.7], [-1.7]]), (1000, 1))

    assert _drawn(samples, 8000, 512).tolist() == [[-128, 127]] * 5


def test_nothing_draws_nothing() -> None:
    """No samples, no peaks."""
    assert _drawn(np.empty((0, 1)), 44_100, 100).size == 0
