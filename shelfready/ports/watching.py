"""Ports of time: who stands by long work, and what the clock says."""

from datetime import datetime
from typing import Protocol


class Watcher(Protocol):
    """Stands by a long piece of work: hears of real progress, and can call it off."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """`done` is the finished share, 0 to 1; call it only when it grew. `speed` is times real time."""

    def moved(self) -> None:
        """The work goes on, but no share of it can be told: call it with every piece. It checks, too."""

    def check(self) -> None:
        """Raise if the work is no longer wanted; called at least every second by whoever works."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The moment, in UTC, with its time zone."""
