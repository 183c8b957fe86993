"""The frames of a file: which of a book's they are, how large, and where each lies in time.

Times are ticks: samples at the codec's own rate, counted from the beginning of the file's first frame.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.mp4.codecs import Rates
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat
from shelfready.ports import FrameRun

Sizes = NDArray[np.uint16]


@dataclass(frozen=True)
class Part:
    """Bytes of a run, from `start_byte` up to, not including, `end_byte`."""

    run: FrameRun
    start_byte: int
    end_byte: int


@dataclass(frozen=True)
class Frames:
    """Frames in the order in which they lie in a file.

    `joins` are the frames, and their ticks, at which a grid begins: the first, and those that do not follow the one
    before by a whole frame. `skipped_ticks` are not heard at the beginning, all from `end_tick` on is not heard at the
    end; in between are `samples` samples of the timeline.
    """

    format: AudioFormat
    sizes: Sizes
    joins: tuple[tuple[int, int], ...]
    end_tick: int
    skipped_ticks: int
    samples: int
    parts: tuple[Part, ...]

    @property
    def frame_ticks(self) -> int:
        """Ticks of a whole frame."""
        return frame_ticks(self.format)

    @property
    def size_bytes(self) -> int:
        """Bytes of all frames."""
        return int(self.sizes.sum(dtype=np.int64))

    def tick(self, frame: int) -> int:
        """When a frame begins; the frame after the last begins at the end."""
        if frame >= len(self.sizes):
            return self.end_tick
        first, tick = self.joins[bisect_right(self.joins, frame, key=lambda join: join[0]) - 1]
        return tick + (frame - first) * self.frame_ticks

    def frame_at(self, tick: int) -> int:
        """The frame that a tick lies in."""
        position = max(bisect_right(self.joins, tick, key=lambda join: join[1]) - 1, 0)
        first, start = self.joins[position]
        after = self.joins[position + 1][0] if position + 1 < len(self.joins) else len(self.sizes)
        return min(first + max(tick - start, 0) // self.frame_ticks, after - 1)

    def durations(self, first: int, end: int) -> list[tuple[int, int]]:
        """How long the frames from `first` up to, not including, `end` are: (how many, ticks of each), merged."""
        inner = [join for join, _ in self.joins if first < join < end]
        found: list[tuple[int, int]] = []
        for start, stop in pairwise((first, *inner, end)):
            last = self.tick(stop) - self.tick(stop - 1)
            for count, ticks in ((stop - start - 1, self.frame_ticks), (1, last)):
                if count and found and found[-1][1] == ticks:
                    found[-1] = (found[-1][0] + count, ticks)
                elif count:
                    found.append((count, ticks))
        return found

    def bytes_of(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The bytes of groups of frames, which begin at these frames and reach up to the next."""
        return np.add.reduceat(self.sizes, starts, dtype=np.int64)

    def rates(self) -> Rates:
        """How many bits the frames take, by windows of about a second."""
        per_second = self.format.rate_hz // self.frame_ticks
        windows = self.bytes_of(np.arange(0, len(self.sizes), per_second))
        peak = int(windows.max()) * 8 * self.format.rate_hz // (per_second * self.frame_ticks)
        average = self.size_bytes * 8 * self.format.rate_hz // self.end_tick
        return Rates(max(peak, average), average, int(self.sizes.max()))


def frame_ticks(format: AudioFormat) -> int:
    """Ticks of a whole frame of a format."""
    return format.frame_samples * format.rate_hz // TIMELINE_RATE_HZ
