"""Opens a spreadsheet of any kind, which its first bytes say; its name and what it was called count for nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.adapters.sandbox import Limits, Subject, ask
from shelfready.errors import RejectedError
from shelfready.ports import Watcher
from shelfready.sheets.delimited import delimited
from shelfready.tables import Row, Table

# openpyxl holds the strings that cells share in memory; rows go to the disk as they are read.
_LIMITS = Limits(memory_bytes=1 << 30, cpu_s=300, wall_s=900, file_bytes=1 << 30)
_SUBJECT = Subject("workbook", "sheet")
_CHILD = "shelfready.adapters.sheets.workbook"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Spreadsheets:
    """`Tables` by the standard library's csv and by openpyxl."""

    scratch: Path | None = None

    @contextmanager
    def rows(self, path: Path, watcher: Watcher | None = None) -> Iterator[Table]:
        """The rows of a text, or of the first visible sheet of a workbook whose columns we know."""
        with path.open("rb") as file:
            head = file.read(len(_OLE))
            file.seek(0)
            if head.startswith(_OLE):
                raise RejectedError(
                    "the sheet is in Excel's old format (.xls), or has a password: save it as XLSX without a password, "
                    "or as CSV in UTF-8, and send it again",
                    cause_code="sheet-unreadable",
                )
            if not head.startswith(_ZIP):
                yield delimited(file)
                return
        with TemporaryDirectory(dir=self.scratch, prefix="sheet-") as folder:
            into = Path(folder) / "rows"
            request = {"path": str(path.resolve()), "into": str(into.resolve())}
            check = _Growing(into, watcher).check if watcher else None
            ask(_CHILD, request, _LIMITS, _SUBJECT, scratch=self.scratch, check=check)
            yield Table(_stored(into))


@dataclass
class _Growing:
    """Tells a watcher that the child gets on: its file of rows has grown."""

    path: Path
    watcher: Watcher
    size_bytes: int = 0

    def check(self) -> None:
        size_bytes = self.path.stat().st_size if self.path.exists() else 0
        if size_bytes > self.size_bytes:
            self.size_bytes = size_bytes
            self.watcher.moved()
        self.watcher.check()


def _stored(path: Path) -> Iterator[Row]:
    """The rows that the child wrote, a line of JSON each."""
    with path.open("rb") as file:
        for line in file:
            yield tuple(map(str, json.loads(line)))
