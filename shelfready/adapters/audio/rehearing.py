"""Measures what an encoding decodes to, while it is made, lightly: it is compared with what its source was."""

import math

import numpy as np

from shelfready.adapters.audio.levels import SILENCE_DBFS, Floats, decibels
from shelfready.adapters.audio.loudness import Loudness
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat
from shelfready.ports import EncodedFacts

_BLOCKS_PER_S = 100
_BYTES = 4
# Encoders change noise by some decibels: silence must be surer here than where it was measured.
_SURER_DB = 6.0
# Half a megabyte at a time: what numpy costs for each operation is nothing then, and all stays in the cache.
_PIECE_BLOCKS = 300


class Rehearing:
    """Takes interleaved 32-bit float samples as they were decoded, frame by frame and none left out.

    The samples of the first `skipped` frames and of those after the `kept` ones are not the encoding's own. Silence is
    what was surely silent before the gain. Loudness is measured only if `is_loudness_told`: of each rung of a ladder it
    would cost three per cent of encoding them all, and it is the same for all that have the same level.
    """

    def __init__(self, format: AudioFormat, *, skipped: int, kept: int, gain_db: float, is_loudness_told: bool) -> None:
        self._format = format
        self._frame = format.frame_samples * format.rate_hz // TIMELINE_RATE_HZ
        unit = _BYTES * format.channels
        self._skip = skipped * self._frame * unit
        self._most = kept * self._frame * unit
        self._taken = 0
        self._block = format.rate_hz // _BLOCKS_PER_S * format.channels
        self._piece = np.empty(_PIECE_BLOCKS * self._block, dtype=np.float32)
        self._filling = memoryview(self._piece.data).cast("B")
        self._filled = 0
        self._silence = 10 ** ((SILENCE_DBFS - _SURER_DB + gain_db) / 10)
        self._power = self._peak = 0.0
        self._silent_samples = 0
        self._loudness = Loudness(format.rate_hz, format.channels) if is_loudness_told else None

    def feed(self, data: bytes) -> None:
        """Some more."""
        at = min(self._skip, len(data))
        self._skip -= at
        end = min(len(data), at + self._most - self._taken)
        self._taken += max(end - at, 0)
        while at < end:
            copied = min(end - at, len(self._filling) - self._filled)
            self._filling[self._filled : self._filled + copied] = data[at : at + copied]
            at += copied
            self._filled += copied
            if self._filled == len(self._filling):
                self._hear(self._piece, self._block)
                self._filled = 0

    def facts(self, frames: int) -> EncodedFacts:
        """What was heard, once all is: of as many frames as were encoded, or it is a defect."""
        wanted = frames * self._frame
        samples, rest = divmod(self._taken, _BYTES * self._format.channels)
        if samples != wanted or rest:
            message = (
                f"what was encoded as {self._format.key} decodes to {samples} samples of {self._format.channels}"
                f" channels, not to the {wanted} of its {frames} frames"
            )
            raise DefectError(message, cause_code="encoded-undecodable")
        self._hear_rest()
        if self._loudness is not None:
            self._loudness.finish()
        values = samples * self._format.channels
        return EncodedFacts(
            frames=frames,
            samples=samples,
            channels=self._format.channels,
            rms_dbfs=_level(self._power / values) if values else None,
            peak_dbfs=_level(self._peak**2),
            silent_ms=round(self._silent_samples * 1000 / self._format.rate_hz),
            loudness=self._loudness.bins if self._loudness is not None else None,
        )

    def _hear_rest(self) -> None:
        waiting = self._piece[: self._filled // _BYTES]
        self._filled = 0
        whole = waiting.size - waiting.size % self._block
        if whole:
            self._hear(waiting[:whole], self._block)
        if whole < waiting.size:
            self._hear(waiting[whole:], waiting.size - whole)

    def _hear(self, values: Floats, block: int) -> None:
        blocks = values.reshape(-1, block)
        powers = np.einsum("ij,ij->i", blocks, blocks)
        self._power += float(powers.sum(dtype=np.float64))
        self._peak = max(self._peak, float(values.max()), -float(values.min()))
        silent = int(np.count_nonzero(powers < self._silence * block))
        self._silent_samples += silent * block // self._format.channels
        if self._loudness is not None:
            self._loudness.feed(values.reshape(-1, self._format.channels))


def _level(power: float) -> float | None:
    level = decibels(power)
    return round(level, 2) if math.isfinite(level) else None
