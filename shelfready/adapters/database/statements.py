"""What statements share: an insert that may meet a row that is there already, whose dialect differs; open states."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from shelfready.adapters.database.tables import Row
from shelfready.titles import SubmissionState

OPEN = [state.value for state in SubmissionState if not state.is_final]
"""The states of submissions to which something will still happen, as their column holds them."""


def insert_into(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`: no error, so the transaction lives on."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
