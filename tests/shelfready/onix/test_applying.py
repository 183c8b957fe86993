"""Tests of what records do to what is held, by notification and date."""

from datetime import UTC, datetime

import pytest

from shelfready.feeds import RecordOutcome
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.onix.applying import decide
from shelfready.records import Collateral, Publishing, Record

_NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
_EVENING = datetime(2026, 1, 31, 18, tzinfo=UTC)
_HELD = Record(reference="r", publishing=Publishing(status="04"), collateral=Collateral())


def _facts(record: Record | None, *, release: str = "3.0", sent_at: datetime | None = _NOON) -> MetadataFacts:
    return MetadataFacts(dialect=Dialect.ONIX, header=MessageHeader(release=release, sent_at=sent_at), record=record)


@pytest.mark.parametrize("notification", ["01", "02", "03"])
def test_whole_records_replace(notification: str) -> None:
    """What a whole record does not say is gone."""
    record = Record(reference="r", notification=notification, publishing=Publishing(status="07"))

    decision = decide(_facts(record), held=_HELD)

    assert (decision.outcome, decision.record) == (RecordOutcome.APPLIED, record)
    assert decide(_facts(record)).outcome is RecordOutcome.APPLIED


def test_block_updates() -> None:
    """A block update replaces its blocks, and needs a record and ONIX 3."""
    update = Record(reference="r", notification="04", publishing=Publishing(status="07"))

    decision = decide(_facts(update), held=_HELD)

    assert decision.outcome is RecordOutcome.APPLIED
    assert decision.record is not None
    assert decision.record.publishing == Publishing(status="07")
    assert decision.record.collateral == Collateral()
    assert decide(_facts(update)).outcome is RecordOutcome.REJECTED
    assert decide(_facts(update, release="2.1"), held=_HELD).outcome is RecordOutcome.REJECTED


def test_an_empty_block_clears() -> None:
    """A block that is there and empty takes away what it held."""
    update = Record(reference="r", notification="04", publishing=Publishing())

    decision = decide(_facts(update), held=_HELD)

    assert decision.record is not None
    assert decision.record.publishing == Publishing()


@pytest.mark.parametrize("notification", ["03", "04"])
def test_unchanged(notification: str) -> None:
    """What says what held before changes nothing, by whichever notification it comes."""
    again = _HELD.model_copy(update={"notification": notification})

    decision = decide(_facts(again), held=_HELD.model_copy(update={"notification": "01"}))

    assert decision.outcome is RecordOutcome.UNCHANGED


def test_deletes() -> None:
    """A delete of what is on the shelf is held; of what is not, done; of what is not held, nothing."""
    delete = _facts(Record(reference="r", notification="05"))

    live, resting, unknown = decide(delete, held=_HELD, is_live=True), decide(delete, held=_HELD), decide(delete)

    assert (live.outcome, live.record) == (RecordOutcome.HELD, _HELD)
    assert (resting.outcome, resting.record) == (RecordOutcome.APPLIED, None)
    assert unknown.outcome is RecordOutcome.UNCHANGED


@pytest.mark.parametrize(
    ("notification", "outcome"),
    [
        ("08", RecordOutcome.HELD),
        ("09", RecordOutcome.HELD),
        ("88", RecordOutcome.SKIPPED),
        ("89", RecordOutcome.SKIPPED),
        ("12", RecordOutcome.REJECTED),
        ("3", RecordOutcome.REJECTED),
    ],
)
def test_others_keep_what_is_held(notification: str, outcome: RecordOutcome) -> None:
    """Sales wait, tests are passed over, and what is no notification is refused."""
    decision = decide(_facts(Record(reference="r", notification=notification)), held=_HELD)

    assert (decision.outcome, decision.record) == (outcome, _HELD)


def test_older_messages() -> None:
    """A message sent before the applied one is passed over; one of the same moment, or of none, is not."""
    record = Record(reference="r", publishing=Publishing(status="07"))

    older = decide(_facts(record, sent_at=_NOON), held=_HELD, held_sent_at=_EVENING)

    assert (older.outcome, older.record) == (RecordOutcome.SKIPPED, _HELD)
    assert "12:00" in older.reason
    assert decide(_facts(record, sent_at=_EVENING), held=_HELD, held_sent_at=_EVENING).outcome is RecordOutcome.APPLIED
    assert decide(_facts(record, sent_at=None), held=_HELD, held_sent_at=_EVENING).outcome is RecordOutcome.APPLIED


def test_unreadable_and_stolen() -> None:
    """A record without a reference, or with another title's, is refused."""
    assert decide(_facts(None)).outcome is RecordOutcome.REJECTED
    assert decide(_facts(Record())).outcome is RecordOutcome.REJECTED
    stolen = decide(_facts(Record(reference="r")), other_title="9780306406157")
    assert stolen.outcome is RecordOutcome.REJECTED
    assert "9780306406157" in stolen.reason
