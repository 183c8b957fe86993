"""Shows measuring as it happens, on standard error: one bar of the whole, and those at work; lines for a log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from cli.checking.measuring import Gauge
from cli.showing import clean
from shelfready.titles import DeclaredFile


@dataclass(frozen=True)
class _Silent:
    def advance(self, done: float) -> None:
        """Nobody watches."""


class Bars:
    """A bar for the whole drop by bytes, and the names of the files at work below it."""

    def __init__(self, console: Console, total_bytes: int) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._whole = self._progress.add_task("measuring", total=max(total_bytes, 1))
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    @contextmanager
    def file(self, declared: DeclaredFile, size_bytes: int) -> Iterator[Gauge]:
        """A bar for one file, while it is at work."""
        if self._progress.disable:
            yield _Silent()
            return
        task = self._progress.add_task(f"  {escape(clean(declared.name))}", total=1.0)
        gauge = _Bar(self, task, size_bytes)
        try:
            yield gauge
        finally:
            gauge.advance(1.0)
            self._progress.remove_task(task)

    def moved(self, task: TaskID, done: float, more_bytes: float) -> None:
        """A file is further, and so is the whole."""
        with self._lock:
            self._progress.update(task, completed=done)
            self._progress.advance(self._whole, more_bytes)


class _Bar:
    def __init__(self, bars: Bars, task: TaskID, size_bytes: int) -> None:
        self._bars, self._task, self._size_bytes, self._done = bars, task, size_bytes, 0.0

    def advance(self, done: float) -> None:
        """The finished share, 0 to 1."""
        if done > self._done:
            self._bars.moved(self._task, done, (done - self._done) * self._size_bytes)
            self._done = done
