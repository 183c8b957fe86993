"""Takes away what nobody will come back for: half-written objects, expired uploads, dead workers' folders, garbage."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog

from activities.scratch import Scratch
from shelfready.adapters.database import open_marks
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.garbage_chore import GarbageChore
from shelfready.ports import Catalogue, ObjectStore
from shelfready.settings import Settings
from shelfready.uploads import Upload
from workers.assembly import scratch_of

FIRST_S = 60.0
"""A worker that has just started has better things to do."""
EVERY_S = 3600.0
HALF_DONE = timedelta(hours=24)
"""Nothing of ours is written for longer. What publishers send may be: their uploads stay until their time is over."""
AT_ONCE = 100

log = structlog.get_logger()


def janitor_of(settings: Settings, catalogue: Catalogue) -> "Janitor":
    """The janitor of the store and the scratch folder of the settings."""
    store = open_store(
        settings.resolved_store_url,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else None,
        region=settings.s3_region,
    )
    days = settings.garbage_days
    return Janitor(catalogue, store, scratch_of(settings), garbage_after=timedelta(days=days) if days else None)


LINGERS = timedelta(days=7)
"""How long an upload stays after its time: a submission that was accepted just before may still wait in a queue."""


GARBAGE_EVERY = timedelta(days=1)


class StoppingError(Exception):
    """The worker stops: the sweep is broken off between two objects."""


@dataclass(frozen=True)
class Janitor:
    """Removes leftovers; of what is stored by content, what nothing has named or used for `garbage_after`, if ever.

    Several may be at work at once, and each round may be broken off anywhere: what is gone already is no error. Garbage
    is swept by one of them, once a day.
    """

    catalogue: Catalogue
    store: ObjectStore
    scratch: Scratch
    first_s: float = FIRST_S
    every_s: float = EVERY_S
    lingers: timedelta = LINGERS
    garbage_after: timedelta | None = None
    _stopping: Event = field(default_factory=Event, init=False, repr=False, compare=False)

    async def run(self) -> None:
        """Clean up every hour until cancelled."""
        try:
            await asyncio.sleep(self.first_s)
            while True:
                await self.clean()
                await asyncio.sleep(self.every_s)
        finally:
            self._stopping.set()  # a sweep at work in its thread cannot be cancelled, and hears of it so

    async def clean(self) -> None:
        """One round. What fails is logged and left to the next one."""
        await self._attempt("half-done objects", lambda: asyncio.to_thread(self._sweep_store))
        await self._attempt("expired uploads", self._forget_expired)
        await self._attempt("dead workers' folders", lambda: asyncio.to_thread(self.scratch.sweep))
        await self._attempt("garbage", lambda: asyncio.to_thread(self._sweep_garbage))

    async def _attempt(self, what: str, work: Callable[[], Awaitable[int]]) -> None:
        try:
            removed = await work()
        except Exception:  # a worker must not end because there is something left to clean
            log.exception("could not clean up", what=what)
        else:
            if removed:
                log.info("cleaned up", what=what, removed=removed)

    def _sweep_store(self) -> int:
        with self.catalogue.begin(read_only=True) as unit:
            promised = unit.uploads.unexpired(datetime.now(UTC) - self.lingers)
        return self.store.sweep(HALF_DONE, keep={upload.object_key for upload in promised})

    def _sweep_garbage(self) -> int:
        chore = GarbageChore(
            self.catalogue, Blobs(self.store), f"the worker on {socket.gethostname()}, process {os.getpid()}"
        )
        if self.garbage_after is None or not chore.is_due(GARBAGE_EVERY):
            return 0
        try:
            with self.scratch.folder() as folder, open_marks(folder) as marks:
                found = chore.do(marks, grace=self.garbage_after, going_on=self._go_on)
        except StoppingError:
            return 0
        log.info("swept garbage", bytes=found.removed_bytes, missing=found.missing, is_complete=found.is_complete)
        return sum(one.removed for one in found.swept)

    def _go_on(self, _part: str, _count: int) -> None:
        if self._stopping.is_set():
            raise StoppingError

    async def _forget_expired(self) -> int:
        forgotten = 0
        while True:
            expired = await asyncio.to_thread(self._expired)
            # One at a time, so that a stopping worker waits for one and not for all.
            gone = [upload for upload in expired if await asyncio.to_thread(self._has_forgotten, upload)]
            forgotten += len(gone)
            if len(expired) < AT_ONCE or not gone:
                return forgotten

    def _expired(self) -> tuple[Upload, ...]:
        with self.catalogue.begin(read_only=True) as unit:
            return unit.uploads.expired(datetime.now(UTC) - self.lingers, AT_ONCE)

    def _has_forgotten(self, upload: Upload) -> bool:
        try:
            if not upload.is_complete:
                self.store.abort_upload(upload.object_key, upload.store_upload)
            # The object before its row: who dies in between is remembered by the row.
            self.store.delete(upload.object_key)
            with self.catalogue.begin() as unit:
                unit.uploads.remove(upload.id)
        except Exception:  # one that cannot be removed must not keep those behind it
            log.exception("could not remove an expired upload", upload=upload.id)
            return False
        return True
