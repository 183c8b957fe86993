"""What a drop looks like from outside, and what a dialect is: a way of telling which file is what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shelfready.ports import ListedFile
from shelfready.tables import Table
from shelfready.titles import Manifest

DOCUMENT_NAMES = ("shelfready.json",)
"""The names of lists of files."""

RECORD_SUFFIXES = (".xml", ".onix", ".onx")
"""The suffixes of what may be an ONIX message; only its beginning says whether it is one."""

SHEET_SUFFIXES = (".csv", ".tsv", ".xlsx")
"""The suffixes of what may be a sheet of titles; only its header says whether it is one."""


@dataclass(frozen=True)
class DropListing:
    """The files of a drop; what its small documents hold, by name; and the rows of its sheets, by name, held.

    `title_id` is the title that the drop was sent for, None where nobody has said yet.
    """

    files: tuple[ListedFile, ...]
    documents: Mapping[str, bytes]
    tables: Mapping[str, Table] = field(default_factory=dict)
    title_id: str | None = None


@dataclass(frozen=True)
class Dialect:
    """How one publisher, or one convention, lays out a drop: a member of the family in `publishers/`.

    `likeness` says from 0 (not mine) to 100 (certainly mine); the likest dialect reads the drop, ties go by key.
    `read` answers what is what, or raises `RejectedError` saying what is wrong with the drop.
    """

    likeness: Callable[[DropListing], int]
    read: Callable[[DropListing], Manifest]


def is_document(name: str) -> bool:
    """Whether a file is one that dialects may read before anything is fetched, sheets apart."""
    return name.rpartition("/")[2] in DOCUMENT_NAMES or name.casefold().endswith(RECORD_SUFFIXES)


def is_sheet(name: str) -> bool:
    """Whether a file may be a sheet of titles."""
    return name.casefold().endswith(SHEET_SUFFIXES)
