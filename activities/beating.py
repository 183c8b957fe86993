"""Stands by long work of which only its owner sees how far it is: heartbeats, and where to go on after a break."""

from dataclasses import dataclass

from temporalio import activity
from temporalio.exceptions import CancelledError

from activities.watching import WorkerStoppingError


@dataclass
class Beat:
    """A `Watcher` for the activity that runs on this thread; what was reached is known to the next attempt."""

    _reached: int = 0

    def __post_init__(self) -> None:
        details = activity.info().heartbeat_details
        self._reached = details[0] if details and isinstance(details[0], int) else 0

    @property
    def resumed_at(self) -> int:
        """What an earlier attempt had reached; 0 for the first."""
        return self._reached

    def reached(self, number: int) -> None:
        """So many pieces are done for good."""
        self._reached = number
        self.moved()

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Heartbeat; how far a transfer is is not shown."""
        del done, speed
        self.moved()

    def moved(self) -> None:
        """Heartbeat because bytes moved, or records were read."""
        self.check()
        activity.heartbeat(self._reached)

    def check(self) -> None:
        """Raise when the work is no longer wanted, or the worker stops."""
        if activity.is_cancelled():
            raise CancelledError("the work is no longer wanted")
        if activity.is_worker_shutdown():
            raise WorkerStoppingError
