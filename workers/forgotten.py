"""Starts what was accepted and never started: the API died, or Temporal did not answer, right after the commit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")

AGE = timedelta(seconds=15)
"""What is accepted is usually running within a second; older than this it has been forgotten."""
AGAIN = timedelta(hours=1)
"""What waits behind another stays accepted: telling its workflow again is harmless, but a line in its history each
time."""
AT_ONCE = 100

log = structlog.get_logger()


@dataclass
class Forgotten(Generic[T]):
    """What of one kind was accepted and is not known to run. Starting one that is not forgotten changes nothing.

    `unstarted` answers at most so many that were accepted before a moment, after an id; `id_of` is what they go by.
    """

    kind: str
    unstarted: Callable[[datetime, int, str | None], tuple[T, ...]]
    start: Callable[[T], Awaitable[None]]
    id_of: Callable[[T], str]
    _told: dict[str, datetime] = field(default_factory=dict, init=False)

    async def sweep(self) -> int:
        """Start what was forgotten; answers how many."""
        now = datetime.now(UTC)
        self._told = {name: at for name, at in self._told.items() if now - at < AGAIN}
        started, after = 0, None
        while True:
            page = await asyncio.to_thread(self.unstarted, now - AGE, AT_ONCE, after)
            for ref in page:
                if self.id_of(ref) not in self._told and await self._has_started(ref):
                    self._told[self.id_of(ref)] = now
                    started += 1
            if len(page) < AT_ONCE:
                return started
            after = self.id_of(page[-1])

    async def _has_started(self, ref: T) -> bool:
        try:
            await self.start(ref)
        except Exception:  # one that cannot be started must not keep those behind it waiting
            log.exception(f"could not start a forgotten {self.kind}", id=self.id_of(ref))  # noqa: G004 - one of two
            return False
        log.info(f"started a forgotten {self.kind}", id=self.id_of(ref))  # noqa: G004 - one of two
        return True


async def sweep_for_ever(sweep: Callable[[], Awaitable[int]], every_s: float) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            await sweep()
        except Exception:  # whatever it is, the worker goes on, and the next sweep may do better
            log.exception("could not look for what was forgotten")
        await asyncio.sleep(every_s)
