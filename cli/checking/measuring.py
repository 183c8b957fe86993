"""Measures the files of a title side by side, as many at once as the machine has cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Protocol

from cli.local_files import LocalFiles
from shelfready.arrivals import compare
from shelfready.errors import RejectedError
from shelfready.measuring import Instruments, Measurement
from shelfready.titles import Asset, DeclaredFile, Refusal
from shelfready.values import Blob


class StoppedError(Exception):
    """The person does not want to know any more."""


class Gauge(Protocol):
    """Shows how far one file is."""

    def advance(self, done: float) -> None:
        """The finished share, 0 to 1."""


Gauges = Callable[[DeclaredFile, int], AbstractContextManager[Gauge]]
"""Begins to show one file of so many bytes."""


@dataclass
class LocalWatcher:
    """A `Watcher` that shows progress to a person, and stops when the person does."""

    gauge: Gauge
    stopped: Event
    _done: float = field(default=0.0, init=False)

    def progress(self, done: float, *, speed: float | None = None) -> None:  # noqa: ARG002 - nobody reads it here
        """Show it, when it grew."""
        self.check()
        if done > self._done:
            self._done = done
            self.gauge.advance(done)

    def moved(self) -> None:
        """Nothing to show: only whether to go on."""
        self.check()

    def check(self) -> None:
        """Raise if nobody waits for it any more."""
        if self.stopped.is_set():
            raise StoppedError


@dataclass(frozen=True)
class Measuring:
    """What measures, where, and what it shows."""

    instruments: Instruments
    scratch: Path
    gauges: Gauges
    limit_bytes: int
    at_once: int = os.cpu_count() or 1

    def all_of(self, files: LocalFiles, declared: Sequence[DeclaredFile]) -> list[Measurement | Refusal]:
        """Every file in the order given: measured, or why it could not be taken in. The largest are begun first."""
        sizes = {file.name: file.size_bytes for file in files.listed}
        order = sorted(range(len(declared)), key=lambda index: -sizes.get(declared[index].name, 0))
        stopped = Event()
        with ThreadPoolExecutor(self.at_once) as pool:
            work = {
                index: pool.submit(self._one, files, declared[index], sizes.get(declared[index].name, 0), stopped)
                for index in order
            }
            try:
                return [work[index].result() for index in range(len(declared))]
            except BaseException:
                stopped.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _one(self, files: LocalFiles, declared: DeclaredFile, size_bytes: int, stopped: Event) -> Measurement | Refusal:
        if stopped.is_set():
            raise StoppedError
        with (
            TemporaryDirectory(dir=self.scratch, prefix="check-") as folder,
            self.gauges(declared, size_bytes) as gauge,
        ):
            watcher = LocalWatcher(gauge, stopped)
            try:
                path, blob = files.bring(declared.name, Path(folder) / "file", limit_bytes=self.limit_bytes)
                compare(declared, blob, path)
            except RejectedError as error:
                return Refusal(cause_code=error.cause_code, message=error.message, asset=declared.name)
            return self.instruments.measure(_asset(declared, blob), path, watcher)


def _asset(declared: DeclaredFile, blob: Blob) -> Asset:
    return Asset(
        role=declared.role,
        name=declared.name,
        order=declared.order,
        title=declared.title,
        sha256=blob.sha256,
        size_bytes=blob.size_bytes,
    )
