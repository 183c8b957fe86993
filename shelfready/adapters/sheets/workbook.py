"""The child that reads workbooks. Imports openpyxl; run as a module by `spreadsheets.py`, in a confined process."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook

from shelfready.adapters.archives.limits import ArchiveLimits
from shelfready.adapters.archives.vetting import vet
from shelfready.adapters.sandbox.answering import answer
from shelfready.errors import LimitError, RejectedError
from shelfready.sheets import lists_titles
from shelfready.tables import LONGEST_ROW, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Row, Table

# The XML of a sheet shrinks ten- to fifty-fold; a bomb a thousandfold.
_ARCHIVE = ArchiveLimits(entries=2000, unpacked_bytes=2 * 1024**3, ratio=200, small_bytes=8 * 1024**2)

# Beyond this Excel does not count exactly: a number of more digits was never typed.
_EXACT = 10**15


def work(request: dict[str, Any]) -> object:
    """Write the rows of a workbook's sheet into a file, a line of JSON each."""
    path = Path(request["path"])
    if not any(member.name == "[Content_Types].xml" for member in vet(path, _ARCHIVE)):
        raise RejectedError(
            "the file is an archive and no Excel workbook: save the sheet as XLSX, or as CSV in UTF-8, and send it",
            cause_code="sheet-unreadable",
        )
    with path.open("rb") as file, Path(request["into"]).open("w", encoding="utf-8") as out:
        return write(_sheet(file), out.write)


def write(rows: Iterable[Row], into: Any) -> int:
    """Write rows down as they come, empty ones only where others follow; how many there are."""
    count, taken, empty = 0, 0, 0
    for row in rows:
        count += 1
        length = sum(map(len, row))
        taken += length
        if count > MOST_ROWS or len(row) > MOST_COLUMNS or length > LONGEST_ROW or taken > MOST_TEXT:
            raise LimitError(
                f"the sheet has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_TEXT >> 20} MiB of "
                "text: send it in parts",
                cause_code="sheet-too-large",
            )
        if not row:
            empty += 1
            continue
        into("[]\n" * empty)
        empty = 0
        into(f"{json.dumps(row, ensure_ascii=False)}\n")
    return count


def _sheet(file: BinaryIO) -> Iterator[Row]:
    """The first visible sheet that lists titles, else the first visible one."""
    # Links to other workbooks are dropped, formulas stand for the values that were saved with them.
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise RejectedError(
            "the workbook has no visible sheet: show the sheet of titles, save it and send it again",
            cause_code="sheet-unreadable",
        )
    for sheet in visible:
        # What a workbook says of its sheets' sizes is often wrong, and believed by openpyxl.
        sheet.reset_dimensions()
    chosen = next((sheet for sheet in visible if lists_titles(Table(_rows(sheet)))), visible[0])
    return _rows(chosen)


def _rows(sheet: Any) -> Iterator[Row]:
    for cells in sheet.iter_rows(values_only=True):
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield tuple(texts)


def _text(value: object) -> str:
    """The cell as its author sees it, but for numbers, which are given whole however few digits are shown."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            # Half of a pair of surrogates, which XML in UTF-16 may smuggle in, cannot be written.
            return str(value).encode("utf-8", "replace").decode()


if __name__ == "__main__":
    answer(work)
