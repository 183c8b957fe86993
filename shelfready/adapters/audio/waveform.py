"""The waveform as it is drawn: the lowest and the highest sample of each tenth of a second."""

import numpy as np

from shelfready.adapters.audio.levels import Floats
from shelfready.ports import PEAKS_PER_S

_FULL_SCALE = 127


class Waveform:
    """Takes samples, as a `Listener`; read `peaks` after `finish`."""

    def __init__(self, sample_rate_hz: int) -> None:
        self.peaks = bytearray()
        self._rate = sample_rate_hz
        self._position = 0
        self._open: tuple[float, float] | None = None

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        channels = samples.shape[1]
        # Sample n lies in tenth floor(10 n / rate), and a tenth begins in the piece that holds its first sample.
        first = (self._position - 1) * PEAKS_PER_S // self._rate + 1
        end = (self._position + len(samples) - 1) * PEAKS_PER_S // self._rate + 1
        starts = -(-np.arange(first, end) * self._rate // PEAKS_PER_S) - self._position
        self._position += len(samples)
        continues = starts.size == 0 or starts[0] > 0
        bounds = (np.concatenate(((0,), starts)) if continues else starts) * channels
        flat = samples.reshape(-1)
        lowest, highest = np.minimum.reduceat(flat, bounds), np.maximum.reduceat(flat, bounds)
        if self._open is not None and continues:
            lowest[0], highest[0] = min(self._open[0], lowest[0]), max(self._open[1], highest[0])
        elif self._open is not None:
            self._draw(np.array([self._open], dtype=np.float32))
        self._draw(np.stack((lowest, highest), axis=1)[:-1])
        self._open = float(lowest[-1]), float(highest[-1])

    def finish(self) -> None:
        """Draw the last part of a tenth."""
        if self._open is not None:
            self._draw(np.array([self._open], dtype=np.float32))
        self._open = None

    def _draw(self, pairs: Floats) -> None:
        self.peaks += np.clip(np.rint(pairs * _FULL_SCALE), -_FULL_SCALE - 1, _FULL_SCALE).astype(np.int8).tobytes()
