"""What publishers' dialects see of a drop, and what a dialect is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shelfready.ports import ListedFile
from shelfready.titles import Manifest

DOCUMENT_NAMES = ("shelfready.json",)
"""The names of files that dialects read before anything is fetched; at most 8 MiB each."""


@dataclass(frozen=True)
class DropListing:
    """The files of a drop, and the bytes of its small documents by name."""

    files: tuple[ListedFile, ...]
    documents: Mapping[str, bytes]


@dataclass(frozen=True)
class Dialect:
    """How one publisher, or one convention, lays out a drop: a member of the family in `publishers/`.

    `likeness` says from 0 (not mine) to 100 (certainly mine); the likest dialect reads the drop, ties go by key.
    `read` answers what is what, or raises `RejectedError` saying what is wrong with the drop.
    """

    likeness: Callable[[DropListing], int]
    read: Callable[[DropListing], Manifest]
