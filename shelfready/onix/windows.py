"""The part of a stream that is in memory, and where in the whole it lies."""

from collections.abc import Iterable, Iterator
from typing import IO

_CHUNK_BYTES = 256 * 1024


def chunks(source: IO[bytes] | Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a file or of an iterable, in pieces that are worth searching."""
    if hasattr(source, "read"):
        yield from iter(lambda: source.read(_CHUNK_BYTES), b"")
        return
    gathered: list[bytes] = []
    size = 0
    for piece in source:
        gathered.append(piece)
        size += len(piece)
        if size >= _CHUNK_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)


class Window:
    """A stream of bytes seen through a window: `data[at:]` is in memory, more comes on asking, nothing comes back.

    Offsets that methods take and give count from `at`. `line` is the line of `at` in the whole stream, from 1.
    """

    def __init__(self, source: Iterator[bytes]) -> None:
        self.data = b""
        self.at = 0
        self.line = 1
        self._source = source

    def __len__(self) -> int:
        return len(self.data) - self.at

    def more(self) -> bool:
        """Read on; False at the end of the stream."""
        piece = next(self._source, b"")
        if piece:
            self.data, self.at = self.data[self.at :] + piece, 0
        return bool(piece)

    def has(self, count: int) -> bool:
        """Whether there are so many bytes, read on as far as needed."""
        while len(self) < count:
            if not self.more():
                return False
        return True

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end of the stream."""
        self.has(count)
        return self.data[self.at : self.at + count]

    def take(self, count: int) -> bytes:
        """The next bytes, and go on after them."""
        taken = self.data[self.at : self.at + count]
        self.at += count
        self.line += taken.count(b"\n")
        return taken

    def skip_past(self, token: bytes) -> bool:
        """Go on after the token, keeping nothing of what lies before it; False if it never comes."""
        while True:
            found = self.data.find(token, self.at)
            if found >= 0:
                self.take(found - self.at + len(token))
                return True
            self.take(max(0, len(self) - len(token) + 1))
            if not self.more():
                self.take(len(self))
                return False
