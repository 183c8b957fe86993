"""Copies frames from where they are kept into a file, and hashes them on the way."""

import hashlib
from collections.abc import Iterator
from typing import IO

from shelfready.adapters.mp4.frames import Frames
from shelfready.errors import DefectError
from shelfready.ports import Watcher

_TOLD_SHARE = 0.01


class Copying:
    """Frames on their way; never more of them in memory than the store hands over at once."""

    def __init__(self, frames: Frames, watcher: Watcher) -> None:
        self._pieces = _pieces(frames)
        self._rest = memoryview(b"")
        self._total = frames.size_bytes
        self._watcher = watcher
        self._digest = hashlib.sha256()
        self._copied = 0
        self._told = 0.0

    @property
    def sha256(self) -> str:
        """The hash of the frames that were copied so far."""
        return self._digest.hexdigest()

    def copy(self, file: IO[bytes], size_bytes: int) -> None:
        """Write the next frames, which take so many bytes."""
        while size_bytes:
            if not self._rest:
                self._rest = memoryview(next(self._pieces))
                self._watch()
            piece, self._rest = self._rest[:size_bytes], self._rest[size_bytes:]
            self._digest.update(piece)
            file.write(piece)
            size_bytes -= len(piece)
            self._copied += len(piece)

    def _watch(self) -> None:
        share = self._copied / self._total
        if share - self._told >= _TOLD_SHARE:
            self._told = share
            self._watcher.progress(share)
        self._watcher.check()


def _pieces(frames: Frames) -> Iterator[bytes]:
    """All bytes in pieces, no more and no less than the tables of sizes say."""
    for part in frames.parts:
        wanted = left = part.end_byte - part.start_byte
        for piece in part.run.stream(part.start_byte, part.end_byte):
            left -= len(piece)
            if left < 0:
                break
            if piece:
                yield piece
        if left:
            held = "more" if left < 0 else f"{wanted - left:,} bytes"
            message = f"an encoding holds {held} where its table of sizes says {wanted:,}; encode the title again"
            raise DefectError(message, cause_code="encoded-length-wrong")
