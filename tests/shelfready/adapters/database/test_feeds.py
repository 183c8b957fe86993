"""Feeds and their records, on both databases."""

from datetime import timedelta

import pytest

from shelfready.errors import ConflictError, MissingError, RejectedError
from shelfready.feeds import Feed, FeedRecord, FeedRef, FeedState, RecordOutcome
from shelfready.findings import Finding, Severity
from shelfready.metadata_facts import MessageHeader
from shelfready.ports import Catalogue, Page
from shelfready.records import Identifier
from tests.shelfready.adapters.database.making import HASH, NOON, after

FINDING = Finding(code="ONX-003", name="n", severity=Severity.ERROR, message="wrong \0 here", remedy="Mend it.")


def feed(id: str = "fed_1", *, publisher: str = "acme", seconds: float = 0) -> Feed:
    """A feed that was just sent."""
    return Feed(
        id=id,
        publisher=publisher,
        name="../feed.xml",
        source="upload:upl_1",
        created_at=after(seconds),
        updated_at=after(seconds),
    )


def line(index: int, outcome: RecordOutcome = RecordOutcome.APPLIED) -> FeedRecord:
    """What became of a record."""
    return FeedRecord(
        index=index,
        line=7 * index,
        reference=f"r{index}",
        notification="03",
        identifiers=(Identifier(kind="15", value="9780000000001"),),
        title_id="9780000000001",
        outcome=outcome,
        findings=(FINDING,),
    )


def add(catalogue: Catalogue, *feeds: Feed) -> None:
    """Remember feeds."""
    with catalogue.begin() as unit:
        for one in feeds:
            unit.feeds.add(one, idempotency_key=None, body_sha256=HASH)


def test_a_feed_is_read_back_as_it_was_saved(any_catalogue: Catalogue) -> None:
    """Its header, counts and findings survive, and its times come out in UTC."""
    add(any_catalogue, feed())
    changed = feed().model_copy(
        update={
            "state": FeedState.DONE,
            "header": MessageHeader(release="3.0", sent_at=NOON),
            "counts": {"applied": 3},
            "findings": (FINDING,),
            "updated_at": after(9),
        }
    )
    with any_catalogue.begin() as unit:
        unit.feeds.save(changed)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.feeds.get("fed_1") == changed
        assert unit.feeds.get("fed_2") is None


def test_a_feed_is_added_once_and_saved_only_if_added(any_catalogue: Catalogue) -> None:
    """An id is one feed's for ever."""
    add(any_catalogue, feed())

    with pytest.raises(ConflictError) as caught:
        add(any_catalogue, feed(publisher="other"))
    assert caught.value.cause_code == "feed-exists"
    with pytest.raises(MissingError, match="fed_2"), any_catalogue.begin() as unit:
        unit.feeds.save(feed("fed_2"))


def test_an_idempotency_key_is_one_feed_of_its_publisher(any_catalogue: Catalogue) -> None:
    """Sent again it leads to the first; another publisher's same key is another feed."""
    with any_catalogue.begin() as unit:
        unit.feeds.add(feed(), idempotency_key="k", body_sha256=HASH)
        unit.feeds.add(feed("fed_2", publisher="other"), idempotency_key="k", body_sha256="b" * 64)

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.feeds.by_idempotency_key("acme", "k") == (feed(), HASH)
        assert unit.feeds.by_idempotency_key("acme", "other") is None
    with pytest.raises(ConflictError) as caught, any_catalogue.begin() as unit:
        unit.feeds.add(feed("fed_3"), idempotency_key="k", body_sha256=HASH)
    assert caught.value.cause_code == "idempotency-key-used"


