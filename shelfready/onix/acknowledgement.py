"""Writes an ONIX Acknowledgement: what became of a message's records, in the format that publishers' systems read.

Severities are the letters of List 224, and of List 261 (small) for what concerns master files rather than metadata.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from xml.sax.saxutils import escape

from shelfready.feeds import FeedRecord, RecordOutcome
from shelfready.findings import Finding, Severity
from shelfready.metadata_facts import MessageHeader

NAMESPACE = "http://ns.editeur.org/onix/acknowledgement/3.0/reference"


class MessageStatus(StrEnum):
    """What became of a message as a whole (List 221)."""

    RECEIVED = "00"
    REJECTED = "01"
    PART_PROCESSED = "02"
    PROCESSED = "03"


class RecordStatus(StrEnum):
    """What became of a record (List 226)."""

    WITHOUT_ERRORS = "00"
    ERRORS_IN_COLLATERAL = "01"
    WITH_ERRORS = "02"
    REJECTED = "03"


_NOT_TAKEN = (RecordOutcome.REJECTED, RecordOutcome.HELD)
_NOTES = {
    RecordOutcome.HELD: "Held: somebody must decide before the record is applied.",
    RecordOutcome.SKIPPED: "Skipped: a newer message was applied before, or the record is a test.",
    RecordOutcome.UNCHANGED: "Unchanged: the record says what held before.",
}
_NOT_TAKEN_IN = "message-rejected"
_LONGEST_TEXT = 2000


def acknowledgement(
    header: MessageHeader,
    records: Iterable[FeedRecord],
    *,
    sender: str,
    sent_at: datetime,
    status: MessageStatus = MessageStatus.PROCESSED,
    findings: Sequence[Finding] = (),
    problem: str | None = None,
    counts: Mapping[RecordStatus, int] | None = None,
) -> Iterator[bytes]:
    """The acknowledgement of a message, piece by piece, so that one of any length can be sent.

    `header` is the acknowledged message's, `findings` what concerns it as a whole, `problem` why it was not taken in at
    all, and `counts` how many records came to each status, which can only be said if it is known beforehand. `sender`
    is who acknowledges, at `sent_at`.
    """
    yield _opening(header, sender, sent_at)
    yield _element("MessageStatus", status)
    for finding in findings:
        yield _detail("MessageStatusDetail", finding, header.name)
    if problem:
        yield _said("MessageStatusDetail", "F", _NOT_TAKEN_IN, problem)
    for record_status, count in sorted((counts or {}).items()):
        yield _within(
            "RecordStatusSummary",
            _element("RecordStatus", record_status) + _element("NumberOfRecords", str(count)),
        )
    yield b"</Header>\n"
    is_empty = True
    for record in records:
        is_empty = False
        yield _product(record, header.name)
    yield (b"<NoProduct/>\n" if is_empty else b"") + b"</ONIXMessageAcknowledgement>\n"


def record_status(record: FeedRecord, metadata_name: str | None) -> RecordStatus:
    """The status of a record: by what became of it, then by what was found in its metadata, then in its files.

    `metadata_name` is the name of the file that the record stood in; findings about any other are of master files.
    """
    if record.outcome in _NOT_TAKEN:
        return RecordStatus.REJECTED
    letters = {severity_letter(finding, metadata_name) for finding in record.findings}
    if letters & {"E", "F"}:
        return RecordStatus.WITH_ERRORS
    return RecordStatus.ERRORS_IN_COLLATERAL if letters & {"e", "f"} else RecordStatus.WITHOUT_ERRORS


def record_counts(records: Iterable[FeedRecord], metadata_name: str | None) -> dict[RecordStatus, int]:
    """How many records came to each status."""
    return dict(Counter(record_status(record, metadata_name) for record in records))


def severity_letter(finding: Finding, metadata_name: str | None) -> str:
    """The severity as ONIX writes it: small for a master file, capital for metadata."""
    is_of_file = finding.asset is not None and finding.asset != metadata_name
    letter = _counting(finding).value
    return letter.lower() if is_of_file else letter


def _counting(finding: Finding) -> Severity:
    """As grave as the finding counts: the format knows neither waivers nor rules on trial."""
    if not finding.severity.blocks or finding.blocks:
        return finding.severity
    return Severity.WARNING if finding.waived_by is None else Severity.INFO


def _opening(header: MessageHeader, sender: str, sent_at: datetime) -> bytes:
    sent = header.sent or "without a date"
    addressee = [
        _within("AddresseeIdentifier", _element("AddresseeIDType", kind) + _element("IDValue", value))
        for kind, value in sorted(header.sender_identifiers.items())
        if kind != "01"  # proprietary: it would need the name of its scheme, which is not known here
    ]
    if header.sender:
        addressee.append(_element("AddresseeName", header.sender))
    return b"".join(
        [
            b'<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<ONIXMessageAcknowledgement release="3.0" xmlns="{NAMESPACE}">\n<Header>'.encode(),
            _within("Sender", _element("SenderName", sender)),
            _within("Addressee", b"".join(addressee)) if addressee else b"",
            _element("MessageNumber", header.message_number),
            _element("SentDateTime", f"{sent_at.astimezone(UTC):%Y%m%dT%H%MZ}"),
            _element("MessageNote", f"acknowledges {header.name}, sent {sent}" if header.name else None),
        ]
    )


def _product(record: FeedRecord, metadata_name: str | None) -> bytes:
    identifiers = [
        _within(
            "ProductIdentifier",
            _element("ProductIDType", identifier.kind)
            + _element("IDTypeName", identifier.type_name)
            + _element("IDValue", identifier.value),
        )
        for identifier in record.identifiers
    ]
    details = [_detail("RecordStatusDetail", finding, metadata_name) for finding in record.findings]
    parts = [
        _element("RecordReference", record.reference or f"record {record.index} of the message"),
        _element("NotificationType", record.notification),
        *identifiers,
        _element("RecordStatus", record_status(record, metadata_name)),
        # The standard wants a note or a detail of what was rejected, and not every reason is a finding.
        _element("RecordStatusNote", record.reason or _NOTES.get(record.outcome)),
        *details,
    ]
    return _within("Product", b"".join(parts)) + b"\n"


def _detail(tag: str, finding: Finding, metadata_name: str | None) -> bytes:
    where = f"{finding.asset}: " if finding.asset and finding.asset != metadata_name else ""
    waived = " (waived)" if finding.waived_by is not None else ""
    text = f"{where}{finding.message}{waived}. {finding.remedy}".replace("..", ".")
    return _said(tag, severity_letter(finding, metadata_name), finding.code, text)


def _said(tag: str, letter: str, code: str, text: str) -> bytes:
    return _within(
        tag,
        _element("StatusDetailCodeType", "01")  # 01: proprietary, because List 225 has but "unknown error"
        + _element("IDTypeName", "Shelfready")
        + _element("StatusDetailType", letter)
        + _element("StatusDetailCode", code)
        + _element("StatusDetailDescription", text),
    )


def _within(tag: str, content: bytes) -> bytes:
    return b"<%s>%s</%s>" % (tag.encode(), content, tag.encode())


def _element(tag: str, text: str | None) -> bytes:
    """An element of text, or nothing; characters that XML cannot hold are left out."""
    if not text:
        return b""
    allowed = "".join(character for character in text[:_LONGEST_TEXT] if _is_allowed(character))
    return f"<{tag}>{escape(allowed)}</{tag}>".encode()


def _is_allowed(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character in "\t\n\r"
    is_control = 0x7F <= code <= 0x9F
    is_surrogate = 0xD800 <= code <= 0xDFFF
    return not (is_control or is_surrogate or code in (0xFFFE, 0xFFFF))
