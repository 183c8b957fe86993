"""Names to remember in a file of SQLite that is thrown away afterwards."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from shelfready.errors import UnavailableError

_FILE_ONLY = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16384;
CREATE TABLE marks (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""Nothing of it must outlive the process, and 16 MiB of it are in memory."""


@dataclass(frozen=True)
class SqliteMarks:
    """`ports.Marks` in a table with nothing but a key."""

    connection: sqlite3.Connection

    def add(self, names: Iterable[str]) -> None:
        """Insert what is not there."""
        with _translated():
            self.connection.executemany("INSERT OR IGNORE INTO marks VALUES (?)", ((name,) for name in names))

    def having(self, names: Collection[str]) -> frozenset[str]:
        """Look them all up in one statement."""
        places = ",".join("?" * len(names))
        with _translated():
            found = self.connection.execute(f"SELECT name FROM marks WHERE name IN ({places})", tuple(names))  # noqa: S608 - question marks only
            return frozenset(name for (name,) in found)


@contextmanager
def open_marks(folder: Path) -> Iterator[SqliteMarks]:
    """Marks in a new file of a folder that is private and goes afterwards; for one thread."""
    with _translated():
        connection = sqlite3.connect(folder / "marks.db", isolation_level=None)
    with closing(connection):
        with _translated():
            connection.executescript(_FILE_ONLY)
        yield SqliteMarks(connection)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise UnavailableError(
            f"the marks of a sweep cannot be kept on the scratch disk ({error}): make room on it, or set "
            "SHELFREADY_SCRATCH to a larger one",
            cause_code="scratch-full" if is_full else "scratch-unavailable",
        ) from error
