"""What becomes of the records of a feed: which hold, which do not, and why."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from tests.activities.feed_desk import ISBN, NOW, Desk, open_desk
from tests.activities.messages import message, numbers, product


@pytest.fixture
def desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """A department over a real catalogue and a real store."""
    return open_desk(catalogue, local_store, tmp_path)


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


def test_a_sheet_is_a_feed(desk: Desk) -> None:
    """Row by row; a title that is named nowhere else takes its name from it."""
    sheet = f"ISBN;Title;Author\n{ISBN};The Harbour;Ada Brook\n9789999900011;Wrong;Ada Brook\n"
    lines = desk.take(sheet.encode("cp1252"), name="catalogue.csv")

    assert [(line.line, line.outcome.value) for line in lines] == [(2, "applied"), (3, "rejected")]
    held = desk.held()
    assert held is not None
    assert held.sent_at == NOW


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


def test_a_reference_stands_in_a_message_once(desk: Desk) -> None:
    """Nobody can know which of two is meant: the first holds, and the second is refused."""
    lines = desk.take(message(product(ISBN), product(ISBN, title="Second")))

    assert [line.outcome.value for line in lines] == ["applied", "rejected"]
    assert [finding.code for finding in lines[1].findings if finding.blocks] == ["ONX-004"]


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
