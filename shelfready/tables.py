"""A spreadsheet's rows as text, whichever program and format they come from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shelfready.errors import LimitError
from shelfready.metadata_facts import Oddity

Row = tuple[str, ...]
"""The cells of a row as text, empty ones as `""`; rows need not be of one length."""

MOST_ROWS = 1_048_576
"""As many rows as a sheet of Excel has: who sends more sends something else."""

MOST_COLUMNS = 2_000
"""Cells that a row may fill; the widest catalogue template has about a hundred."""

LONGEST_ROW = 4 * 1024**2
"""Characters of one row. A cell of Excel holds at most 32,767."""

MOST_TEXT = 512 * 1024**2
"""Characters of a whole table, so that a small archive cannot become any amount of text."""

MOST_HELD = 64 * 1024**2
"""Characters of a table that is held in memory whole."""

# What an empty cell of a held row costs besides its text, in the same measure.
_CELL_COST = 16


@dataclass(frozen=True)
class Table:
    """Rows, from the top of the sheet and with empty ones between them, and what was met on the way to them.

    `rows` may be read only once, unless the table is `held`. `encoding` is that of the text, None of a workbook.
    """

    rows: Iterable[Row]
    encoding: str | None = None
    oddities: tuple[Oddity, ...] = ()


def held(table: Table, name: str) -> Table:
    """The table with its rows in memory, where they can be read again; `LimitError` if it is too large for that."""
    rows: list[Row] = []
    taken = 0
    for row in table.rows:
        taken += sum(map(len, row)) + _CELL_COST * (len(row) + 1)
        if taken > MOST_HELD:
            raise LimitError(
                f"{name} holds more than {MOST_HELD >> 20} MiB of text, too much for a sheet beside a title's files: "
                "leave the rows of other titles out, or send the whole sheet as a feed",
                cause_code="sheet-too-large",
            )
        rows.append(row)
    return replace(table, rows=tuple(rows))
