"""Hashes the frames of a file as they lie in it."""

import hashlib
from typing import IO

from shelfready.adapters.mp4.reading.walking import broken
from shelfready.ports import Watcher

_PIECE_BYTES = 1 << 20
_TOLD_BYTES = 4 << 20
"""What is read in some milliseconds: every fragment would be too often to tell."""


class Hashing:
    """The hash of all frames in order, fed with the places where they lie."""

    def __init__(self, file: IO[bytes], watcher: Watcher) -> None:
        self._file = file
        self._watcher = watcher
        self._digest = hashlib.sha256()
        self._untold = 0

    @property
    def sha256(self) -> str:
        """The hash of what was fed."""
        return self._digest.hexdigest()

    def feed(self, start: int, end: int) -> None:
        """The bytes of the file from `start` up to, not including, `end`."""
        self._file.seek(start)
        while start < end:
            piece = self._file.read(min(_PIECE_BYTES, end - start))
            if not piece:
                raise broken(f"it ends at byte {start:,}, within its frames")
            self._digest.update(piece)
            start += len(piece)
            self._untold += len(piece)
            self._watcher.check()
            if self._untold >= _TOLD_BYTES:
                self._untold = 0
                self._watcher.moved()
