"""What statements share: an insert that may meet a row that is there already, whose dialect differs; open states."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, not_

from shelfready.adapters.database.tables import Row, SubmissionRow
from shelfready.titles import SubmissionState

OPEN = [state.value for state in SubmissionState if not state.is_final]
"""The states of submissions to which something will still happen, as their column holds them."""


def is_busy() -> ColumnElement[bool]:
    """Whether a submission is open, and none that waits for the very record that would take its place."""
    # Only what a feed has made has no body. A column tells: PostgreSQL cannot look into a document that holds a NUL.
    is_made = col(SubmissionRow.body_sha256) == ""
    waits = and_(col(SubmissionRow.state) == SubmissionState.PARKED.value, is_made)
    return and_(col(SubmissionRow.state).in_(OPEN), not_(waits))


def insert_into(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`: no error, so the transaction lives on."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
