"""What two channels have in common, and in what they differ."""

import numpy as np

from shelfready.adapters.audio.levels import Floats, decibels


class Sides:
    """Takes samples of two channels, as a `Listener`; those of any other number it ignores."""

    def __init__(self) -> None:
        self._moments = 0
        self._mid = 0.0
        self._side = 0.0

    def feed(self, samples: Floats) -> None:
        """Some more samples."""
        if samples.shape[1] != 2:
            return
        left, right = samples.T
        # Not from the powers of the channels: of equal ones the difference must be nothing, not a rounding error.
        mid, side = left + right, left - right
        self._moments += len(samples)
        # Not `dot`: it would wake a thread for every core.
        self._mid += float(np.einsum("i,i->", mid, mid))
        self._side += float(np.einsum("i,i->", side, side))

    def finish(self) -> None:
        """There is nothing left to do."""

    @property
    def mid_rms_dbfs(self) -> float | None:
        """RMS of half the sum; None without two channels."""
        return self._level(self._mid)

    @property
    def side_rms_dbfs(self) -> float | None:
        """RMS of half the difference; None without two channels."""
        return self._level(self._side)

    def _level(self, power: float) -> float | None:
        return decibels(power / 4 / self._moments) if self._moments else None