def test_feeds_are_listed_newest_first(any_catalogue: Catalogue) -> None:
    """By moment and then by id, in pages, and by state; a cursor of another publisher's list leads nowhere."""
    add(any_catalogue, feed("fed_1"), feed("fed_2", seconds=5), feed("fed_3"), feed("fed_9", publisher="other"))
    with any_catalogue.begin() as unit:
        unit.feeds.save(feed("fed_3").model_copy(update={"state": FeedState.HELD}))

    with any_catalogue.begin(read_only=True) as unit:
        first = unit.feeds.list("acme", Page(limit=2))
        rest = unit.feeds.list("acme", Page(limit=2, cursor=first[-1].id))
        assert [one.id for one in (*first, *rest)] == ["fed_2", "fed_3", "fed_1"]
        assert [one.id for one in unit.feeds.list(None, Page())] == ["fed_2", "fed_9", "fed_3", "fed_1"]
        assert [one.id for one in unit.feeds.list("acme", Page(), state=FeedState.HELD)] == ["fed_3"]
        with pytest.raises(RejectedError) as caught:
            unit.feeds.list("acme", Page(cursor="fed_9"))
    assert caught.value.cause_code == "cursor-unknown"


def test_the_unstarted_are_what_nobody_has_touched(any_catalogue: Catalogue) -> None:
    """Accepted before a moment, oldest first, in pages."""
    add(any_catalogue, feed("fed_1"), feed("fed_2", seconds=1), feed("fed_3", seconds=2), feed("fed_4", seconds=60))
    with any_catalogue.begin() as unit:
        unit.feeds.save(feed("fed_2").model_copy(update={"state": FeedState.RUNNING}))

    with any_catalogue.begin(read_only=True) as unit:
        before = NOON + timedelta(seconds=30)
        assert unit.feeds.unstarted(before, 1) == (FeedRef(feed_id="fed_1", publisher="acme"),)
        assert unit.feeds.unstarted(before, 9, after="fed_1") == (FeedRef(feed_id="fed_3", publisher="acme"),)


def test_records_come_in_the_order_of_the_message(any_catalogue: Catalogue) -> None:
    """In pages, and by outcome; another feed's are not among them."""
    add(any_catalogue, feed(), feed("fed_2"))
    lines = [line(n, RecordOutcome.HELD if n % 2 else RecordOutcome.APPLIED) for n in range(1, 6)]
    with any_catalogue.begin() as unit:
        unit.feeds.add_records("fed_1", lines)
        unit.feeds.add_records("fed_2", [line(9)])

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.feeds.records("fed_1", limit=2) == tuple(lines[:2])
        assert unit.feeds.records("fed_1", after=2) == tuple(lines[2:])
        assert [one.index for one in unit.feeds.records("fed_1", outcome=RecordOutcome.HELD, after=1)] == [3, 5]
        assert (unit.feeds.last_index("fed_1"), unit.feeds.last_index("fed_3")) == (5, 0)


def test_a_record_is_written_down_once(any_catalogue: Catalogue) -> None:
    """A page that comes a second time is a conflict, and nothing of it is written; no records are no fault."""
    add(any_catalogue, feed())
    with any_catalogue.begin() as unit:
        unit.feeds.add_records("fed_1", [line(1)])
        unit.feeds.add_records("fed_1", [])

    with pytest.raises(ConflictError), any_catalogue.begin() as unit:
        unit.feeds.add_records("fed_1", [line(2), line(1)])
    with any_catalogue.begin(read_only=True) as unit:
        assert unit.feeds.last_index("fed_1") == 1


def test_records_belong_to_a_feed(any_catalogue: Catalogue) -> None:
    """Of a feed that nobody knows there are none."""
    with pytest.raises(MissingError), any_catalogue.begin() as unit:
        unit.feeds.add_records("fed_1", [line(1)])


def test_a_decided_record_is_written_over(any_catalogue: Catalogue) -> None:
    """It is found by its new outcome; one that was never added cannot be."""
    add(any_catalogue, feed())
    with any_catalogue.begin() as unit:
        unit.feeds.add_records("fed_1", [line(1, RecordOutcome.HELD)])
    with any_catalogue.begin() as unit:
        assert unit.feeds.record("fed_1", 1) == line(1, RecordOutcome.HELD)
        unit.feeds.save_record("fed_1", line(1))

    with any_catalogue.begin(read_only=True) as unit:
        assert unit.feeds.records("fed_1", outcome=RecordOutcome.APPLIED) == (line(1),)
        assert unit.feeds.record("fed_1", 2) is None
    with pytest.raises(MissingError, match="2"), any_catalogue.begin() as unit:
        unit.feeds.save_record("fed_1", line(2))
