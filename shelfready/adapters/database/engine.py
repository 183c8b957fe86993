"""Connections to the catalogue's database: how they are opened, how long they wait, how a transaction begins."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from shelfready.adapters.database.failures import convert_errors
from shelfready.errors import DefectError

_BEGIN = "shelfready_begin"  # the execution option that says how a SQLite transaction begins
_CONNECT_S = 5
_SILENCE_S = 30  # a cut cable is noticed after this long, not after the kernel's quarter of an hour
_IDLE_S = 60  # a unit of work whose process hangs must not hold its locks for ever


@dataclass(frozen=True)
class Patience:
    """How long a connection waits for another's lock, and for its own statement."""

    lock_s: int
    statement_s: int


WORK = Patience(lock_s=10, statement_s=30)
"""For units of work: a writer is done in milliseconds, so ten seconds of waiting is an outage."""

MIGRATION = Patience(lock_s=60, statement_s=3600)
"""For migrations: an index over a grown table takes minutes."""


def parse_address(url: str) -> URL:
    """The database's address, with the driver we use; refuses all but a SQLite file and PostgreSQL."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise _unusable("it is not an address at all") from None  # the library's message quotes the password
    backend = {"postgres": "postgresql"}.get(address.drivername, address.get_backend_name())
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise _unusable(f"it begins with {address.drivername}")
    if address.database in (None, "", ":memory:"):
        raise _unusable("it names no file")
    return address.set(drivername="sqlite")


def open_engine(address: URL, *, patience: Patience = WORK) -> Engine:
    """A pool of connections. Nothing is opened before the first use."""
    engine = create_engine(
        address,
        connect_args=_sqlite(patience) if is_sqlite(address) else _postgresql(patience),
        pool_pre_ping=not is_sqlite(address),
        pool_timeout=WORK.lock_s,
        hide_parameters=True,  # errors are logged, and parameters are publishers' data
    )
    if is_sqlite(address):
        event.listen(engine, "begin", _begin)
        if patience is not MIGRATION:  # SQLite alters a table by copying and dropping it, which references forbid
            event.listen(engine, "connect", _enforce_references)
    convert_errors(engine)
    return engine


def for_reading(engine: Engine) -> Engine:
    """The same pool, for transactions that see one moment of the database and write nothing."""
    if is_sqlite(engine.url):
        return engine.execution_options(**{_BEGIN: "BEGIN"})
    return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")


def keep_journal_ahead(engine: Engine) -> None:
    """Put a SQLite file into write-ahead mode, in which readers and the writer do not wait for each other.

    The file remembers it, so this is done once, by who migrates; it cannot be done within a transaction.
    """
    with engine.connect().execution_options(**{_BEGIN: None}) as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def is_sqlite(address: URL) -> bool:
    """Whether the database is a SQLite file."""
    return address.get_backend_name() == "sqlite"


def sqlite_file(address: URL) -> Path:
    """The file of a SQLite database."""
    return Path(address.database or "")


def _sqlite(patience: Patience) -> dict[str, object]:
    # No isolation level: the driver would begin transactions itself, deferred, and only before it writes.
    return {"timeout": patience.lock_s, "isolation_level": None, "check_same_thread": False}


def _postgresql(patience: Patience) -> dict[str, object]:
    options = {
        "timezone": "UTC",
        "lock_timeout": f"{patience.lock_s}s",
        "statement_timeout": f"{patience.statement_s}s",
        "idle_in_transaction_session_timeout": f"{_IDLE_S}s",
    }
    return {
        "application_name": "shelfready",
        "connect_timeout": _CONNECT_S,
        "tcp_user_timeout": _SILENCE_S * 1000,
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
    }


def _enforce_references(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin as what the unit of work is, a reader or a writer.

    A writer takes SQLite's one write lock at once: a reader that turned writer halfway fails without waiting when
    another has written in between. A reader takes none, so it neither waits for a writer nor holds one up.
    """
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE")
    if begin is not None:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if begin == 'BEGIN' else 'OFF'}")
        connection.exec_driver_sql(begin)


def _unusable(found: str) -> DefectError:
    return DefectError(
        f"the catalogue's address cannot be used: {found}; set SHELFREADY_DATABASE_URL to "
        "sqlite:///folder/catalogue.db or postgresql://user:password@host/database",
        cause_code="database-url-unusable",
    )
