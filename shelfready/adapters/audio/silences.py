"""Finds the silent places of a recording."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shelfready.media import Silence

LEAST_S = 1
"""Shorter silences are pauses of speech, and are not listed."""

MOST = 2000
"""Silences that are listed of one file; a book of a day's length has a few hundred."""

_Flags = NDArray[np.bool_]


class Silences:
    """The silence at the head, at the tail, the longest anywhere and all of it, in samples; and a list of long ones."""

    def __init__(self, sample_rate_hz: int) -> None:
        self.head = 0
        self.tail = 0
        self.longest = 0
        self.total = 0
        self.longest_digital = 0
        self.listed: list[Silence] = []
        self._rate = sample_rate_hz
        self._least = sample_rate_hz * LEAST_S
        self._position = 0
        self._heard = False
        self._digital = 0
        self._digital_run = 0

    def feed(self, silent: _Flags, digital: _Flags, block: int) -> None:
        """Some more blocks: whether each is silent, and whether all its samples are zero."""
        self._note_digital(digital, block)
        self.total += int(np.count_nonzero(silent)) * block
        at = 0
        for length, is_silent in _runs(silent):
            if is_silent:
                self.tail += length * block
                self._digital += int(np.count_nonzero(digital[at : at + length])) * block
                self.longest = max(self.longest, self.tail)
            else:
                self._close()
                if not self._heard:
                    self.head, self._heard = self.tail, True
                self.tail = self._digital = 0
            at += length
            self._position += length * block

    def finish(self) -> None:
        """Where nothing was heard, all is head and all is tail."""
        self._close()
        if not self._heard:
            self.head = self.tail

    def _close(self) -> None:
        """List the silence that ends here, if it is long."""
        if self.tail < self._least or len(self.listed) >= MOST:
            return
        start = self._position - self.tail
        self.listed.append(
            Silence(
                start_ms=round(start * 1000 / self._rate),
                length_ms=round(self.tail * 1000 / self._rate),
                is_digital=self._digital == self.tail,
            )
        )

    def _note_digital(self, digital: _Flags, block: int) -> None:
        if not digital.any():
            self._digital_run = 0
            return
        for length, is_digital in _runs(digital):
            self._digital_run = self._digital_run + length * block if is_digital else 0
            self.longest_digital = max(self.longest_digital, self._digital_run)


def _runs(flags: _Flags) -> list[tuple[int, bool]]:
    """Lengths of the runs of equal flags, in order."""
    cuts = np.flatnonzero(np.diff(flags)) + 1
    bounds = [0, *cuts.tolist(), flags.size]
    return [(end - start, bool(flags[start])) for start, end in pairwise(bounds) if end > start]
