"""The true peak is found between the samples, without looking everywhere."""

import math

import numpy as np
import pytest

from shelfready.adapters.audio.true_peak import TruePeak

RATE = 48_000


def _peak(samples: np.ndarray, *, piece: int = 10_007) -> float:
    """The true peak in dBTP, of samples in one column for each channel."""
    meter = TruePeak(samples.shape[1])
    for at in range(0, len(samples), piece):
        meter.feed(samples[at : at + piece].astype(np.float32))
    meter.finish()
    return 20 * math.log10(meter.peak)


def _tone(divisor: int, degrees: float, dbfs: float) -> np.ndarray:
    """A tone at a fraction of the sample rate, faded in and out so that its ends are no clicks."""
    at = np.arange(RATE)
    fade = np.minimum(1, np.minimum(at, RATE - at) / 4800)
    return (10 ** (dbfs / 20) * fade * np.sin(2 * math.pi * at / divisor + math.radians(degrees)))[:, None]


@pytest.mark.parametrize(
    ("divisor", "degrees"), [(4, 0.0), (4, 45.0), (6, 60.0), (8, 67.5)], ids=["on", "between", "sixth", "eighth"]
)
def test_the_broadcasters_tones(divisor: int, degrees: float) -> None:
    """Cases 15 to 18 of EBU Tech 3341: the samples of these tones miss their peaks, by up to 3 dB."""
    tone = _tone(divisor, degrees, -6.0)

    assert _peak(tone) == pytest.approx(-6.0, abs=0.4)  # the tolerance is +0.2 and -0.4


def test_peaks_above_full_scale_are_seen() -> None:
    """Samples at full scale hide peaks of 3 dB more."""
    tone = np.sign(_tone(4, 45.0, 0.0))

    assert _peak(tone) > 2.5


def test_what_is_skipped_would_not_have_mattered() -> None:
    """The peak is the one that interpolating every sample finds, wherever it lies and in whatever channel."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        samples = rng.standard_normal((3000, 2)) * rng.choice([0.001, 0.1, 1.0], size=(3000, 1))

        assert _peak(samples) == pytest.approx(_everywhere(samples), abs=1e-3)


def _everywhere(samples: np.ndarray) -> float:
    """By the definition: zeros between the samples, and the 48 coefficients of BS.1770-5 over all."""
    quarters = (
        *(0.0017089843750, -0.0291748046875, -0.0189208984375, -0.0083007812500),
        *(0.0109863281250, 0.0292968750000, 0.0330810546875, 0.0148925781250),
        *(-0.0196533203125, -0.0517578125000, -0.0582275390625, -0.0266113281250),
        *(0.0332031250000, 0.0891113281250, 0.1015625000000, 0.0476074218750),
        *(-0.0594482421875, -0.1665039062500, -0.2003173828125, -0.1022949218750),
        *(0.1373291015625, 0.4650878906250, 0.7797851562500, 0.9721679687500),
        *(0.9721679687500, 0.7797851562500, 0.4650878906250, 0.1373291015625),
        *(-0.1022949218750, -0.2003173828125, -0.1665039062500, -0.0594482421875),
        *(0.0476074218750, 0.1015625000000, 0.0891113281250, 0.0332031250000),
        *(-0.0266113281250, -0.0582275390625, -0.0517578125000, -0.0196533203125),
        *(0.0148925781250, 0.0330810546875, 0.0292968750000, 0.0109863281250),
        *(-0.0083007812500, -0.0189208984375, -0.0291748046875, 0.0017089843750),
    )
    highest = float(np.abs(samples).max())
    for channel in samples.T:
        sparse = np.zeros(len(channel) * 4)
        sparse[::4] = channel
        highest = max(highest, float(np.abs(np.convolve(sparse, quarters)[: sparse.size]).max()))
    return 20 * math.log10(highest)


@pytest.mark.parametrize("piece", [1, 11, 64, 65, 100_000])
def test_pieces_do_not_matter(piece: int) -> None:
    """A peak that lies between two pieces is found, too."""
    samples = np.random.default_rng(5).standard_normal((1000, 1))

    assert _peak(samples, piece=piece) == pytest.approx(_everywhere(samples), abs=1e-3)


def test_silence_has_no_peak() -> None:
    """Of nothing the peak is nothing."""
    meter = TruePeak(2)
    meter.feed(np.zeros((1000, 2), dtype=np.float32))
    meter.finish()

    assert meter.peak == 0.0
