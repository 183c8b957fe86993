"""The pipes through which a running media tool hands over what it makes."""

import contextlib
import fcntl
import os
import selectors
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

Sink = Callable[[bytes], None]

_PIPE_BYTES = 1 << 20


class Outlets:
    """Pipes, each of which feeds a function; they are read by the thread that waits for the tool.

    `last_life` is when something last showed that the tool gets on.
    """

    def __init__(self) -> None:
        self.last_life = time.monotonic()
        self.writers: list[int] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self._selector.close()

    def add(self, sink: Sink, *, shows_life: bool = True) -> str:
        """Open a pipe into a function; answers the address under which ffmpeg writes to it."""
        return f"pipe:{self.open(sink, shows_life=shows_life)}"

    def open(self, sink: Sink, *, shows_life: bool = True) -> int:
        """Open a pipe into a function; answers the descriptor that the tool writes to."""
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        with contextlib.suppress(OSError):  # larger pipes mean fewer wake-ups; the pipe works at any size
            fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._selector.register(reader, selectors.EVENT_READ, (sink, shows_life))
        self.writers.append(writer)
        return writer

    def beat(self) -> None:
        """Note that the tool gets on."""
        self.last_life = time.monotonic()

    def close_writers(self) -> None:
        """Close our copies of the tool's ends, so that its end is seen as the end of the stream."""
        for writer in self.writers:
            os.close(writer)
        self.writers.clear()

    def close(self) -> None:
        """Close every pipe: a tool that still writes is told so by the kernel."""
        self.close_writers()
        for key in list(self._selector.get_map().values()):
            self._close(key.fd)

    def drain(self, timeout_s: float) -> bool:
        """Feed what has arrived, waiting for some at most `timeout_s`; answers whether any pipe is still open."""
        for key, _ in self._selector.select(timeout_s):
            sink, shows_life = key.data
            data = os.read(key.fd, _PIPE_BYTES)
            if not data:
                self._close(key.fd)
                continue
            sink(data)
            if shows_life:
                self.beat()
        return bool(self._selector.get_map())

    def _close(self, reader: int) -> None:
        self._selector.unregister(reader)
        os.close(reader)
