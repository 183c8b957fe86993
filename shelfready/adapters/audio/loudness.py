"""Integrated loudness after EBU R 128 (ITU-R BS.1770-5, annex 1), from the spectra of tenths of a second.

The power that a filter lets pass is the sum over the spectrum of power times the square of the filter's gain
(Parseval), so that one transform of each tenth replaces two filters over all samples. A tenth has edges where a running
filter has none: against ffmpeg's `ebur128` that is below 0.02 LU for speech, and up to 0.3 for a pure tone below 60 Hz.
"""

import math
from array import array
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.audio.levels import Floats
from shelfready.media import LoudnessBin

_Coefficients = tuple[tuple[float, float, float], tuple[float, float, float]]

_STEREO = 2
_HOPS_PER_S = 10
_SAMPLES_AT_ONCE = 1 << 16
_BLOCK_HOPS = 4  # 400 ms, three quarters of which belong to the next block, too
_OFFSET_LU = -0.691  # so that the filters' gain at 1 kHz counts for nothing
# An offset is not heard. Left in, its edges would be, from here on: a transform is a little longer than a tenth.
_OFFSET = 0.001
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
# What channels count for, by their number, in ffmpeg's order: surrounds 1.5 dB more, low frequency effects nothing.
_SURROUND = 1.41
_WEIGHTS: dict[int, tuple[float, ...]] = {
    # A mono file is heard from two loudspeakers, as loud as the same recording in two channels.
    1: (2,),
    2: (1, 1),
    3: (1, 1, 0),
    4: (1, 1, 1, _SURROUND),
    5: (1, 1, 1, _SURROUND, _SURROUND),
    6: (1, 1, 1, 0, _SURROUND, _SURROUND),
    7: (1, 1, 1, 0, _SURROUND, _SURROUND, _SURROUND),
    8: (1, 1, 1, 0, _SURROUND, _SURROUND, _SURROUND, _SURROUND),
}


