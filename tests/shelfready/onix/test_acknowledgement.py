"""Tests of acknowledging messages."""

from datetime import UTC, datetime
from typing import Any

from lxml import etree

from shelfready.feeds import FeedRecord, RecordOutcome
from shelfready.findings import Finding, Severity, Status
from shelfready.metadata_facts import MessageHeader
from shelfready.onix.acknowledgement import (
    NAMESPACE,
    MessageStatus,
    RecordStatus,
    acknowledgement,
    record_counts,
    record_status,
)
from shelfready.records import Identifier
from shelfready.waivers import Waiver

_SENT = datetime(2026, 2, 1, 8, 5, tzinfo=UTC)
_HEADER = MessageHeader(
    name="feed.xml", sender="Harbour & Sons", sender_identifiers={"06": "506", "01": "h"}, message_number="7"
)


def _finding(severity: Severity, asset: str | None = None, message: str = "m") -> Finding:
    return Finding(code="META-001", name="n", severity=severity, message=message, remedy="Mend it.", asset=asset)


def _record(*findings: Finding, outcome: RecordOutcome = RecordOutcome.APPLIED, reference: str = "r") -> FeedRecord:
    identifiers = (Identifier(kind="15", value="9780306406157"),)
    return FeedRecord(index=1, reference=reference, identifiers=identifiers, outcome=outcome, findings=findings)


def _written(*records: FeedRecord, **more: Any) -> Any:
    return etree.fromstring(
        b"".join(acknowledgement(_HEADER, records, sender="Shelf", sent_at=_SENT, **more)), etree.XMLParser()
    )


def _texts(root: Any, path: str) -> list[str]:
    return [element.text for element in root.iterfind("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))]


def test_header() -> None:
    """The acknowledgement goes to the sender of the message, by its number, with its status."""
    root = _written(status=MessageStatus.REJECTED, findings=[_finding(Severity.FATAL, message="not XML")])

    assert root.tag == f"{{{NAMESPACE}}}ONIXMessageAcknowledgement"
    assert root.get("release") == "3.0"
    assert _texts(root, "Header/Sender/SenderName") == ["Shelf"]
    assert _texts(root, "Header/Addressee/AddresseeName") == ["Harbour & Sons"]
    assert _texts(root, "Header/Addressee/AddresseeIdentifier/IDValue") == ["506"]
    assert _texts(root, "Header/MessageNumber") == ["7"]
    assert _texts(root, "Header/SentDateTime") == ["20260201T0805Z"]
    assert _texts(root, "Header/MessageStatus") == ["01"]
    assert _texts(root, "Header/MessageStatusDetail/StatusDetailType") == ["F"]
    assert len(_texts(root, "NoProduct")) == 1


def test_records() -> None:
    """Each record says its reference, identifiers, status and findings."""
    root = _written(_record(_finding(Severity.ERROR)), _record(reference="s"))

    assert _texts(root, "Product/RecordReference") == ["r", "s"]
    assert _texts(root, "Product/ProductIdentifier/IDValue") == ["9780306406157"] * 2
    assert _texts(root, "Product/RecordStatus") == ["02", "00"]
    assert _texts(root, "Product/RecordStatusDetail/StatusDetailCode") == ["META-001"]
    assert _texts(root, "Product/RecordStatusDetail/StatusDetailDescription") == ["m. Mend it."]
    assert _texts(root, "NoProduct") == []


def test_reasons() -> None:
    """What was rejected says why, as the standard demands, even where no finding does; so does a whole message."""
    record = _record(outcome=RecordOutcome.REJECTED).model_copy(update={"reason": "a block update needs a record"})
    root = _written(record, status=MessageStatus.REJECTED, problem="the file is <empty>")

    assert _texts(root, "Product/RecordStatusNote") == ["a block update needs a record"]
    assert _texts(root, "Header/MessageStatusDetail/StatusDetailDescription") == ["the file is <empty>"]


def test_what_does_not_count_is_no_error() -> None:
    """The format knows neither waivers nor rules on trial: they are told, and refuse nothing."""
    waiver = Waiver(id="w", code="META-001", publisher="north", by="j.doe", why="agreed", at=_SENT)
    waived = _finding(Severity.ERROR).model_copy(update={"waived_by": waiver})
    tried = _finding(Severity.ERROR).model_copy(update={"status": Status.PREVIEW})
    root = _written(_record(waived, tried))

    assert _texts(root, "Product/RecordStatus") == ["00"]
    assert _texts(root, "Product/RecordStatusDetail/StatusDetailType") == ["I", "W"]
    assert "waived" in _texts(root, "Product/RecordStatusDetail/StatusDetailDescription")[0]


def test_statuses() -> None:
    """The status tells errors of metadata from those of files, and both from what was not taken at all."""
    of_file, of_metadata = _finding(Severity.ERROR, "01.mp3"), _finding(Severity.ERROR, "feed.xml")
    held = _record(outcome=RecordOutcome.HELD)
    records = {
        RecordStatus.WITHOUT_ERRORS: _record(_finding(Severity.WARNING)),
        RecordStatus.ERRORS_IN_COLLATERAL: _record(of_file),
        RecordStatus.WITH_ERRORS: _record(of_file, of_metadata),
        RecordStatus.REJECTED: _record(outcome=RecordOutcome.REJECTED),
    }

    assert {status: record_status(record, "feed.xml") for status, record in records.items()} == {
        status: status for status in records
    }
    assert record_status(held, "feed.xml") is RecordStatus.REJECTED
    assert _texts(_written(held), "Product/RecordStatusNote") == [
        "Held: somebody must decide before the record is applied."
    ]


def test_letters() -> None:
    """Severities of master files are small letters."""
    root = _written(_record(_finding(Severity.WARNING, "01.mp3"), _finding(Severity.WARNING, "feed.xml")))

    assert _texts(root, "Product/RecordStatusDetail/StatusDetailType") == ["w", "W"]
    assert _texts(root, "Product/RecordStatusDetail/StatusDetailDescription")[0].startswith("01.mp3: ")


def test_summary() -> None:
    """Counts that are known beforehand stand in the header."""
    records = [_record(), _record(), _record(outcome=RecordOutcome.REJECTED)]
    root = _written(*records, counts=record_counts(records, "feed.xml"))

    assert _texts(root, "Header/RecordStatusSummary/RecordStatus") == ["00", "03"]
    assert _texts(root, "Header/RecordStatusSummary/NumberOfRecords") == ["2", "1"]


def test_hostile_text() -> None:
    """What a publisher wrote cannot break out of its element, whatever characters it has."""
    nasty = "</Product><x>\x00\x08\x1b&amp;]]>\ud800\ufffe\u202e é"
    root = _written(_record(_finding(Severity.ERROR, message=nasty), reference=nasty))

    assert _texts(root, "Product/RecordReference") == ["</Product><x>&amp;]]>\u202e é"]
    assert len(_texts(root, "Product")) == 1


def test_streams() -> None:
    """An acknowledgement of many records is written as they come."""
    asked: list[int] = []

    def records() -> Any:
        for number in range(3):
            asked.append(number)
            yield _record()

    written = acknowledgement(_HEADER, records(), sender="s", sent_at=_SENT)
    while b"<Product>" not in next(written):
        pass

    assert asked == [0]
