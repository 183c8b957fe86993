"""What the tests of the transports share."""

from pathlib import Path

import pytest

MISSING = object()


class Hearing:
    """A watcher that remembers, and calls the work off after so many checks."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.checks = 0
        self.calls_off_after: int | None = None

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Remember."""
        self.heard.append(done)

    def moved(self) -> None:
        """It goes on."""
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


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where a fetched file goes."""
    folder = tmp_path / "fetched"
    folder.mkdir()
    return folder / "file"
