"""Starts feeds that were accepted and never started, and brings titles up to date that had to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from shelfready.feed_entering import follow_up
from shelfready.feeds import FeedRef
from shelfready.ports import Catalogue
from workers.forgotten import AT_ONCE, Forgotten, sweep_for_ever
from workers.sweeper import EVERY_S


@dataclass
class FeedSweeper:
    """Looks for what feeds have left undone."""

    catalogue: Catalogue
    start: Callable[[FeedRef], Awaitable[None]]
    every_s: float = EVERY_S

    async def run(self) -> None:
        """Sweep until cancelled."""
        await sweep_for_ever(self.sweep, self.every_s)

    async def sweep(self) -> int:
        """Start what was forgotten, and ask for what is due; answers how much there was."""
        started = await self._forgotten.sweep()
        return started + await asyncio.to_thread(self._follow_up, datetime.now(UTC))

    @cached_property
    def _forgotten(self) -> Forgotten[FeedRef]:
        return Forgotten("feed", self._unstarted, self.start, lambda ref: ref.feed_id)

    def _unstarted(self, before: datetime, limit: int, after: str | None) -> tuple[FeedRef, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            return unit.feeds.unstarted(before, limit, after)

    def _follow_up(self, now: datetime) -> int:
        followed = 0
        while count := follow_up(self.catalogue, AT_ONCE, now):
            followed += count
        return followed
