"""What somebody let pass."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import WaiverRow
from shelfready.errors import ConflictError, MissingError
from shelfready.ports import Page
from shelfready.waivers import Waiver


@dataclass(frozen=True)
class SqlWaivers:
    """Waivers as rows; what they are is in `ports.Waivers`. Ids sort by time."""

    session: Session

    def add(self, waiver: Waiver) -> None:
        """Insert, unless the id is taken."""
        added = self.session.exec(
            insert_into(self.session, WaiverRow)
            .values(id=waiver.id, publisher=waiver.publisher, ends_at=_end(waiver), document=document(waiver))
            .on_conflict_do_nothing()
            .returning(col(WaiverRow.id))
        ).first()
        if added is None:
            raise ConflictError(f"there is a waiver {waiver.id} already: make a new one", cause_code="waiver-exists")

    def get(self, waiver_id: str) -> Waiver | None:
        """Read one."""
        found = self.session.exec(select(WaiverRow.document).where(WaiverRow.id == waiver_id)).first()
        return None if found is None else Waiver.from_json(found)

    def save(self, waiver: Waiver) -> None:
        """Write one that changed; whose it is never does."""
        saved = self.session.exec(
            update(WaiverRow)
            .where(col(WaiverRow.id) == waiver.id)
            .values(ends_at=_end(waiver), document=document(waiver))
        )
        if saved.rowcount == 0:
            raise MissingError(f"there is no waiver {waiver.id}: add it before saving it")

    def list(self, publisher: str | None, page: Page) -> tuple[Waiver, ...]:
        """Read a page, newest first."""
        statement = select(WaiverRow.document).order_by(col(WaiverRow.id).desc()).limit(page.limit)
        if publisher is not None:
            statement = statement.where(WaiverRow.publisher == publisher)
        if page.cursor is not None:
            statement = statement.where(WaiverRow.id < page.cursor)
        return tuple(Waiver.from_json(found) for found in self.session.exec(statement))

    def counting(self, publisher: str, now: datetime) -> tuple[Waiver, ...]:
        """Read those of a publisher that have not ended."""
        found = self.session.exec(
            select(WaiverRow.document)
            .where(
                WaiverRow.publisher == publisher,
                or_(col(WaiverRow.ends_at).is_(None), col(WaiverRow.ends_at) > now),
            )
            .order_by(col(WaiverRow.id))
        )
        return tuple(Waiver.from_json(document) for document in found)


def _end(waiver: Waiver) -> datetime | None:
    """When it lets nothing pass any more: it is over, or was revoked before."""
    return min((moment for moment in (waiver.until, waiver.revoked_at) if moment is not None), default=None)
