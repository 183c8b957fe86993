"""Ports of drops: where bytes come from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from shelfready.ports.objects import nothing
from shelfready.ports.watching import Watcher
from shelfready.tables import Table
from shelfready.values import Blob, Value


class ListedFile(Value):
    """One file of a folder or an archive: `name` is its path relative to it, with forward slashes."""

    name: str
    source: str
    size_bytes: int


class Fetcher(Protocol):
    """Brings bytes from where the publisher says they are.

    What the publisher must mend is `RejectedError` (forbidden address, not found, too large, not an archive); what may
    work later is `UnavailableError`.
    """

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """The files below a folder or a prefix, junk left out, in natural order."""

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write the bytes to a file, hashing them on the way."""


class Archives(Protocol):
    """Opens archives that may be hostile."""

    def members(self, archive: Path) -> tuple[ListedFile, ...]:
        """The files within, junk left out, in natural order; `RejectedError` says why it is not safe to open."""

    def extract(
        self, archive: Path, member: str, into: Path, *, limit_bytes: int, moved: Callable[[], None] = nothing
    ) -> Blob:
        """Write one member to a file, hashing it on the way, and stop where its size turns out a lie.

        `moved` is called with every piece; it may raise to call the work off.
        """


class Tables(Protocol):
    """Opens spreadsheets that may be hostile: delimited text of any usual encoding, and Excel's workbooks."""

    def rows(self, path: Path, watcher: Watcher | None = None) -> AbstractContextManager[Table]:
        """The rows of a file, whose kind its bytes say; to be read while the context is open.

        Of a workbook it is the first visible sheet whose columns we know, with the values that it was saved with;
        nothing is calculated, and nothing is fetched. `RejectedError` says why a file cannot be read, also while rows
        are being read.
        """
