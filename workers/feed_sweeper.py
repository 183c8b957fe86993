"""Starts feeds that were accepted and never started, and brings titles up to date that had to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from shelfready.feed_entering import follow_up
from shelfready.feeds import FeedRef
from shelfready.ports import Catalogue
from workers.sweeper import AGAIN, AGE, EVERY_S

AT_ONCE = 100

log = structlog.get_logger()


@dataclass
class FeedSweeper:
    """Looks for what feeds have left undone. Starting one that is not forgotten changes nothing."""

    catalogue: Catalogue
    start: Callable[[FeedRef], Awaitable[None]]
    every_s: float = EVERY_S
    _told: dict[str, datetime] = field(default_factory=dict, init=False)

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.sweep()
            except Exception:  # whatever it is, the worker goes on, and the next sweep may do better
                log.exception("could not look for what feeds have left undone")
            await asyncio.sleep(self.every_s)

    async def sweep(self) -> int:
        """Start what was forgotten, and ask for what is due; answers how much there was."""
        now = datetime.now(UTC)
        self._told = {name: at for name, at in self._told.items() if now - at < AGAIN}
        started = await self._start_forgotten(now)
        return started + await asyncio.to_thread(self._follow_up, now)

    async def _start_forgotten(self, now: datetime) -> int:
        started, after = 0, None
        while True:
            page = await asyncio.to_thread(self._unstarted, now - AGE, after)
            for ref in page:
                if ref.feed_id not in self._told and await self._has_started(ref):
                    self._told[ref.feed_id] = now
                    started += 1
            if len(page) < AT_ONCE:
                return started
            after = page[-1].feed_id

    async def _has_started(self, ref: FeedRef) -> bool:
        try:
            await self.start(ref)
        except Exception:  # one that cannot be started must not keep those behind it waiting
            log.exception("could not start a forgotten feed", feed=ref.feed_id)
            return False
        log.info("started a forgotten feed", feed=ref.feed_id)
        return True

    def _unstarted(self, before: datetime, after: str | None) -> tuple[FeedRef, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            return unit.feeds.unstarted(before, AT_ONCE, after)

    def _follow_up(self, now: datetime) -> int:
        followed = 0
        while count := follow_up(self.catalogue, AT_ONCE, now):
            followed += count
        return followed
