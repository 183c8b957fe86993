"""Levels, silences and clipping are measured right, however the stream is cut into pieces."""

import hashlib
import math

import numpy as np
import pytest

from shelfready.adapters.audio.levels import Levels

RATE = 44_100
ROOM = 10 ** (-70 / 20)


def _heard(samples: np.ndarray, *, channels: int = 1, piece: int = 10_007) -> Levels:
    """The meters after hearing the samples in awkward pieces."""
    data = samples.astype("<f4").tobytes()
    levels = Levels(RATE, channels)
    for at in range(0, len(data), piece):
        levels.feed(data[at : at + piece])
    levels.finish()
    return levels


def _tone(seconds: float, amplitude: float = 0.5) -> np.ndarray:
    return amplitude * np.sin(2 * math.pi * 441 * np.arange(round(seconds * RATE)) / RATE)


def test_a_tone_has_its_level() -> None:
    """A sine of half scale peaks at -6.02 dBFS and has an RMS 3.01 dB below."""
    levels = _heard(_tone(2.0))

    assert levels.samples == 2 * RATE
    assert levels.peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert levels.rms_dbfs == pytest.approx(-9.03, abs=0.01)
    assert levels.noise_floor_dbfs == pytest.approx(-9.03, abs=0.02)


def test_the_noise_floor_is_the_quietest_half_second() -> None:
    """Half a second of room tone is found, though its loud neighbours fill the window but for that."""
    noise = ROOM * np.random.default_rng(1).standard_normal(RATE // 2)
    levels = _heard(np.concatenate([_tone(1.0), noise, _tone(1.0)]))

    assert levels.noise_floor_dbfs == pytest.approx(-70, abs=0.3)


def test_short_audio_is_its_own_noise_floor() -> None:
    """Where there is no half second, the whole is the floor."""
    levels = _heard(_tone(0.2))

    assert levels.noise_floor_dbfs == levels.rms_dbfs


def test_silences_are_measured() -> None:
    """Head, tail and longest pause, to ten milliseconds."""
    pause = np.zeros(round(1.5 * RATE))
    parts = [np.zeros(RATE // 2), _tone(1.0), pause, _tone(0.3), np.zeros(RATE)]
    silence = _heard(np.concatenate(parts)).silence

    assert silence.head == pytest.approx(0.5 * RATE, abs=RATE // 100)
    assert silence.longest == pytest.approx(1.5 * RATE, abs=RATE // 50)
    assert silence.tail == pytest.approx(RATE, abs=RATE // 100)


def test_digital_silence_is_minus_infinity() -> None:
    """Nothing at all has no level; all of it is head, tail and longest."""
    levels = _heard(np.zeros(RATE))

    assert (levels.peak_dbfs, levels.rms_dbfs, levels.noise_floor_dbfs) == (-math.inf, -math.inf, -math.inf)
    assert (levels.silence.head, levels.silence.tail, levels.silence.longest) == (RATE, RATE, RATE)


@pytest.mark.parametrize("piece", [4, 4 * 441, 4 * 441 + 2, 10**9])
def test_clipped_runs_are_counted_once(piece: int) -> None:
    """Runs of three and more count, shorter ones do not, and a cut through a run does not make two of it."""
    samples = _tone(0.1)
    samples[100:102] = 1.0
    samples[439:443] = 1.0
    samples[1000:1003] = -1.0
    samples[-5:] = 1.3

    assert _heard(samples, piece=piece).clipped_runs == 3


def test_clipping_is_counted_by_channel() -> None:
    """A run in the left channel is not mended by the right, nor does it run over into it."""
    stereo = np.zeros((1000, 2))
    stereo[10:13, 0] = 1.0
    stereo[20:22, 0] = 1.0
    stereo[20:22, 1] = 1.0

    assert _heard(stereo.reshape(-1), channels=2).clipped_runs == 1


def test_a_run_over_many_blocks_is_one() -> None:
    """A second at full scale is one run, and more than full scale is more."""
    levels = _heard(np.full(RATE, 1.5), piece=4000)

    assert levels.clipped_runs == 1
    assert levels.peak_dbfs == pytest.approx(3.52, abs=0.01)


def test_numbers_that_are_none_do_no_harm() -> None:
    """A file of floats may hold infinities; the rest is measured."""
    samples = _tone(1.0)
    samples[500] = math.nan
    samples[20_000] = math.inf

    levels = _heard(samples)

    assert levels.rms_dbfs == pytest.approx(-9.03, abs=0.01)
    assert levels.peak_dbfs == 0.0


def test_the_fingerprint_is_of_the_samples() -> None:
    """The hash does not depend on how the stream was cut."""
    samples = _tone(0.3)

    assert _heard(samples, piece=7).sha256 == hashlib.sha256(samples.astype("<f4").tobytes()).hexdigest()
