"""Reads delimited text: commas, semicolons, tabs or bars, in whatever encoding it is."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from shelfready.errors import LimitError, RejectedError
from shelfready.sheets.columns import HEADER_WITHIN, recognised
from shelfready.sheets.encodings import encoding_of
from shelfready.tables import LONGEST_ROW, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Row, Table

DELIMITERS = (",", ";", "\t", "|")

# Of each line, to find the delimiter by: a header of two thousand columns is shorter.
_SNIFFED = 64 * 1024

# Excel writes and obeys this first line, and shows it to nobody.
_STATED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def delimited(source: BinaryIO) -> Table:
    """The rows of a text; the delimiter is the one by which the most columns have names that we know."""
    encoding = encoding_of(source)
    source.seek(0)
    lines = _Lines(TextIOWrapper(source, encoding.codec, encoding.errors, newline=""))
    head = lines.ahead(HEADER_WITHIN)
    stated = _STATED.fullmatch(head[0]) if head else None
    if stated:
        next(lines)
    delimiter = stated.group(1) if stated else _delimiter(head)
    return Table(_rows(lines, delimiter), encoding.name, (encoding.oddity,) if encoding.oddity else ())


class _Lines(Iterator[str]):
    """The lines of a text with their ends; `has_ended` says that one was asked for, and there was none left."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self._taken = 0
        self.row_taken = 0
        self.has_ended = False

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            self.has_ended = True
            raise StopIteration
        self._taken += len(line)
        self.row_taken += len(line)
        if self.row_taken > LONGEST_ROW or self._taken > MOST_TEXT:
            raise LimitError(
                f"a row is longer than {LONGEST_ROW >> 20} MiB, or all of them than {MOST_TEXT >> 20} MiB: send the "
                "sheet in parts, and look for a quotation mark that is never closed",
                cause_code="sheet-too-large",
            )
        return line

    def ahead(self, count: int) -> list[str]:
        """The next lines, which are read again."""
        self._ahead.extend(line for line in (self._read() for _ in range(count)) if line)
        return list(self._ahead)

    def _read(self) -> str:
        try:
            return self._text.readline(LONGEST_ROW + 1)
        except UnicodeError as error:
            raise RejectedError(
                "the file is in no encoding that we know (UTF-8, UTF-16, Windows-1252): save the sheet as CSV in "
                "UTF-8, or as XLSX, and send it again",
                cause_code="sheet-unreadable",
            ) from error


def _rows(lines: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    count = 0
    while True:
        lines.row_taken = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _unclosed(count + 1) from error
        if cells is None:
            return
        if lines.has_ended:
            # The reader asked for another line in the midst of this row.
            raise _unclosed(count + 1)
        count += 1
        if count > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise LimitError(
                f"the sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns: send it in parts",
                cause_code="sheet-too-large",
            )
        yield tuple(cells)


def _unclosed(row: int) -> RejectedError:
    return RejectedError(
        f"a quotation mark that opens a cell in row {row} is never closed: write marks within a cell twice, or let a "
        "spreadsheet program save the file",
        cause_code="sheet-unreadable",
    )


def _delimiter(head: list[str]) -> str:
    """The delimiter that finds the most names of columns; of equals, the one that makes the most cells."""
    return max(DELIMITERS, key=lambda delimiter: _found(head, delimiter))


def _found(head: list[str], delimiter: str) -> tuple[int, int]:
    try:
        rows = [row[:MOST_COLUMNS] for row in csv.reader((line[:_SNIFFED] for line in head), delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    return max(map(recognised, rows), default=0), max(map(len, rows), default=0)
