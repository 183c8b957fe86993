"""The cells of one row under their columns, and what was odd about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.sheets.cells import ERRORS, LONGEST_CELL, is_twice_encoded, line_of
from shelfready.sheets.column_names import Column
from shelfready.sheets.columns import Header, Heading
from shelfready.tables import Row

T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """A cell that says something."""

    heading: Heading
    text: str


@dataclass
class Line:
    """A row that is being read: its cells by column. `oddities` grow while it is."""

    header: Header
    row: Row
    number: int
    oddities: list[Oddity] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cells: dict[Column, list[Cell]] = {}
        for heading, text in zip(self.header, self.row, strict=False):
            if heading is not None and self._is_readable(heading, text):
                self._cells.setdefault(heading.column, []).append(Cell(heading, text))

    def cells(self, *columns: Column) -> Iterator[Cell]:
        """The cells of columns that say something, column by column."""
        for column in columns:
            yield from self._cells.get(column, ())

    def first(self, *columns: Column) -> str | None:
        """The first cell on one line, None if there is none."""
        return next((line_of(cell.text) for cell in self.cells(*columns)), None)

    def read(self, column: Column, reader: Callable[[str], T | None], why: str) -> T | None:
        """What the reader makes of the first cell that it can read; the others are told."""
        for cell in self.cells(column):
            found = reader(cell.text)
            if found is not None:
                return found
            self.cannot(cell, why)
        return None

    def cannot(self, cell: Cell, why: str) -> None:
        """Tell that a cell cannot be what its column says."""
        said = line_of(cell.text)[:80]
        self.odd(Trouble.CELL, f"{said} in column {cell.heading.name} {why}; it was left out", before=said)

    def odd(self, trouble: Trouble, message: str, before: str | None = None) -> None:
        """Tell something of the row."""
        self.oddities.append(Oddity(trouble=trouble, message=message, line=self.number, before=before))

    def _is_readable(self, heading: Heading, text: str) -> bool:
        """Whether the cell says something, after telling what is wrong with it."""
        if len(text) > LONGEST_CELL:
            message = f"the cell in column {heading.name} has {len(text):,} characters, and at most 32,767 are expected"
            self.odd(Trouble.TOO_LARGE, f"{message}: it was left out")
            return False
        said = line_of(text)
        if said.casefold() in ERRORS:
            self.cannot(Cell(heading, text), "is what a failed formula shows: correct the formula")
            return False
        if is_twice_encoded(said):
            message = (
                f"the cell in column {heading.name} was encoded twice: {said[:80]}; export the sheet again as UTF-8"
            )
            self.odd(Trouble.MOJIBAKE, message, before=said[:200])
        return bool(said)
