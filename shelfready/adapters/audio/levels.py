"""Measures decoded audio as it streams by: levels, silences, clipping and fingerprint, in memory that does not grow."""

import hashlib
import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.audio.clipping import FULL_SCALE, ClippedRuns
from shelfready.adapters.audio.pauses import Pauses
from shelfready.adapters.audio.silences import Silences

SILENCE_DBFS = -60.0
"""Ten milliseconds whose RMS is below this are silent: room tone of a good recording, no breath of a voice."""

Floats = NDArray[np.float32]

_BLOCKS_PER_S = 100
_WINDOW_BLOCKS = 50  # 500 ms, as Audacity's ACX check
_SILENCE_POWER = 10 ** (SILENCE_DBFS / 10)
_BYTES = 4
# A megabyte at a time: what numpy costs for each operation is nothing then, and all stays in the processor's cache.
_PIECE_SAMPLES = 1 << 18


class Listener(Protocol):
    """Measures something else of the same audio."""

    def feed(self, samples: Floats) -> None:
        """Some more samples, one row for each moment and one column for each channel. All are finite.

        They are there during this call only: what is to be kept must be copied.
        """

    def finish(self) -> None:
        """There are no more."""


class Levels:
    """Takes interleaved 32-bit float samples in pieces of any size; read the results after `finish`.

    `listeners` hear the same samples, in large pieces.
    """

    def __init__(self, sample_rate_hz: int, channels: int, *listeners: Listener) -> None:
        self.samples = 0
        self.peak = 0.0
        self._block = max(sample_rate_hz // _BLOCKS_PER_S, 1)
        self.silence = Silences(sample_rate_hz)
        self.pauses = Pauses(self._block * 1000 / sample_rate_hz)
        self._channels = channels
        self._listeners = listeners
        row = self._block * channels
        self._piece = np.empty(max(_PIECE_SAMPLES // row, 1) * row, dtype=np.float32)
        self._filling = memoryview(self._piece.data).cast("B")
        self._filled = 0
        self._hash = hashlib.sha256()
        self._power = 0.0
        self._floor = _QuietestWindow()
        self._clipping = ClippedRuns(channels)

    def feed(self, data: bytes) -> None:
        """Measure some more; a piece may end anywhere within a sample."""
        at, size = 0, len(self._filling)
        while at < len(data):
            taken = min(len(data) - at, size - self._filled)
            self._filling[self._filled : self._filled + taken] = data[at : at + taken]
            at += taken
            self._filled += taken
            if self._filled == size:
                self._hash.update(self._filling)
                self._measure(self._piece)
                self._filled = 0

    def finish(self) -> None:
        """Measure what is left: some blocks, and the part of one."""
        self._hash.update(self._filling[: self._filled])
        rest = self._piece[: self._filled // _BYTES]
        self._filled = 0
        row = self._block * self._channels
        blocks = rest.size - rest.size % row
        if blocks:
            self._measure(rest[:blocks])
        last = rest[blocks : rest.size - rest.size % self._channels]
        if last.size:
            self._measure(last)
        self.silence.finish()
        for listener in self._listeners:
            listener.finish()

    @property
    def sha256(self) -> str:
        """Hash of the decoded samples."""
        return self._hash.hexdigest()

    @property
    def peak_dbfs(self) -> float:
        """The highest sample."""
        return decibels(self.peak**2)

    @property
    def rms_dbfs(self) -> float:
        """Root mean square of all samples of all channels."""
        return decibels(self._power / (self.samples * self._channels)) if self.samples else -math.inf

    @property
    def noise_floor_dbfs(self) -> float:
        """RMS of the quietest half second; of all of it when it is shorter."""
        return self.rms_dbfs if self._floor.power is None else decibels(self._floor.power)

    @property
    def clipped_runs(self) -> int:
        """Runs of samples at full scale."""
        return self._clipping.count

    def _measure(self, given: Floats) -> None:
        """Whole blocks, or the last part of one."""
        samples, peak = _finite(given)
        moments = samples.reshape(-1, self._channels)
        self.peak = max(self.peak, peak)
        if peak >= FULL_SCALE or self._clipping.is_open:
            self._clipping.feed(moments)
        block = min(self._block, len(moments))
        blocks = moments.reshape(-1, block * self._channels)
        powers = np.einsum("ij,ij->i", blocks, blocks).astype(np.float64) / blocks.shape[1]
        if block == self._block:
            self._floor.feed(powers)
            self.pauses.feed(powers)
        self.samples += len(moments)
        self._power += float(powers.sum()) * blocks.shape[1]
        self.silence.feed(powers < _SILENCE_POWER, powers == 0, block)
        for listener in self._listeners:
            listener.feed(moments)


class _QuietestWindow:
    """The lowest mean power of any half second, in steps of a block."""

    def __init__(self) -> None:
        self.power: float | None = None
        self._before = np.empty(0)

    def feed(self, powers: NDArray[np.float64]) -> None:
        known = np.concatenate((self._before, powers))
        self._before = known[-(_WINDOW_BLOCKS - 1) :]
        if known.size < _WINDOW_BLOCKS:
            return
        windows = np.lib.stride_tricks.sliding_window_view(known, _WINDOW_BLOCKS).mean(axis=1)
        lowest = float(windows.min())
        self.power = lowest if self.power is None else min(self.power, lowest)


def decibels(power: float) -> float:
    """A mean power in decibels relative to full scale; minus infinity for none."""
    return 10 * math.log10(power) if power > 0 else -math.inf


def _finite(samples: Floats) -> tuple[Floats, float]:
    """The samples as numbers, and the highest of them: a file of floats may hold infinities and worse."""
    peak = max(float(samples.max()), -float(samples.min()))
    if math.isfinite(peak):
        return samples, peak
    finite = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    return finite, float(np.abs(finite).max())
