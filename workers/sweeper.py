"""Starts submissions that were accepted and never started."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from shelfready.ports import Catalogue
from shelfready.titles import SubmissionRef
from workers.forgotten import Forgotten, sweep_for_ever

EVERY_S = 10.0


@dataclass
class Sweeper:
    """Looks for forgotten submissions."""

    catalogue: Catalogue
    start: Callable[[SubmissionRef], Awaitable[None]]
    every_s: float = EVERY_S

    async def run(self) -> None:
        """Sweep until cancelled."""
        await sweep_for_ever(self.sweep, self.every_s)

    async def sweep(self) -> int:
        """Start what was forgotten; answers how many."""
        return await self._forgotten.sweep()

    @cached_property
    def _forgotten(self) -> Forgotten[SubmissionRef]:
        return Forgotten("submission", self._unstarted, self.start, lambda ref: ref.submission_id)

    def _unstarted(self, before: datetime, limit: int, after: str | None) -> tuple[SubmissionRef, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            return unit.submissions.unstarted(before, limit, after)
