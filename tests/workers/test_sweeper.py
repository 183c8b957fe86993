"""The sweeper, on a real catalogue; what it starts is written down."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shelfready.adapters.database import SqlCatalogue, migrate, open_catalogue
from shelfready.titles import SubmissionRef, SubmissionState
from tests.shelfready.adapters.database.making import add, submission
from workers.forgotten import AT_ONCE
from workers.sweeper import Sweeper

LONG_AGO = datetime.now(UTC) - timedelta(hours=1)


@dataclass
class Starts:
    """Onboardings that are only written down; those of some submissions cannot be started."""

    refused: set[str] = field(default_factory=set)
    tried: list[str] = field(default_factory=list)

    async def start(self, ref: SubmissionRef) -> None:
        """Write the attempt down."""
        self.tried.append(ref.submission_id)
        if ref.submission_id in self.refused:
            raise ZeroDivisionError


async def until(starts: Starts, count: int) -> None:
    """Wait for a number of attempts."""
    async with asyncio.timeout(30):
        while len(starts.tried) < count:
            await asyncio.sleep(0.01)


async def test_the_forgotten_are_started_once(catalogue: SqlCatalogue) -> None:
    """What came just now or runs is left alone, and what was started is not told again with every sweep."""
    add(
        catalogue,
        submission("s-1", at=LONG_AGO),
        submission("s-2", at=datetime.now(UTC)),
        submission("s-3", at=LONG_AGO, state=SubmissionState.RUNNING),
    )
    starts = Starts()
    sweeper = Sweeper(catalogue, starts.start)

    assert [await sweeper.sweep(), await sweeper.sweep()] == [1, 0]
    assert starts.tried == ["s-1"]


async def test_many_that_wait_hide_none_behind_them(catalogue: SqlCatalogue) -> None:
    """Those that were told already stay accepted while they wait for their turn; the sweep goes on behind them."""
    add(catalogue, *(submission(f"s-{number:03}", at=LONG_AGO) for number in range(AT_ONCE)))
    starts = Starts()
    sweeper = Sweeper(catalogue, starts.start)
    await sweeper.sweep()
    add(catalogue, submission("t-1", at=LONG_AGO + timedelta(seconds=1)))

    assert await sweeper.sweep() == 1
    assert starts.tried[AT_ONCE:] == ["t-1"]


async def test_one_that_cannot_be_started_stops_no_other(catalogue: SqlCatalogue) -> None:
    """Those behind it are started at once, and it is tried again."""
    add(catalogue, submission("s-1", at=LONG_AGO), submission("s-2", at=LONG_AGO))
    starts = Starts(refused={"s-1"})
    sweeper = Sweeper(catalogue, starts.start)

    assert await sweeper.sweep() == 1
    assert starts.tried == ["s-1", "s-2"]
    starts.refused.clear()
    assert await sweeper.sweep() == 1
    assert starts.tried[2:] == ["s-1"]


async def test_a_sweep_that_fails_is_not_the_last(tmp_path: Path) -> None:
    """A catalogue that is not there yet costs sweeps, not the worker."""
    url = f"sqlite:///{tmp_path}/later/catalogue.db"
    starts = Starts()
    catalogue = open_catalogue(url)
    sweeper = Sweeper(catalogue, starts.start, every_s=0.01)
    sweeping = asyncio.create_task(sweeper.run())
    await asyncio.sleep(0.1)

    await asyncio.to_thread(migrate, url)
    add(catalogue, submission("s-1", at=LONG_AGO))
    await until(starts, 1)

    assert not sweeping.done()
    sweeping.cancel()
