"""What is computed of two sounds."""

import numpy as np
import pytest

from bench.spectra import RATE_HZ, Samples, kept

NOISE = np.random.default_rng(7).normal(0, 0.1, 4 * RATE_HZ)
TIME_S = np.arange(4 * RATE_HZ) / RATE_HZ


def lowpassed(sound: Samples, hz: int) -> Samples:
    """Nothing above a frequency."""
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE_HZ) > hz] = 0
    return np.fft.irfft(spectrum, len(sound))


def test_what_is_the_same_has_lost_nothing() -> None:
    """The ratio ends at its limit, in every band."""
    found = kept(NOISE, NOISE)

    assert found.bandwidth_hz == found.source_bandwidth_hz
    assert set(found.snr_db.values()) == {35.0}


def test_the_bandwidth_is_where_the_spectrum_ends() -> None:
    """Noise without its treble has lost what lies above, and only that."""
    found = kept(NOISE, lowpassed(NOISE, 9_000))

    assert found.bandwidth_hz == pytest.approx(9_000, abs=400)
    assert found.source_bandwidth_hz > 23_000
    assert found.snr_db["4 to 8 kHz"] > 30
    assert found.snr_db["12 to 16 kHz"] == pytest.approx(0, abs=0.5)


def test_a_difference_counts_in_its_own_band() -> None:
    """Noise that is added a tenth as strong leaves 20 dB; a tone hurts the band it lies in."""
    softer = kept(NOISE, NOISE * 1.1).snr_db
    toned = kept(NOISE, NOISE + 0.05 * np.sin(2 * np.pi * 1_500 * TIME_S)).snr_db

    assert list(softer.values()) == pytest.approx([20.0] * len(softer), abs=0.1)
    assert min(toned, key=toned.__getitem__) == "1 to 2 kHz"


def test_bands_without_sound_are_left_out() -> None:
    """Of a source that ends at 5 kHz nothing can be said above."""
    assert list(kept(lowpassed(NOISE, 5_000), NOISE).snr_db) == ["0 to 1 kHz", "1 to 2 kHz", "2 to 4 kHz"]


def test_pauses_do_not_count() -> None:
    """What happens more than 40 dB below the loudest place is not compared."""
    sound = NOISE.copy()
    sound[RATE_HZ:] *= 1e-4
    other = sound.copy()
    other[RATE_HZ + 4096 :] = 0

    assert set(kept(sound, other).snr_db.values()) == {35.0}
