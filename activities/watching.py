"""Stands by long work in an activity: heartbeats and visible progress, only when it really progressed."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from temporalio import activity
from temporalio.exceptions import ApplicationError, CancelledError

from shelfready.errors import ShelfreadyError
from shelfready.events import LiveProgress
from shelfready.ports import Catalogue, Clock
from shelfready.titles import Stage, SubmissionRef

VISIBLE_EVERY_S = 1.0
"""Seconds between two writes of the same progress: what a person can follow, and no load on the catalogue."""


class WorkerStoppingError(ApplicationError):
    """The worker was told to stop: the work goes on elsewhere, soon, and it is nobody's fault."""

    def __init__(self) -> None:
        super().__init__(
            "the worker is stopping; another one takes over",
            type="WorkerShutdown",
            next_retry_delay=timedelta(seconds=1),
        )


@dataclass
class ActivityWatcher:
    """A `Watcher` for the activity that runs on this thread.

    A heartbeat says "it got further", never "the process is there": a stalled encoder must time out.
    """

    catalogue: Catalogue
    clock: Clock
    submission: SubmissionRef
    stage: Stage
    part: str
    _furthest: float = field(default=-1.0, init=False)
    _shown_at: float = field(default=0.0, init=False)

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Heartbeat, and show it when the last time is long enough ago."""
        if done <= self._furthest:
            return
        self._furthest = done
        activity.heartbeat(round(done, 4))
        now = monotonic()
        if now - self._shown_at >= VISIBLE_EVERY_S:
            self._shown_at = now
            self._show(done, speed)

    def go_on(self, part: str) -> None:
        """Begin the next part of the work, whose progress starts at nothing again."""
        self.finish()
        self.part, self._furthest, self._shown_at = part, -1.0, 0.0
        self.moved()

    def moved(self) -> None:
        """Heartbeat because bytes moved, where there is no share of the work to tell."""
        self.check()
        activity.heartbeat(max(self._furthest, 0.0))

    def check(self) -> None:
        """Raise when the title was cancelled, the attempt timed out, or the worker stops."""
        if activity.is_cancelled():
            raise CancelledError("the work is no longer wanted")
        if activity.is_worker_shutdown():
            raise WorkerStoppingError

    def finish(self) -> None:
        """Take the part off the list of what is being worked on."""
        if self._shown_at:
            self._show(1.0, None)

    def _show(self, done: float, speed: float | None) -> None:
        progress = LiveProgress(
            submission_id=self.submission.submission_id,
            stage=self.stage,
            part=self.part,
            done=min(done, 1.0),
            speed=speed,
            at=self.clock.now(),
        )
        # To be seen is worth less than to get on: a catalogue that is away must not stop an encode.
        with suppress(ShelfreadyError), self.catalogue.begin() as unit:
            unit.events.set_progress(progress)
