"""Spreadsheets that publishers send, opened as if each were hostile."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shelfready.ports import Tables

__all__ = ["open_tables"]


def open_tables(*, scratch: Path | None = None) -> "Tables":
    """The reader of delimited text and of Excel's workbooks, these in a child process with limits.

    `scratch` is where children put their folders and rows; the system's place if None.
    """
    from shelfready.adapters.sheets.spreadsheets import Spreadsheets  # noqa: PLC0415 - the child imports this package

    return Spreadsheets(scratch)
