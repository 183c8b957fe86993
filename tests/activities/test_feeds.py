"""Feeds are fetched once, read whole, held where they would do too much, and entered page by page, each once."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities import feeds as activities_feeds
from activities.feeds import ApplyRequest, FeedChange, Feeds, FetchedFeed, Pages, Staged, StageRequest
from activities.scratch import Scratch
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.sheets import open_tables
from shelfready.blobs import Blobs
from shelfready.errors import RejectedError
from shelfready.feeds import Feed, FeedRecord, FeedRef, FeedState, HeldRecord
from shelfready.metadata_facts import MetadataFacts
from shelfready.onix import reading
from shelfready.ports import ListedFile, Page, Tables, Watcher
from shelfready.releases import Release
from shelfready.tables import Table
from shelfready.titles import (
    Asset,
    AssetFacts,
    Drop,
    DropKind,
    Metadata,
    Role,
    Submission,
    SubmissionState,
    TitleFacts,
)
from shelfready.values import Blob
from tests.activities.messages import message, numbers, product

ISBN = "9789999900010"
REF = FeedRef(feed_id="fed_1", publisher="north")
NOW = datetime.now(UTC)


@dataclass
class Shelf:
    """A fetcher of addresses that a test fills."""

    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """Nothing."""
        return ()

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """The bytes, or why not."""
        if source not in self.files:
            raise RejectedError(f"{source} is not there", cause_code="source-not-found")
        self.fetched.append(source)
        watcher.moved()
        watcher.progress(0.5)
        into.write_bytes(self.files[source])
        return Blob(sha256=hashlib.sha256(self.files[source]).hexdigest(), size_bytes=len(self.files[source]))


@dataclass
class Desk:
    """The department with everything behind it."""

    feeds: Feeds
    shelf: Shelf
    environment: ActivityEnvironment

    def run(self, work: Callable[..., Any], *arguments: object) -> Any:
        """Run an activity."""
        return self.environment.run(work, *arguments)

    def send(self, data: bytes, number: int = 1, name: str = "feed.xml") -> FeedRef:
        """Accept a feed."""
        ref = FeedRef(feed_id=f"fed_{number}", publisher="north")
        self.shelf.files[ref.feed_id] = data
        feed = Feed(id=ref.feed_id, publisher="north", name=name, source=ref.feed_id, created_at=NOW, updated_at=NOW)
        with self.feeds.catalogue.begin() as unit:
            unit.feeds.add(feed, idempotency_key=None, body_sha256="a" * 64)
        return ref

    def stage(self, ref: FeedRef) -> Staged:
        """Fetch and read a feed."""
        fetched: FetchedFeed = self.run(self.feeds.fetch, ref)
        staged: Staged = self.run(self.feeds.stage, StageRequest(feed=ref, blob=fetched.blob))
        return staged

    def take(self, data: bytes, number: int = 1, name: str = "feed.xml") -> list[FeedRecord]:
        """Take a feed in, whatever the rules of feeds say; answers what became of its records."""
        ref = self.send(data, number, name)
        self.run(self.feeds.apply, ApplyRequest(feed=ref, pages=self.stage(ref).pages))
        return self.lines(ref)

    def lines(self, ref: FeedRef) -> list[FeedRecord]:
        """What became of the records of a feed."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return list(unit.feeds.records(ref.feed_id, limit=100_000))

    def outcomes(self, data: bytes, number: int = 1) -> list[str]:
        """Take a feed in; answers the outcomes alone."""
        return [line.outcome.value for line in self.take(data, number)]

    def feed(self, ref: FeedRef = REF) -> Feed:
        """A feed as the catalogue holds it."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            found = unit.feeds.get(ref.feed_id)
        assert found is not None
        return found

    def held(self, isbn: str = ISBN) -> HeldRecord | None:
        """What holds for a title."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return unit.records.get("north", isbn)

    def publish(self, isbn: str = ISBN, *, with_facts: bool = True) -> None:
        """Let a title be on the shelf."""
        track = Asset(role=Role.TRACK, name="01.mp3", order=1, sha256="a" * 64, size_bytes=7)
        facts = TitleFacts(
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            metadata=Metadata(title="The Old Harbour"),
            assets=(AssetFacts(asset=track),),
        )
        submission = Submission(
            id=f"sub_{isbn}",
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
            state=SubmissionState.PUBLISHED,
            facts_sha256=self.feeds.blobs.put_value(facts).sha256 if with_facts else None,
            created_at=NOW,
            updated_at=NOW,
        )
        release = Release(
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            submission_id=submission.id,
            metadata=facts.metadata,
            artifacts=(),
        )
        with self.feeds.catalogue.begin() as unit:
            unit.submissions.add(submission, idempotency_key=None, body_sha256="a" * 64)
            unit.titles.publish(release, NOW)

    def updates(self) -> list[Submission]:
        """The submissions that feeds have made."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return [one for one in unit.submissions.list("north", Page(limit=1000)) if one.origin is not None]


@pytest.fixture
def desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """A department over a real catalogue and a real store."""
    shelf = Shelf()
    feeds = Feeds(
        catalogue=catalogue,
        clock=SystemClock(),
        blobs=Blobs(local_store),
        fetcher_for=lambda _: shelf,
        read_onix=lambda pieces, name: reading.read(pieces, name=name),
        tables=open_tables(scratch=tmp_path),
        scratch=Scratch(tmp_path / "scratch"),
        max_file_bytes=10**9,
    )
    return Desk(feeds, shelf, ActivityEnvironment())


def test_a_feed_is_fetched_once(desk: Desk) -> None:
    """A second attempt finds it in the store, even when it is gone where it lay."""
    ref = desk.send(b"data")
    first = desk.run(desk.feeds.fetch, ref)
    desk.shelf.files.clear()

    assert desk.run(desk.feeds.fetch, ref) == first
    assert (desk.feed().state, desk.feed().size_bytes, len(desk.shelf.fetched)) == (FeedState.RUNNING, 4, 1)


def test_records_hold_from_the_moment_they_are_entered(desk: Desk) -> None:
    """Each is found by its title, with the message that brought it; the feed counts them."""
    lines = desk.take(message(product(ISBN), product("9789999900027", title="Bürö & Söhne <1>")))

    assert [(line.index, line.title_id, line.outcome.value) for line in lines] == [
        (1, ISBN, "applied"),
        (2, "9789999900027", "applied"),
    ], lines
    held = desk.held("9789999900027")
    assert held is not None
    assert held.facts.record is not None
    assert held.facts.record.descriptive is not None
    assert held.facts.record.descriptive.titles[0].text == "Bürö & Söhne <1>"
    assert (held.feed_id, held.sent_at) == ("fed_1", datetime(2026, 3, 1, 12, tzinfo=UTC))
    feed = desk.feed()
    assert (feed.records, feed.counts, feed.header.sender) == (2, {"applied": 2}, "North")
    assert desk.updates() == []


def test_what_is_sent_again_is_unchanged_and_what_is_older_is_skipped(desk: Desk) -> None:
    """The newest message holds, in whatever order they come."""
    march, april, may = "20260301", "20260401", "20260501"
    assert desk.outcomes(message(product(ISBN), sent=april), 1) == ["applied"]
    assert desk.outcomes(message(product(ISBN, title="Older"), sent=march), 2) == ["skipped"]
    assert desk.outcomes(message(product(ISBN), sent=may), 3) == ["unchanged"]
    assert desk.outcomes(message(product(ISBN, title="Between"), sent="20260415"), 4) == ["skipped"]

    held = desk.held()
    assert held is not None
    assert held.sent_at == datetime(2026, 5, 1, 23, 59, tzinfo=UTC)


def test_a_clock_that_is_ahead_shuts_nobody_out(desk: Desk) -> None:
    """A message that claims to be of tomorrow counts as one of now."""
    desk.take(message(product(ISBN), sent="20990101"))

    held = desk.held()
    assert held is not None
    assert held.sent_at == NOW


def test_a_test_is_never_applied(desk: Desk) -> None:
    """Notification 88 and 89."""
    assert desk.outcomes(message(*(product(isbn, notification="89") for isbn in numbers(2)))) == ["skipped"] * 2
    assert desk.held(next(iter(numbers(1)))) is None


def test_a_record_that_is_refused_changes_nothing(desk: Desk) -> None:
    """A wrong check digit, a reference of another title: said with its code, and its neighbours are taken."""
    lines = desk.take(
        message(product("9789999900011"), product(ISBN), product("9789999900027", reference=f"com.north.{ISBN}"))
    )

    assert [line.outcome.value for line in lines] == ["rejected", "applied", "rejected"]
    assert "META-001" in [finding.code for finding in lines[0].findings]
    assert lines[2].reason
    assert ISBN in lines[2].reason
    assert desk.held("9789999900027") is None


def test_a_record_that_breaks_off_is_the_last_one(desk: Desk) -> None:
    """What stood before is taken, and the break is said."""
    lines = desk.take(message(product(ISBN), product("9789999900027"))[:-120])

    assert [line.outcome.value for line in lines] == ["applied", "rejected"]
    assert lines[1].reason


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


def test_a_sheet_is_a_feed(desk: Desk) -> None:
    """Row by row; a title that is named nowhere else takes its name from it."""
    sheet = f"ISBN;Title;Author\n{ISBN};The Harbour;Ada Brook\n9789999900011;Wrong;Ada Brook\n"
    lines = desk.take(sheet.encode("cp1252"), name="catalogue.csv")

    assert [(line.line, line.outcome.value) for line in lines] == [(2, "applied"), (3, "rejected")]
    held = desk.held()
    assert held is not None
    assert held.sent_at == NOW


@dataclass
class Watched:
    """Opens spreadsheets, and remembers who stands by."""

    tables: Tables
    watchers: list[Watcher | None] = field(default_factory=list)

    def rows(self, path: Path, watcher: Watcher | None = None) -> AbstractContextManager[Table]:
        """The rows of a file."""
        self.watchers.append(watcher)
        return self.tables.rows(path, watcher)


def test_a_workbook_is_opened_with_a_heart_that_beats(desk: Desk) -> None:
    """Its child may take minutes before there is a row: whoever is not heard of meanwhile counts as dead."""
    watched = Watched(desk.feeds.tables)
    department = replace(desk.feeds, tables=watched)
    ref = desk.send(f"ISBN;Title\n{ISBN};The Harbour\n".encode(), name="catalogue.csv")
    fetched: FetchedFeed = desk.run(department.fetch, ref)
    desk.run(department.stage, StageRequest(feed=ref, blob=fetched.blob))

    assert [watcher is not None for watcher in watched.watchers] == [True]


def test_a_sheet_takes_nothing_away(desk: Desk) -> None:
    """A list of prices is no statement that a book has no title, no people and no reference any more."""
    desk.take(message(product(ISBN)), 1)
    before = desk.held()
    lines = desk.take(f"ISBN;Price;Currency\n{ISBN};7.99;EUR\n".encode(), 2, name="prices.csv")
    after = desk.held()

    assert [line.outcome.value for line in lines] == ["applied"]
    assert before is not None
    assert after is not None
    assert before.facts.record is not None
    assert after.facts.record is not None
    assert after.facts.record.descriptive == before.facts.record.descriptive
    assert after.reference == before.reference
    assert after.facts.record.supply != before.facts.record.supply


@pytest.mark.parametrize("notification", ["88", "04"])
def test_what_is_not_taken_is_told_all_that_is_wrong(desk: Desk, notification: str) -> None:
    """A test is sent to hear it, and whoever mends a rejected record wants to mend it once."""
    (line,) = desk.take(message(product(ISBN, notification=notification, price="9,99")))
    assert line.outcome.value in ("skipped", "rejected")
    assert line.findings
    assert "ONX-009" not in [finding.code for finding in line.findings]


def test_a_title_on_the_shelf_follows_its_record(desk: Desk) -> None:
    """A submission is made that delivers the files once more; a price alone changes no release."""
    desk.publish()
    lines = desk.take(message(product(ISBN)), 1)
    (update,) = desk.updates()
    priced = desk.take(message(product(ISBN, price="9.99"), sent="20260401"), 2)

    assert lines[0].submission_id == update.id
    assert (update.origin, update.drop, update.content_type) == ("feed:fed_1", Drop(kind=DropKind.FILES), "audiobook")
    assert [line.outcome.value for line in priced] == ["applied"], priced
    assert desk.updates() == [update]


def test_an_update_waits_for_what_its_publisher_has_sent(desk: Desk) -> None:
    """It must not take the place of a submission that is open: the title is due, and follows later."""
    desk.publish()
    desk.take(message(product(ISBN)), 1)
    lines = desk.take(message(product(ISBN, title="Another"), sent="20260401"), 2)

    held = desk.held()
    assert held is not None
    assert (held.is_due, lines[0].submission_id, len(desk.updates())) == (True, None, 1)
    assert lines[0].reason


def test_an_update_that_is_parked_gives_way_to_the_record_that_mends_it(desk: Desk) -> None:
    """Nobody else would mend it: what a feed has made is not for its publisher to send again."""
    desk.publish()
    desk.take(message(product(ISBN)), 1)
    (first,) = desk.updates()
    with desk.feeds.catalogue.begin() as unit:
        unit.submissions.save(first.model_copy(update={"state": SubmissionState.PARKED}))
    lines = desk.take(message(product(ISBN, title="Mended"), sent="20260401"), 2)

    held = desk.held()
    assert held is not None
    assert (held.is_due, lines[0].submission_id) == (False, max(one.id for one in desk.updates()))
    assert len(desk.updates()) == 2


def test_a_title_without_kept_facts_is_told_of(desk: Desk) -> None:
    """Its record holds, and nothing is started that could not end well."""
    desk.publish(with_facts=False)
    lines = desk.take(message(product(ISBN)))

    assert (lines[0].outcome.value, lines[0].submission_id, desk.updates()) == ("applied", None, [])
    assert lines[0].reason


@pytest.mark.parametrize(
    ("record", "otherwise"),
    [(product(ISBN, notification="05"), "unchanged"), (product(ISBN, status="11"), "applied")],
)
def test_what_would_take_a_title_from_the_shelf_is_held(desk: Desk, record: str, otherwise: str) -> None:
    """A deletion and a withdrawal wait for somebody, kept whole; of a title that nobody sees they are just heard."""
    desk.publish()
    held = desk.take(message(record), 1)[0]
    unseen = desk.take(message(record.replace(ISBN, "9789999900027")), 2)[0]

    assert (held.outcome.value, desk.held()) == ("held", None)
    assert held.facts_sha256 is not None
    kept = desk.feeds.blobs.read_value(MetadataFacts, held.facts_sha256)
    assert kept.record is not None
    assert kept.record.reference == f"com.north.{ISBN}"
    assert unseen.outcome.value == otherwise


def test_a_feed_that_would_empty_the_shelf_is_held_as_a_whole(desk: Desk) -> None:
    """Its findings say why; one that deletes a single title of many is not."""
    isbns = list(numbers(60))
    for isbn in isbns:
        desk.publish(isbn)
    whole = desk.stage(desk.send(message(*(product(isbn, notification="05") for isbn in isbns)), 1))
    one = desk.stage(desk.send(message(product(isbns[0], notification="05")), 2))

    assert (whole.is_held, one.is_held, whole.records) == (True, False, 60)
    assert [finding.code for finding in desk.feed().findings] == ["BIZ-008"]
    assert desk.lines(REF) == []


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


def test_reading_again_makes_the_same_pages(desk: Desk) -> None:
    """So that a repeated attempt costs reading only."""
    ref = desk.send(message(*map(product, numbers(3))))

    assert desk.stage(ref) == desk.stage(ref)


def test_the_last_record_of_a_title_in_a_message_holds(desk: Desk) -> None:
    """A message may name a product twice under two references; the title follows once."""
    desk.publish()
    lines = desk.take(message(product(ISBN), product(ISBN, title="Second", reference="r2")))
    held = desk.held()

    assert [line.outcome.value for line in lines] == ["applied", "applied"], lines
    assert held is not None
    assert held.facts.record is not None
    assert held.facts.record.descriptive is not None
    assert held.facts.record.descriptive.titles[0].text == "Second"
    assert [line.submission_id for line in lines] == [None, desk.updates()[0].id]


def test_a_reference_stands_in_a_message_once(desk: Desk) -> None:
    """Nobody can know which of two is meant: the first holds, and the second is refused."""
    lines = desk.take(message(product(ISBN), product(ISBN, title="Second")))

    assert [line.outcome.value for line in lines] == ["applied", "rejected"]
    assert [finding.code for finding in lines[1].findings if finding.blocks] == ["ONX-004"]


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


def test_moments_are_told_apart_by_more_than_days(desk: Desk) -> None:
    """Two messages of one day are in the order of their hours."""
    late, early = "20260301T1500Z", "20260301T0900Z"
    desk.take(message(product(ISBN), sent=late), 1)

    assert desk.outcomes(message(product(ISBN, title="x"), sent=early), 2) == ["skipped"]


def test_a_day_without_an_hour_is_no_midnight(desk: Desk) -> None:
    """A message that states its day only is not older than one of that day that states its hour."""
    day = f"{NOW:%Y%m%d}"
    desk.take(message(product(ISBN), sent=f"{day}T0001Z"), 1)

    assert desk.outcomes(message(product(ISBN, title="x"), sent=day), 2) == ["applied"]
