"""Takes in bytes as they arrive: hashed, counted, and stopped when they are too many or too slow."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from shelfready.adapters.objects.disk import disk_errors
from shelfready.adapters.transports.refusals import too_large
from shelfready.adapters.transports.shown import shown
from shelfready.errors import UnavailableError
from shelfready.ports import Watcher
from shelfready.values import Blob


@dataclass(frozen=True)
class Pace:
    """How slow a source may be: a server that sends a byte now and then would hold a place for days.

    In each window it must have sent `window_bytes`; the whole may take `longest_s`.
    """

    window_s: float = 60.0
    window_bytes: int = 512 * 1024
    longest_s: float = 6 * 3600.0
    clock: Callable[[], float] = monotonic


class Receiver:
    """One file on its way in. Leaves no file behind unless `finish` was reached."""

    def __init__(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int, pace: Pace) -> None:
        self._source = source
        self._into = into
        self._watcher = watcher
        self._limit_bytes = limit_bytes
        self._pace = pace
        with self._writing():
            self._file = into.open("wb")
        self._expected: int | None = None
        self._told = 0.0
        self._began = self._window_began = pace.clock()
        self._window_size = 0
        self._is_finished = False
        self.restart()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # What a full disk did not take is tried once more here; the error that says so is already on its way.
        with suppress(OSError):
            self._file.close()
        if not self._is_finished:
            self._into.unlink(missing_ok=True)

    def restart(self) -> None:
        """Forget what has arrived, because it is now another file."""
        with self._writing():
            self._file.seek(0)
            self._file.truncate()
        self._digest = sha256()
        self.size_bytes = 0

    def expect(self, total_bytes: int | None) -> None:
        """Hear how large the whole will be, if the source says so; what is too large is refused unread."""
        if total_bytes is not None and total_bytes > self._limit_bytes:
            raise too_large(self._source, self._limit_bytes, total_bytes)
        self._expected = total_bytes

    def take(self, piece: bytes) -> None:
        """Write a piece, which says that the work goes on: a source that tells no length is heard of, too."""
        self._watcher.moved()
        self._check_pace(len(piece))
        self.size_bytes += len(piece)
        if self.size_bytes > self._limit_bytes:
            raise too_large(self._source, self._limit_bytes)
        self._digest.update(piece)
        with self._writing():
            self._file.write(piece)
        if self._expected:
            done = min(1.0, self.size_bytes / self._expected)
            # A hundred times per file is often enough to be watched.
            if done >= self._told + 0.01 or done == 1.0 > self._told:
                self._told = done
                self._watcher.progress(done)

    def finish(self) -> Blob:
        """All has arrived: the file's content name."""
        with self._writing():
            self._file.close()
        self._is_finished = True
        return Blob(sha256=self._digest.hexdigest(), size_bytes=self.size_bytes)

    def _writing(self) -> AbstractContextManager[None]:
        return disk_errors(f"fetching {shown(self._source)}", "scratch")

    def _check_pace(self, size: int) -> None:
        now = self._pace.clock()
        self._window_size += size
        if now - self._began > self._pace.longest_s:
            raise self._too_slow(f"has sent {self.size_bytes} bytes in {now - self._began:.0f} s")
        if now - self._window_began > self._pace.window_s:
            if self._window_size < self._pace.window_bytes:
                raise self._too_slow(f"sent {self._window_size} bytes in the last {now - self._window_began:.0f} s")
            self._window_began, self._window_size = now, 0

    def _too_slow(self, found: str) -> UnavailableError:
        return UnavailableError(
            f"{shown(self._source)} {found}, which is too slow to wait for; it is tried again later",
            cause_code="source-too-slow",
        )
