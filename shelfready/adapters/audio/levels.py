"""Measures decoded audio as it streams by: levels, silences, clipping and fingerprint, in memory that does not grow."""

import hashlib
import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SILENCE_DBFS = -60.0
"""Ten milliseconds whose RMS is below this are silent: room tone of a good recording, no breath of a voice."""

_Floats = NDArray[np.float32]

_BLOCKS_PER_S = 100
_WINDOW_BLOCKS = 50  # 500 ms, as Audacity's ACX check
_FULL_SCALE = 32767 / 32768
_CLIPPED_RUN = 3
_SILENCE_POWER = 10 ** (SILENCE_DBFS / 10)


class Levels:
    """Takes interleaved 32-bit float samples in pieces of any size; read the results after `finish`."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self.samples = 0
        self.peak = 0.0
        self.clipped_runs = 0
        self.silence = Silences()
        self._channels = channels
        self._block = max(sample_rate_hz // _BLOCKS_PER_S, 1)
        self._rest = b""
        self._hash = hashlib.sha256()
        self._power = 0.0
        self._floor = _QuietestWindow()
        self._run = np.zeros(channels, dtype=np.int64)

    def feed(self, data: bytes) -> None:
        """Measure some more; a piece may end anywhere within a sample."""
        self._hash.update(data)
        whole = self._rest + data if self._rest else data
        unit = self._block * self._channels * 4
        end = len(whole) - len(whole) % unit
        self._rest = whole[end:]
        if end:
            self._measure(_finite(np.frombuffer(whole, dtype="<f4", count=end // 4)))

    def finish(self) -> None:
        """Measure what is left of the last block."""
        usable = len(self._rest) - len(self._rest) % (4 * self._channels)
        samples = _finite(np.frombuffer(self._rest, dtype="<f4", count=usable // 4))
        self._rest = b""
        if samples.size:
            self._tally(samples)
            self._note(np.array([np.dot(samples, samples) / samples.size]), samples.size // self._channels)
        self.silence.finish()

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

    def _measure(self, samples: _Floats) -> None:
        self._tally(samples)
        blocks = samples.reshape(-1, self._block * self._channels)
        powers = np.einsum("ij,ij->i", blocks, blocks).astype(np.float64) / blocks.shape[1]
        self._floor.feed(powers)
        self._note(powers, self._block)

    def _note(self, powers: NDArray[np.float64], block: int) -> None:
        size = block * self._channels
        self._power += float(powers.sum()) * size
        self.silence.feed(powers < _SILENCE_POWER, block)

    def _tally(self, samples: _Floats) -> None:
        self.samples += samples.size // self._channels
        peak = max(float(samples.max()), -float(samples.min()))
        self.peak = max(self.peak, peak)
        if peak >= _FULL_SCALE or self._run.any():
            self._count_clipping(np.abs(samples.reshape(-1, self._channels)) >= _FULL_SCALE)

    def _count_clipping(self, full: NDArray[np.bool_]) -> None:
        for channel in range(self._channels):
            edges = np.flatnonzero(np.diff(full[:, channel], prepend=False, append=False))
            starts, ends = edges[::2], edges[1::2]
            lengths = ends - starts
            carried = int(self._run[channel])
            if carried and lengths.size and starts[0] == 0:
                # A run that was counted before the cut is not counted twice.
                self.clipped_runs -= carried >= _CLIPPED_RUN
                lengths[0] += carried
            self.clipped_runs += int(np.count_nonzero(lengths >= _CLIPPED_RUN))
            goes_on = lengths.size and ends[-1] == full.shape[0]
            self._run[channel] = lengths[-1] if goes_on else 0


class Silences:
    """The silence at the head, at the tail, and the longest anywhere, in samples."""

    def __init__(self) -> None:
        self.head = 0
        self.tail = 0
        self.longest = 0
        self._heard = False

    def feed(self, silent: NDArray[np.bool_], block: int) -> None:
        """Some more blocks of so many samples each."""
        for length, is_silent in _runs(silent):
            if is_silent:
                self.tail += length * block
                self.longest = max(self.longest, self.tail)
            else:
                if not self._heard:
                    self.head, self._heard = self.tail, True
                self.tail = 0

    def finish(self) -> None:
        """Where nothing was heard, all is head and all is tail."""
        if not self._heard:
            self.head = self.tail


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


def _finite(samples: _Floats) -> _Floats:
    """The samples as numbers: a file of floats may hold infinities and worse."""
    if samples.size == 0 or math.isfinite(float(samples.max()) - float(samples.min())):
        return samples
    return np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, bool]]:
    """Lengths of the runs of equal flags, in order."""
    cuts = np.flatnonzero(np.diff(flags)) + 1
    bounds = [0, *cuts.tolist(), flags.size]
    return [(end - start, bool(flags[start])) for start, end in pairwise(bounds) if end > start]
