"""What reading a publisher's metadata found: the record, and everything that was odd about the file it stood in."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shelfready.records import Record
from shelfready.values import Value


class Dialect(StrEnum):
    """In what a record was written."""

    ONIX = "onix"
    SHEET = "sheet"


class Trouble(StrEnum):
    """What a reader met in a file. Each is some rule's business; `repaired` ones were read all the same."""

    ENCODING = "encoding"
    """The bytes are not in the encoding that the file declares."""
    MOJIBAKE = "mojibake"
    """Text was encoded twice: `Ã©` for `é`."""
    NAMESPACE = "namespace"
    """The namespace is missing, or is none of ONIX."""
    RELEASE = "release"
    """The release is not stated, unknown, or contradicts the namespace."""
    DOCTYPE = "doctype"
    """The document brings a DTD of its own (an internal subset), or declares entities."""
    ENTITY = "entity"
    """A named entity was used."""
    NOT_XML = "not-xml"
    """The file is not well formed; nothing after this place was read."""
    TOO_LARGE = "too-large"
    """A record, a text or a cell is larger than any real one."""
    DUPLICATE = "duplicate"
    """The record's reference stood in this message before."""
    CODE_UNKNOWN = "code-unknown"
    """A code that the newest code list we know does not have."""
    REWRITTEN = "rewritten"
    """A value had a shape that the format does not know, and was read as what it must mean: date, language, order."""
    COLUMN = "column"
    """A sheet's column is missing, double, or of no known name."""
    ISBN_DAMAGED = "isbn-damaged"
    """A spreadsheet program turned the ISBN into a number."""
    DATE_AMBIGUOUS = "date-ambiguous"
    """A date that may be one of two days: 03/04/2026."""
    CELL = "cell"
    """A cell that cannot be what its column says."""


class Oddity(Value):
    """One thing that a reader met: `message` says what was found and what was expected; `line` counts from 1."""

    trouble: Trouble
    message: str
    is_repaired: bool = False
    line: int | None = None
    before: str | None = None
    after: str | None = None


class SchemaFault(Value):
    """What the format's own schema says against the record."""

    message: str
    line: int | None = None
    path: str | None = None
    is_newer_code: bool = False


class MessageHeader(Value):
    """What a message says of itself; the same for each of its records.

    `release` is 2.1, 3.0 or 3.1 as it was read; `style` is reference or short. `sent_at` is in UTC.
    """

    name: str | None = None
    release: str | None = None
    style: str | None = None
    encoding: str | None = None
    sender: str | None = None
    sender_identifiers: dict[str, str] = Field(default_factory=dict)
    message_number: str | None = None
    sent: str | None = None
    sent_at: datetime | None = None
    note: str | None = None
    oddities: tuple[Oddity, ...] = ()


class MetadataFacts(Value):
    """One record of a metadata file, and how it read. `record` is None where it could not be read at all.

    `index` counts the message's records from 1, `line` is where it begins.
    """

    dialect: Dialect
    header: MessageHeader = MessageHeader()
    index: int = 1
    line: int | None = None
    record: Record | None = None
    oddities: tuple[Oddity, ...] = ()
    schema_faults: tuple[SchemaFault, ...] = ()
