"""Feeds are fetched once, read whole, and entered page by page, each page once."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities import feeds as activities_feeds
from activities.feeds import ApplyRequest, FeedChange, FetchedFeed, Pages, StageRequest
from shelfready.adapters.database import SqlCatalogue, open_marks
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs
from shelfready.errors import RejectedError
from shelfready.feeds import FeedState
from shelfready.garbage import collect
from shelfready.ports import Tables, Watcher
from shelfready.tables import Table
from tests.activities.feed_desk import ISBN, Desk, open_desk
from tests.activities.messages import message, numbers, product


@pytest.fixture
def desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """A department over a real catalogue and a real store."""
    return open_desk(catalogue, local_store, tmp_path)


@dataclass
class Watched:
    """Opens spreadsheets, and remembers who stands by."""

    tables: Tables
    watchers: list[Watcher | None] = field(default_factory=list)

    def rows(self, path: Path, watcher: Watcher | None = None) -> AbstractContextManager[Table]:
        """The rows of a file."""
        self.watchers.append(watcher)
        return self.tables.rows(path, watcher)


def test_a_feed_is_fetched_once(desk: Desk) -> None:
    """A second attempt finds it in the store, even when it is gone where it lay."""
    ref = desk.send(b"data")
    first = desk.run(desk.feeds.fetch, ref)
    desk.shelf.files.clear()

    assert desk.run(desk.feeds.fetch, ref) == first
    assert (desk.feed().state, desk.feed().size_bytes, len(desk.shelf.fetched)) == (FeedState.RUNNING, 4, 1)


@pytest.mark.parametrize(
    "data", [b" ", b"not a feed at all", b"<html></html>", b"\xd0\xcf\x11\xe0old excel", b"a,b\n1,2\n"]
)
def test_what_is_no_feed_is_rejected(desk: Desk, data: bytes) -> None:
    """Before anything is written down of it."""
    with pytest.raises(RejectedError):
        desk.stage(desk.send(data))


def test_xml_that_is_no_message_is_told_as_such(desk: Desk) -> None:
    """And not as a sheet without a column of ISBNs."""
    with pytest.raises(RejectedError) as caught:
        desk.stage(desk.send(b'<?xml version="1.0"?>\n<catalogue/>'))
    assert caught.value.cause_code == "onix-not-onix"


def test_a_workbook_is_opened_with_a_heart_that_beats(desk: Desk) -> None:
    """Its child may take minutes before there is a row: whoever is not heard of meanwhile counts as dead."""
    watched = Watched(desk.feeds.tables)
    department = replace(desk.feeds, tables=watched)
    ref = desk.send(f"ISBN;Title\n{ISBN};The Harbour\n".encode(), name="catalogue.csv")
    fetched: FetchedFeed = desk.run(department.fetch, ref)
    desk.run(department.stage, StageRequest(feed=ref, blob=fetched.blob))

    assert [watcher is not None for watcher in watched.watchers] == [True]


def test_a_page_is_entered_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt that is repeated from the beginning, or goes on where it was, enters nothing twice."""
    monkeypatch.setattr(activities_feeds, "PAGE_RECORDS", 2)
    ref = desk.send(message(*map(product, numbers(5))))
    request = ApplyRequest(feed=ref, pages=desk.stage(ref).pages)
    assert len(desk.feeds.blobs.read_value(Pages, request.pages).pages) == 3
    desk.run(desk.feeds.apply, request)
    before = desk.feed()
    desk.run(desk.feeds.apply, request)

    assert [line.index for line in desk.lines(ref)] == [1, 2, 3, 4, 5]
    assert desk.feed() == before
    assert before.counts == {"applied": 5}


def test_an_attempt_goes_on_where_the_last_one_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were reached are not even read again; every page is a heartbeat."""
    monkeypatch.setattr(activities_feeds, "PAGE_RECORDS", 2)
    ref = desk.send(message(*map(product, numbers(5))))
    request = ApplyRequest(feed=ref, pages=desk.stage(ref).pages)
    beats: list[object] = []
    desk.environment.on_heartbeat = lambda *details: beats.append(details[0])
    desk.environment.info = replace(desk.environment.info, heartbeat_details=[2])
    desk.run(desk.feeds.apply, request)

    assert [line.index for line in desk.lines(ref)] == [5]
    assert beats == [3]


def test_a_held_feed_keeps_its_pages(desk: Desk, tmp_path: Path) -> None:
    """However long somebody takes to decide about it, and although only its workflow's history names them."""
    ref = desk.send(message(*map(product, numbers(3))))
    request = ApplyRequest(feed=ref, pages=desk.stage(ref).pages)
    orphan = desk.feeds.blobs.put_bytes(b"orphan")
    in_a_year = Blobs(desk.feeds.blobs.store, lambda: datetime.now(UTC) + timedelta(days=365))
    with open_marks(tmp_path) as marks:
        collect(desk.feeds.catalogue, in_a_year, marks, may_be_wide=True)
    desk.run(desk.feeds.apply, request)

    assert desk.feed().counts == {"applied": 3}
    assert not desk.feeds.blobs.has(orphan)


def test_reading_again_makes_the_same_pages(desk: Desk) -> None:
    """So that a repeated attempt costs reading only."""
    ref = desk.send(message(*map(product, numbers(3))))

    assert desk.stage(ref) == desk.stage(ref)


def test_a_state_is_written_once_it_is_final_never_again(desk: Desk) -> None:
    """A word that comes late changes nothing."""
    ref = desk.send(b"x")
    for state in (FeedState.DONE, FeedState.RUNNING):
        desk.run(desk.feeds.record, FeedChange(feed=ref, state=state, problem=None))

    assert desk.feed().state is FeedState.DONE


def test_work_that_is_no_longer_wanted_stops(desk: Desk) -> None:
    """A cancelled feed is not read to its end."""
    ref = desk.send(message(product(ISBN)))
    fetched = desk.run(desk.feeds.fetch, ref)
    desk.environment.cancel()

    with pytest.raises(Exception, match="no longer wanted"):
        desk.run(desk.feeds.stage, StageRequest(feed=ref, blob=fetched.blob))
