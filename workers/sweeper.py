"""Starts what was accepted and never started: the API died, or Temporal did not answer, right after the commit."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from shelfready.adapters.database import open_catalogue
from shelfready.errors import UnavailableError
from shelfready.ports import Catalogue
from shelfready.settings import Settings
from shelfready.titles import SubmissionRef
from workflows.starting import start_onboarding

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

    client: Client
    settings: Settings
    _catalogue: Catalogue = field(init=False)
    _told: dict[str, datetime] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._catalogue = open_catalogue(self.settings.resolved_database_url)

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.sweep()
            except (UnavailableError, RPCError) as error:
                log.warning("could not look for forgotten submissions", reason=str(error))
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> int:
        """Start what was forgotten; answers how many."""
        now = datetime.now(UTC)
        self._told = {name: at for name, at in self._told.items() if now - at < AGAIN}
        forgotten = [one for one in await asyncio.to_thread(self._forgotten) if one.submission_id not in self._told]
        for ref in forgotten:
            await start_onboarding(self.client, ref)
            self._told[ref.submission_id] = now
            log.info("started a forgotten submission", submission=ref.submission_id, title=ref.title_id)
        return len(forgotten)

    def _forgotten(self) -> list[SubmissionRef]:
        with self._catalogue.begin() as unit:
            found = unit.submissions.unstarted(datetime.now(UTC) - AGE, AT_ONCE)
        return [SubmissionRef(submission_id=one.id, publisher=one.publisher, title_id=one.title_id) for one in found]
