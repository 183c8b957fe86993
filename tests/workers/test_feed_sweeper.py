"""What feeds have left undone is found: those never started, and titles that had to wait."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shelfready.adapters.database import SqlCatalogue, migrate, open_catalogue
from shelfready.feeds import Feed, FeedRef, FeedState
from shelfready.ports import Catalogue, Page
from shelfready.titles import SubmissionState
from tests.shelfready.adapters.database.making import HASH, NOON, add, release, submission
from tests.shelfready.test_knowing import ISBN, held, said
from workers.feed_sweeper import FeedSweeper

LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@dataclass
class Starts:
    """Where feeds are started; some cannot be."""

    refused: set[str] = field(default_factory=set)
    tried: list[str] = field(default_factory=list)

    async def start(self, ref: FeedRef) -> None:
        """Write it down, or fail."""
        self.tried.append(ref.feed_id)
        if ref.feed_id in self.refused:
            raise RuntimeError("Temporal is away")


def accepted(catalogue: Catalogue, *ids: str, at: datetime = LONG_AGO, state: FeedState = FeedState.ACCEPTED) -> None:
    """Feeds that were accepted."""
    with catalogue.begin() as unit:
        for id in ids:
            feed = Feed(id=id, publisher="north", name="f", source="s", state=state, created_at=at, updated_at=at)
            unit.feeds.add(feed, idempotency_key=None, body_sha256=HASH)


async def test_forgotten_feeds_are_started_once(catalogue: SqlCatalogue) -> None:
    """What came just now or runs is left alone."""
    accepted(catalogue, "fed_1")
    accepted(catalogue, "fed_2", at=datetime.now(UTC))
    accepted(catalogue, "fed_3", state=FeedState.HELD)
    starts = Starts()
    sweeper = FeedSweeper(catalogue, starts.start)

    assert [await sweeper.sweep(), await sweeper.sweep()] == [1, 0]
    assert starts.tried == ["fed_1"]


async def test_one_that_cannot_be_started_stops_no_other(catalogue: SqlCatalogue) -> None:
    """It is tried again with the next sweep."""
    accepted(catalogue, "fed_1", "fed_2")
    starts = Starts(refused={"fed_1"})
    sweeper = FeedSweeper(catalogue, starts.start)
    await sweeper.sweep()
    starts.refused.clear()
    await sweeper.sweep()

    assert starts.tried == ["fed_1", "fed_2", "fed_1"]


async def test_a_title_that_had_to_wait_follows(catalogue: SqlCatalogue) -> None:
    """As soon as the submission that was in its way has ended."""
    add(catalogue, submission("s-1", publisher="north", title_id=ISBN))
    with catalogue.begin() as unit:
        unit.titles.publish(release("s-1", publisher="north", title_id=ISBN), NOON)
        unit.records.put([held(said(), is_due=True)])
    sweeper = FeedSweeper(catalogue, Starts().start)
    early = await sweeper.sweep()
    ended = submission("s-1", publisher="north", title_id=ISBN, state=SubmissionState.PUBLISHED)
    with catalogue.begin() as unit:
        unit.submissions.save(ended.model_copy(update={"facts_sha256": HASH}))
    late = await sweeper.sweep()

    with catalogue.begin(read_only=True) as unit:
        made = [one.title_id for one in unit.submissions.list("north", Page()) if one.origin is not None]
    assert (early, late, made) == (0, 1, [ISBN])


async def test_a_sweep_that_fails_is_not_the_last(tmp_path: Path) -> None:
    """A catalogue that is not there yet costs sweeps, not the worker."""
    url = f"sqlite:///{tmp_path}/later/catalogue.db"
    starts, catalogue = Starts(), open_catalogue(url)
    sweeping = asyncio.create_task(FeedSweeper(catalogue, starts.start, every_s=0.01).run())
    await asyncio.sleep(0.1)
    await asyncio.to_thread(migrate, url)
    accepted(catalogue, "fed_1")
    async with asyncio.timeout(30):
        while not starts.tried:
            await asyncio.sleep(0.01)

    assert not sweeping.done()
    sweeping.cancel()
