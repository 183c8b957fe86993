"""Reads a sheet of titles: a record for each row."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain, islice

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts, Oddity, Trouble
from shelfready.sheets.column_names import Column
from shelfready.sheets.columns import HEADER_WITHIN, REPEATED, Header, header_of
from shelfready.sheets.lines import record_of
from shelfready.tables import Row, Table

_IDENTIFYING = (Column.ISBN, Column.OWN_ID)
_MOST_NAMED = 30


def read(table: Table, *, name: str | None = None) -> Iterator[MetadataFacts]:
    """The records of a sheet, row by row, so that a hundred thousand take no more memory than one.

    `name` is the sheet's file, for the header of its records. A sheet without a column of ISBNs is `RejectedError` at
    once. A record's `line` is its row, counted from 1 as spreadsheet programs count them.
    """
    rows = enumerate(table.rows, start=1)
    above = list(islice(rows, HEADER_WITHIN))
    found = _header(above)
    if found is None or not _has(found[1], *_IDENTIFYING):
        raise _no_isbn(name, found[2] if found else above[0][1] if above else ())
    number, header, names = found
    message = MessageHeader(
        name=name, encoding=table.encoding, oddities=(*table.oddities, *_column_oddities(header, names, number))
    )
    return _records(chain(above[number:], rows), header, message)


def lists_titles(table: Table) -> bool:
    """Whether the rows are of titles: whether there is a header with an ISBN, or an own id, and something more."""
    found = _header(list(islice(enumerate(table.rows, start=1), HEADER_WITHIN)))
    return found is not None and _has(found[1], *_IDENTIFYING) and _known(found[1]) > 1


def _records(rows: Iterator[tuple[int, Row]], header: Header, message: MessageHeader) -> Iterator[MetadataFacts]:
    seen: set[bytes] = set()
    index = 0
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        index += 1
        if any(cell.strip() for cell in row[len(header) :]):
            yield MetadataFacts(
                dialect=Dialect.SHEET,
                header=message,
                index=index,
                line=number,
                oddities=(_too_wide(row, header, number),),
            )
            continue
        record, oddities = record_of(header, row, number)
        if record.reference:
            # Eight bytes a row: a feed of a million titles is remembered in some fifty megabytes.
            key = blake2b(record.reference.encode(), digest_size=8).digest()
            if key in seen:
                oddities = (*oddities, _double(record.reference, number))
            seen.add(key)
        yield MetadataFacts(
            dialect=Dialect.SHEET, header=message, index=index, line=number, record=record, oddities=oddities
        )


def _header(rows: list[tuple[int, Row]]) -> tuple[int, Header, Row] | None:
    """The row, of those at the top, whose cells name the most columns; of equals, the first."""
    headers = [(number, header_of(row), row) for number, row in rows]
    best = max(headers, key=lambda found: _known(found[1]), default=None)
    return best if best is not None and _known(best[1]) else None


def _known(header: Header) -> int:
    return len({found.column for found in header if found})


def _has(header: Header, *columns: Column) -> bool:
    return any(found is not None and found.column in columns for found in header)


def _column_oddities(header: Header, names: Row, number: int) -> Iterator[Oddity]:
    unknown = [" ".join(name.split())[:60] for name, found in zip(names, header, strict=True) if found is None]
    unknown = [name for name in unknown if name]
    if unknown:
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        yield Oddity(
            trouble=Trouble.COLUMN,
            message=f"columns of no name that we know were left out: {', '.join(unknown[:_MOST_NAMED])}{more}",
            is_repaired=True,
            line=number,
        )
    told: set[str] = set()
    columns = [found.column for found in header if found]
    for found in header:
        if found and found.column not in REPEATED and columns.count(found.column) > 1 and found.column not in told:
            told.add(found.column)
            same = ", ".join(other.name for other in header if other and other.column is found.column)
            yield Oddity(
                trouble=Trouble.COLUMN,
                message=f"several columns say the same thing ({same}): the first that is filled is read",
                is_repaired=True,
                line=number,
            )


def _no_isbn(name: str | None, row: Row) -> RejectedError:
    said = ", ".join(" ".join(cell.split())[:40] for cell in row[:12] if cell.strip()) or "nothing"
    return RejectedError(
        f"{name or 'the sheet'} has no column of ISBNs among its first {HEADER_WITHIN} rows; the likeliest header says "
        f"{said}: name one column ISBN and, best, others Title, Author, Narrator, Language and Publisher",
        cause_code="sheet-without-isbn",
    )


def _too_wide(row: Row, header: Header, number: int) -> Oddity:
    return Oddity(
        trouble=Trouble.CELL,
        message=f"row {number} has {len(row)} cells and the header {len(header)}, so that it cannot be told which is "
        "which: put cells that hold the delimiter in quotation marks",
        line=number,
    )


def _double(reference: str, number: int) -> Oddity:
    return Oddity(
        trouble=Trouble.DUPLICATE,
        message=f"{reference} stood in a row before row {number}: give each product one row",
        line=number,
    )
