"""What the databases' errors mean in Shelfready's words; the only place that knows their codes."""

import sqlite3

from psycopg import Error as PostgresError
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,  # noqa: A004 - the pool had no connection to give
)

from shelfready.errors import (
    ConflictError,
    DefectError,
    MissingError,
    RejectedError,
    ShelfreadyError,
    UnavailableError,
)

_NO_REFERENCE = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")
_TAKEN = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
_NO_TABLE = ("42P01", "42703")  # undefined table, undefined column; SQLite has only its message
_BAD_STATEMENT = "SQLITE_ERROR"  # a defect, in a class that otherwise holds what passes
_READ_ONLY = ("25006", "SQLITE_READONLY")


def convert_errors(engine: Engine) -> None:
    """Make every error of this engine one of ours, wherever it arises; the library's own is its cause."""
    event.listen(engine, "handle_error", _raise)


def converted(error: SQLAlchemyError) -> ShelfreadyError:
    """What an error of the database library is to us. Says its name only: texts of the database may quote rows."""
    code = _code(error)
    if isinstance(error, IntegrityError) and code in _NO_REFERENCE:
        return MissingError("this belongs to something that the catalogue does not hold: add that first")
    if isinstance(error, IntegrityError) and code in _TAKEN:
        return ConflictError("the catalogue holds this id already: read what is there before deciding")
    if isinstance(error, DataError):
        return RejectedError(
            "a text holds a character that no database keeps (NUL, most likely): leave it out",
            cause_code="text-not-storable",
        )
    if code in _NO_TABLE or (isinstance(error, OperationalError) and "no such " in str(error.orig)):
        return UnavailableError(
            "the catalogue's tables are missing or too old for this release: migrate it, then try again",
            cause_code="database-not-migrated",
        )
    if code in _READ_ONLY:
        return DefectError("a unit of work that only reads tried to write", cause_code="catalogue-read-only")
    if code != _BAD_STATEMENT and (
        isinstance(error, OperationalError | InterfaceError | TimeoutError) or _is_cut(error)
    ):
        return UnavailableError(
            f"the catalogue's database did not answer ({code}): try again in a moment",
            cause_code="database-unavailable",
        )
    return DefectError(f"the catalogue's database refused a statement ({code})", cause_code="database-refused")


def _raise(context: ExceptionContext) -> None:
    # A ping that fails is how the pool notices a dead connection; it opens another by itself.
    if context.is_pre_ping or context.sqlalchemy_exception is None:
        return
    raise converted(context.sqlalchemy_exception) from context.original_exception


def _is_cut(error: SQLAlchemyError) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _code(error: SQLAlchemyError) -> str:
    """PostgreSQL's five characters, SQLite's name, or the class of the error when neither is known."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(origin, PostgresError):
        return origin.sqlstate or type(origin).__name__
    if isinstance(origin, sqlite3.Error):
        return getattr(origin, "sqlite_errorname", None) or type(origin).__name__
    return type(error).__name__
