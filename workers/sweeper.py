"""Starts what was accepted and never started: the API died, or Temporal did not answer, right after the commit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from shelfready.ports import Catalogue
from shelfready.titles import SubmissionRef

EVERY_S = 10.0
AGE = timedelta(seconds=15)
"""An accepted submission is usually running within a second; older than this it has been forgotten."""
AGAIN = timedelta(hours=1)
"""A submission that waits behind another of its title stays accepted: telling its workflow again is harmless, but a
line in its history each time."""
AT_ONCE = 100

log = structlog.get_logger()


@dataclass
class Sweeper:
    """Looks for forgotten submissions. Starting one that is not forgotten changes nothing."""

    catalogue: Catalogue
    start: Callable[[SubmissionRef], Awaitable[None]]
    every_s: float = EVERY_S
    _told: dict[str, datetime] = field(default_factory=dict, init=False)

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.sweep()
            except Exception:  # whatever it is, the worker goes on, and the next sweep may do better
                log.exception("could not look for forgotten submissions")
            await asyncio.sleep(self.every_s)

    async def sweep(self) -> int:
        """Start what was forgotten; answers how many."""
        now = datetime.now(UTC)
        self._told = {name: at for name, at in self._told.items() if now - at < AGAIN}
        started, after = 0, None
        while True:
            page = await asyncio.to_thread(self._unstarted, now - AGE, after)
            for ref in page:
                if ref.submission_id not in self._told and await self._has_started(ref):
                    self._told[ref.submission_id] = now
                    started += 1
            if len(page) < AT_ONCE:
                return started
            after = page[-1].submission_id

    async def _has_started(self, ref: SubmissionRef) -> bool:
        try:
            await self.start(ref)
        except Exception:  # one that cannot be started must not keep those behind it waiting
            log.exception("could not start a forgotten submission", submission=ref.submission_id, title=ref.title_id)
            return False
        log.info("started a forgotten submission", submission=ref.submission_id, title=ref.title_id)
        return True

    def _unstarted(self, before: datetime, after: str | None) -> tuple[SubmissionRef, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            return unit.submissions.unstarted(before, AT_ONCE, after)
