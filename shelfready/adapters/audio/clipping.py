"""Counts where a recording was cut off at full scale."""

import numpy as np
from numpy.typing import NDArray

FULL_SCALE = 32767 / 32768
"""The highest 16-bit sample: what is as high or higher is at full scale."""

# Two samples may touch full scale in a clean recording that was normalised; three in a row are cut off.
_CLIPPED_RUN = 3


class ClippedRuns:
    """Counts runs of three and more samples at full scale, in each channel; a run over several pieces is one.

    Only pieces with a sample at full scale need be fed, and the one after a run that `is_open`.
    """

    def __init__(self, channels: int) -> None:
        self.count = 0
        self._run = np.zeros(channels, dtype=np.int64)

    @property
    def is_open(self) -> bool:
        """Whether a run may go on in the next piece."""
        return bool(self._run.any())

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Some more samples, a column for each channel."""
        full = np.abs(samples) >= FULL_SCALE
        for channel in range(full.shape[1]):
            edges = np.flatnonzero(np.diff(full[:, channel], prepend=False, append=False))
            starts, ends = edges[::2], edges[1::2]
            lengths = ends - starts
            carried = int(self._run[channel])
            if carried and lengths.size and starts[0] == 0:
                # A run that was counted before the cut is not counted twice.
                self.count -= carried >= _CLIPPED_RUN
                lengths[0] += carried
            self.count += int(np.count_nonzero(lengths >= _CLIPPED_RUN))
            goes_on = lengths.size and ends[-1] == full.shape[0]
            self._run[channel] = lengths[-1] if goes_on else 0
