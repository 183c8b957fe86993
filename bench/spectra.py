"""What an encoding keeps of a sound's spectrum: numbers that say what is lost where, and nothing of how it is heard."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
"""The rate at which two sounds are compared."""

_WINDOW, _HOP = 2048, 1024
_EDGES_HZ = (0, 1_000, 2_000, 4_000, 8_000, 12_000, 16_000)
_LOUD_SHARE = 1e-4
"""Places more than 40 dB below the loudest are pauses, in which nothing is compared."""

_SMOOTHED_HZ, _LOST_DB, _NOTHING_DB = 500, 6.0, 60.0
_LEAST_DB, _MOST_DB = -10.0, 35.0
"""Segmental ratios are limited as is usual, so that one place cannot outweigh all others."""

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Kept:
    """Up to where a spectrum is kept, of how much there was, and the sound over the difference in each of its bands."""

    bandwidth_hz: int
    source_bandwidth_hz: int
    snr_db: dict[str, float]


def kept(source: Samples, encoded: Samples) -> Kept:
    """Compare two sounds at `RATE_HZ` that begin at the same sample."""
    length = min(len(source), len(encoded))
    powers = _powers(source[:length])
    loud = powers.sum(axis=1) > powers.sum(axis=1).max() * _LOUD_SHARE
    before, difference = powers[loud], _powers(source[:length] - encoded[:length])[loud]
    mean_before, mean_after = _mean_db(before), _mean_db(_powers(encoded[:length])[loud])
    heard = mean_before > mean_before.max() - _NOTHING_DB
    source_bandwidth_hz = _hz(heard)
    return Kept(
        bandwidth_hz=_hz(heard & (mean_after > mean_before - _LOST_DB)),
        source_bandwidth_hz=source_bandwidth_hz,
        snr_db={
            _name(low, high): _ratio_db(before, difference, low, high)
            for low, high in pairwise(_EDGES_HZ)
            if high <= source_bandwidth_hz
        },
    )


def _powers(samples: Samples) -> Samples:
    windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP] * np.hanning(_WINDOW)
    powers: Samples = np.abs(np.fft.rfft(windows, axis=1)) ** 2
    return powers


def _mean_db(powers: Samples) -> Samples:
    """The mean spectrum, smoothed so that the harmonics of a voice do not count one by one."""
    width = _SMOOTHED_HZ * _WINDOW // RATE_HZ | 1
    mean = np.convolve(powers.mean(axis=0), np.ones(width) / width, "same")
    decibels: Samples = 10 * np.log10(mean + 1e-12)
    return decibels


def _ratio_db(sound: Samples, difference: Samples, low_hz: int, high_hz: int) -> float:
    band = slice(low_hz * _WINDOW // RATE_HZ, high_hz * _WINDOW // RATE_HZ)
    ratios = 10 * np.log10((sound[:, band].sum(axis=1) + 1e-12) / (difference[:, band].sum(axis=1) + 1e-12))
    return float(np.clip(ratios, _LEAST_DB, _MOST_DB).mean())


def _hz(is_there: NDArray[np.bool_]) -> int:
    """The highest frequency at which something is there."""
    found = np.flatnonzero(is_there)
    return int(found[-1] * RATE_HZ // _WINDOW) if len(found) else 0


def _name(low_hz: int, high_hz: int) -> str:
    return f"{low_hz // 1000} to {high_hz // 1000} kHz"
