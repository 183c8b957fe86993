"""Where a page begins: the moment of the row that the last page ended with."""

from datetime import datetime

from sqlmodel import Session, col, select

from shelfready.adapters.database.tables import FeedRow, SubmissionRow
from shelfready.errors import RejectedError


def moment_of(
    session: Session, table: type[SubmissionRow] | type[FeedRow], cursor: str, publisher: str | None
) -> datetime:
    """When the page's cursor was created; another publisher's row is as unknown as none at all."""
    statement = select(table.created_at).where(col(table.id) == cursor)
    if publisher is not None:
        statement = statement.where(col(table.publisher) == publisher)
    found = session.exec(statement).first()
    if found is None:
        raise cursor_unknown()
    return found


def cursor_unknown() -> RejectedError:
    """The cursor of a page is of no list that the caller may see."""
    return RejectedError(
        "the cursor names nothing of this list: use the last id of the page before, or none to begin",
        cause_code="cursor-unknown",
    )
