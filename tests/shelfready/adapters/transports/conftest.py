"""What the tests of the transports share."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MISSING = object()


class Hearing:
    """A watcher that remembers what it heard, and calls the work off after so many checks."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.checks = 0
        self.moves = 0
        self.calls_off_after: int | None = None

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Remember."""
        self.heard.append(done)

    def moved(self) -> None:
        """Count, and check."""
        self.moves += 1
        self.check()

    def check(self) -> None:
        """Count; raise when the count is full."""
        self.checks += 1
        if self.calls_off_after is not None and self.checks > self.calls_off_after:
            raise CalledOffError


class CalledOffError(Exception):
    """The work is no longer wanted."""


@pytest.fixture
def watcher() -> Hearing:
    """A watcher."""
    return Hearing()


@contextmanager
def small_disk(most_bytes: int) -> Iterator[None]:
    """Within, no file takes more than these bytes; the kernel refuses the rest as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where a fetched file goes."""
    folder = tmp_path / "fetched"
    folder.mkdir()
    return folder / "file"
