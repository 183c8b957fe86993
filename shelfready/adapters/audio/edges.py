"""Keeps the first and last samples of a stream of any length."""

from collections import deque

import numpy as np

from shelfready.adapters.audio.timeline import BYTES_PER_SAMPLE
from shelfready.ports import EDGE_SAMPLES


class Edges:
    """The head and the tail of a stream as timeline audio (16-bit stereo), and how many samples went by.

    `float_channels` is for decoded mono or stereo floats that have the timeline's rate already: then only what is
    kept need be converted. None is for timeline audio itself.
    """

    def __init__(self, float_channels: int | None = None) -> None:
        self._float_channels = float_channels
        self._unit = 4 * float_channels if float_channels else BYTES_PER_SAMPLE
        self._edge = EDGE_SAMPLES * self._unit
        self._head = bytearray()
        self._last: deque[bytes] = deque()
        self._last_size = 0
        self._size = 0

    @property
    def samples(self) -> int:
        """Samples per channel that have gone by."""
        return self._size // self._unit

    @property
    def head(self) -> bytes:
        """The first samples."""
        return self._on_timeline(bytes(self._head))

    @property
    def tail(self) -> bytes:
        """The last samples."""
        return self._on_timeline(b"".join(self._last)[-self._edge :])

    def feed(self, data: bytes) -> None:
        """Take some more; a piece may end anywhere."""
        self._size += len(data)
        if len(self._head) < self._edge:
            self._head += data[: self._edge - len(self._head)]
        # Pieces are large, and most are dropped again: none is copied before the end.
        self._last.append(data)
        self._last_size += len(data)
        while self._last_size - len(self._last[0]) >= self._edge:
            self._last_size -= len(self._last.popleft())

    def _on_timeline(self, raw: bytes) -> bytes:
        return sixteen_bit_stereo(raw, self._float_channels) if self._float_channels else raw


def sixteen_bit_stereo(raw: bytes, channels: int) -> bytes:
    """Mono or stereo floats as 16-bit stereo, rounded and clipped as ffmpeg does."""
    floats = np.nan_to_num(np.frombuffer(raw, dtype="<f4"), nan=0.0)
    levels = np.clip(np.rint(floats * 32768), -32768, 32767).astype("<i2").reshape(-1, channels)
    return (np.repeat(levels, 2, axis=1) if channels == 1 else levels).tobytes()
