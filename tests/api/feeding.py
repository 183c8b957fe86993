"""Feeds and waivers that are there already, for tests of the API."""

from datetime import datetime
from typing import Any

from api.ids import FEED, WAIVER, new_id
from shelfready.feeds import Feed, FeedRecord, FeedState, HeldRecord, RecordOutcome
from shelfready.findings import Finding, Owner, Severity
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts
from shelfready.records import Descriptive, Identifier, Record, TitleElement
from shelfready.waivers import Waiver
from tests.api.house import ISBN, House

REFUSED = Finding(
    code="META-001", name="invalid-isbn", severity=Severity.ERROR, message="no ISBN & no <id>", remedy="Correct it."
)
HELD = Finding(
    code="ONX-005",
    name="notification-needs-a-decision",
    severity=Severity.FATAL,
    owner=Owner.RIGHTS,
    message="the record deletes a title that is offered",
    remedy="Confirm it.",
)


def record(isbn: str = ISBN, **changes: Any) -> Record:
    """A record that says a title's name."""
    described = Descriptive(titles=(TitleElement(text="The Harbour"),))
    usual = {"reference": "r1", "identifiers": (Identifier(kind="15", value=isbn),), "descriptive": described}
    return Record.model_validate(usual | changes)


def facts(said: Record | None = None, *, index: int = 1, sent_at: datetime | None = None) -> MetadataFacts:
    """A record as it was read."""
    header = MessageHeader(name="feed.xml", release="3.0", sender="North", sent_at=sent_at)
    return MetadataFacts(dialect=Dialect.ONIX, header=header, index=index, line=9, record=said or record())


def entered_feed(house: House, publisher: str = "demo", state: FeedState = FeedState.DONE) -> str:
    """The id of a feed of three records: one is held, one was applied, one refused."""
    now = house.clock.now()
    kept = house.services.blobs.put_value(facts(record(notification="05"))).sha256
    lines = (
        _line(1, RecordOutcome.HELD, findings=(HELD,), facts_sha256=kept, reason="it would delete a title"),
        _line(2, RecordOutcome.APPLIED),
        _line(3, RecordOutcome.REJECTED, title_id=None, findings=(REFUSED,), reason="META-001"),
    )
    feed = Feed(
        id=new_id(FEED, now),
        publisher=publisher,
        name="../feed.xml",
        source="https://files.example/secret?token=1",
        state=state,
        header=facts().header,
        records=3,
        counts={"held": 1, "applied": 1, "rejected": 1},
        created_at=now,
        updated_at=now,
    )
    with house.services.catalogue.begin() as unit:
        unit.feeds.add(feed, idempotency_key=None, body_sha256="a" * 64)
        unit.feeds.add_records(feed.id, lines)
    return feed.id


def hold(house: House, said: Record | None = None) -> HeldRecord:
    """Let a record hold for the title, brought by an earlier feed."""
    now = house.clock.now()
    held = HeldRecord(publisher="demo", title_id=ISBN, reference="r1", sent_at=now, facts=facts(said), updated_at=now)
    with house.services.catalogue.begin() as unit:
        unit.records.put([held])
    return held


def kept_waiver(house: House, publisher: str = "demo") -> Waiver:
    """A waiver of a whole publisher."""
    now = house.clock.now()
    waiver = Waiver(id=new_id(WAIVER, now), code="AUD-017", publisher=publisher, by="ann", why="old", at=now)
    with house.services.catalogue.begin() as unit:
        unit.waivers.add(waiver)
    return waiver


def _line(index: int, outcome: RecordOutcome, **more: Any) -> FeedRecord:
    usual = {"line": 10 * index, "reference": f"r{index}", "notification": "03", "title_id": ISBN}
    return FeedRecord.model_validate({"index": index, "outcome": outcome, **usual, **more})
