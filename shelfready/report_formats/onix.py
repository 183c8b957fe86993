"""The report as an ONIX Acknowledgement: what publishers' systems read of their title, whatever it was sent with."""

from collections.abc import Iterator

from shelfready.feeds import FeedRecord, RecordOutcome
from shelfready.findings import Outcome
from shelfready.metadata_facts import MessageHeader, MetadataFacts
from shelfready.onix.acknowledgement import MessageStatus, acknowledgement
from shelfready.records import Identifier
from shelfready.reporting import ReportFormat, ReportInput

SENDER = "Shelfready"


def _write(told: ReportInput) -> Iterator[bytes]:
    described = told.facts.described if told.facts else None
    header = described.header if described else MessageHeader()
    record = _record(told, described)
    status = MessageStatus.REJECTED if record.outcome is RecordOutcome.REJECTED else MessageStatus.PROCESSED
    return acknowledgement(header, [record], sender=SENDER, sent_at=told.made_at, status=status)


def _record(told: ReportInput, described: MetadataFacts | None) -> FeedRecord:
    record = described.record if described else None
    title_id = told.facts.title_id if told.facts else told.title_id
    is_refused = told.report.verdict.outcome is Outcome.REFUSE
    return FeedRecord(
        index=described.index if described else 1,
        line=described.line if described else None,
        reference=(record.reference if record else None) or title_id,
        notification=record.notification if record else None,
        identifiers=record.identifiers if record and record.identifiers else _identifiers(title_id),
        title_id=title_id,
        outcome=RecordOutcome.REJECTED if is_refused else RecordOutcome.APPLIED,
        findings=told.report.findings,
    )


def _identifiers(title_id: str | None) -> tuple[Identifier, ...]:
    """The title's own id, where no record brought any."""
    if title_id is None:
        return ()
    is_isbn = len(title_id) == 13 and title_id.isdecimal() and title_id.startswith(("978", "979"))
    kind, name = ("15", None) if is_isbn else ("01", "the publisher's own id")  # 15: ISBN-13, 01: proprietary
    return (Identifier(kind=kind, value=title_id, type_name=name),)


onix = ReportFormat(media_type="application/xml", suffix="xml", write=_write)
