"""The schema's history, applied by Alembic from within the program: no configuration file, no command to remember."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from shelfready.adapters.database.engine import (
    MIGRATION,
    is_sqlite,
    keep_journal_ahead,
    open_engine,
    parse_address,
    sqlite_file,
)
from shelfready.errors import DefectError, UnavailableError

_POLL_S = 0.05
_LOCK = 0x73_72_63_61  # PostgreSQL's lock of whoever migrates; any number that nobody else uses: "srca"


def migrate(url: str) -> None:
    """Bring the catalogue's tables to this release's state; safe to repeat, and for several processes at once."""
    address = parse_address(url)
    engine = open_engine(address, patience=MIGRATION)
    try:
        if is_sqlite(address):
            with _alone_beside(sqlite_file(address)):
                keep_journal_ahead(engine)
                _upgrade_sqlite(engine)
        else:
            _upgrade_postgresql(engine)
    finally:
        engine.dispose()


def current_revision(url: str) -> str | None:
    """The revision of the schema that is there; None when there is none yet."""
    address = parse_address(url)
    if is_sqlite(address) and not sqlite_file(address).exists():
        return None
    engine = open_engine(address)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def head_revision() -> str | None:
    """The revision that this release expects."""
    return ScriptDirectory.from_config(alembic_config(None)).get_current_head()


def alembic_config(connection: Connection | None) -> Config:
    """Alembic's configuration; `migrations/env.py` works on the connection given here."""
    config = Config()
    config.set_main_option("script_location", "shelfready.adapters.database:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade_sqlite(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise DefectError(
                f"the migration leaves {len(broken)} rows that refer to nothing; nothing was changed: report this",
                cause_code="migration-breaks-references",
            )


def _upgrade_postgresql(engine: Engine) -> None:
    with engine.begin() as connection:
        # Released by the end of the transaction; who comes second finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(alembic_config(connection), "head")


@contextmanager
def _alone_beside(file: Path) -> Iterator[None]:
    """Keep other migrating processes away from a file by a lock on its folder, which dies with this process.

    SQLite's own lock is not enough: of two processes that switch a new file to write-ahead mode at the same moment,
    one is refused at once instead of waiting (seen in 1 of 150 starts).
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file.parent, os.O_RDONLY)
    except OSError as error:
        raise DefectError(
            f"the folder of the catalogue cannot be used ({error.strerror}): make it writable, or set "
            "SHELFREADY_DATABASE_URL to a file elsewhere",
            cause_code="database-folder-unusable",
        ) from error
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    deadline = monotonic() + MIGRATION.lock_s
    while True:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > deadline:
                raise UnavailableError(
                    f"another process has been migrating the catalogue for {MIGRATION.lock_s} seconds: "
                    "see whether it hangs, then try again",
                    cause_code="database-unavailable",
                ) from error
            sleep(_POLL_S)
        else:
            return