class Loudness:
    """Takes samples, as a `Listener`; read the result after `finish`."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._hop = sample_rate_hz // _HOPS_PER_S
        self._size = _fast_size(self._hop)
        self._weights = _WEIGHTS[channels]
        self._both_sides = _spectral_gains(sample_rate_hz, self._size)
        self._one_side = _folded(self._both_sides, self._size)
        self._powers = array("d")
        # Filled again and again: fresh memory of this size would cost a third as much as the transforms.
        self._tenths = np.empty((max(_SAMPLES_AT_ONCE // (self._hop * channels), 1), self._hop, channels))
        self._waiting = self._tenths.reshape(-1, channels)
        self._filled = 0
        self._spectra = np.empty((len(self._tenths), self._size), dtype=np.complex128)

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        at = 0
        while at < len(samples):
            taken = min(len(samples) - at, len(self._waiting) - self._filled)
            self._waiting[self._filled : self._filled + taken] = samples[at : at + taken]
            at += taken
            self._filled += taken
            if self._filled == len(self._waiting):
                self._note(self._tenths)

    def finish(self) -> None:
        """Note the last whole tenths; what is left after them does not count."""
        self._note(self._tenths[: self._filled // self._hop])

    @property
    def integrated_lufs(self) -> float | None:
        """Loudness of the whole, minus infinity for silence, None for what is too short to have any."""
        if len(self._powers) < _BLOCK_HOPS:
            return None
        loud = self._loud()
        if loud.size == 0:
            return -math.inf
        gate = _power_of(_lufs(float(loud.mean())) + _RELATIVE_GATE_LU)
        return _lufs(float(loud[loud > gate].mean()))

    @property
    def bins(self) -> tuple[LoudnessBin, ...]:
        """The blocks above the gate of silence, by their loudness: what was heard apart adds up."""
        loud = self._loud()
        levels = np.floor(_OFFSET_LU + 10 * np.log10(loud)).astype(int)
        found, places = np.unique(levels, return_inverse=True)
        counts, sums = np.bincount(places), np.bincount(places, weights=loud)
        return tuple(
            LoudnessBin(lufs=lufs, blocks=blocks, power=float(f"{power / blocks:.6g}"))
            for lufs, blocks, power in zip(found.tolist(), counts.tolist(), sums.tolist(), strict=True)
        )

    def _loud(self) -> NDArray[np.float64]:
        """The power of each block of 400 ms that is above the gate of silence."""
        hops = np.asarray(self._powers)
        if hops.size < _BLOCK_HOPS:
            return np.empty(0)
        blocks = np.lib.stride_tricks.sliding_window_view(hops, _BLOCK_HOPS).mean(axis=1)
        loud: NDArray[np.float64] = blocks[blocks > _power_of(_ABSOLUTE_GATE_LUFS)]
        return loud

    def _note(self, tenths: NDArray[np.float64]) -> None:
        self._filled = 0
        if len(tenths):
            self._powers.extend(self._power(tenths).tolist())

    def _power(self, tenths: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weighted power of each tenth of a second."""
        count, _, channels = tenths.shape
        offset = _offset(tenths)
        if float(np.abs(offset).max()) > _OFFSET:
            tenths -= offset
        if channels == _STEREO:
            # Two channels that count alike are one of complex numbers, and little more than half the work.
            both = self._spectra[:count]
            np.fft.fft(tenths.view(np.complex128)[:, :, 0], self._size, out=both)
            return self._weighted(both, self._both_sides)
        one = self._spectra.reshape(-1)[: count * (self._size // 2 + 1)].reshape(count, -1)
        power = np.zeros(count)
        for channel, weight in enumerate(self._weights):
            if weight:
                np.fft.rfft(tenths[:, :, channel], self._size, out=one)
                power += weight * self._weighted(one, self._one_side)
        return power

    def _weighted(self, spectra: NDArray[np.complex128], gains: NDArray[np.float64]) -> NDArray[np.float64]:
        parts = spectra.view(np.float64)
        parts *= gains
        power: NDArray[np.float64] = np.einsum("ij,ij->i", parts, parts)
        return power / self._hop


def _offset(tenths: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each channel."""
    channels = tenths.shape[2]
    if channels == _STEREO:
        # Summing along the long axis of so thin an array costs ten times as much as summing complex numbers in a row.
        both = tenths.view(np.complex128).mean()
        return np.array((both.real, both.imag))
    means: NDArray[np.float64] = tenths.reshape(-1, channels).mean(axis=0)
    return means


def _lufs(power: float) -> float:
    return _OFFSET_LU + 10 * math.log10(power)


def _power_of(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


@lru_cache(maxsize=8)
def _spectral_gains(rate: int, size: int) -> NDArray[np.float64]:
    """What real and imaginary part of each frequency are multiplied by, so that their squares add up to the power."""
    z = np.exp(-2j * np.pi * np.arange(size) / size)
    return np.repeat(np.abs(_biquad(_head(rate), z) * _biquad(_low_cut(rate), z)) / math.sqrt(size), 2)


def _folded(gains: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The same for a spectrum without its negative frequencies, which count with the positive ones."""
    folded = gains[: (size // 2 + 1) * 2] * math.sqrt(2)
    folded[:2] = gains[:2]
    if size % 2 == 0:
        folded[-2:] = gains[size : size + 2]
    return folded


def _biquad(coefficients: _Coefficients, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    above, below = coefficients
    gain: NDArray[np.complex128] = np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    return gain


# The recommendation gives coefficients for 48 kHz only; these are the analogue filters behind them, as libebur128 and
# ffmpeg found them, so that the same filters can be had at any rate.
def _head(rate: int) -> _Coefficients:
    """The shelf that stands for a head: 4 dB above 1.7 kHz."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    q = 0.7071752369554196
    norm = 1 + k / q + k * k
    above = ((high + band * k / q + k * k) / norm, 2 * (k * k - high) / norm, (high - band * k / q + k * k) / norm)
    return above, (1, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm)


def _low_cut(rate: int) -> _Coefficients:
    """The cut below 38 Hz."""
    k = math.tan(math.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    norm = 1 + k / q + k * k
    return (1, -2, 1), (1, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm)


def _fast_size(least: int) -> int:
    """The next even size whose only primes are 2, 3 and 5: a single 7 makes a transform half as long again."""
    size = least + least % 2
    while not _is_smooth(size):
        size += 2
    return size


def _is_smooth(number: int) -> bool:
    for prime in (2, 3, 5):
        while number % prime == 0:
            number //= prime
    return number == 1
