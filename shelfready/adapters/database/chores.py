"""Work that one process does for all."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import ChoreRow
from shelfready.ports import Chore


@dataclass(frozen=True)
class SqlChores:
    """Chores as rows; what they are is in `ports.Chores`."""

    session: Session

    def get(self, name: str) -> Chore:
        """Read one."""
        found = self.session.exec(
            select(ChoreRow.holder, ChoreRow.held_until, ChoreRow.done_at).where(ChoreRow.name == name)
        ).first()
        if found is None:
            return Chore(name=name)
        return Chore(name=name, holder=found[0], held_until=found[1], done_at=found[2])

    def claim(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Write who has it, where nobody has: one statement, so that of two who try only one does."""
        self.session.exec(insert_into(self.session, ChoreRow).values(name=name).on_conflict_do_nothing())
        is_free = or_(col(ChoreRow.holder).is_(None), col(ChoreRow.holder) == holder, col(ChoreRow.held_until) < now)
        claimed = self.session.exec(
            update(ChoreRow).where(col(ChoreRow.name) == name, is_free).values(holder=holder, held_until=until)
        )
        return claimed.rowcount == 1

    def end(self, name: str, holder: str, done_at: datetime | None) -> None:
        """Write that nobody has it."""
        ended = update(ChoreRow).where(col(ChoreRow.name) == name, col(ChoreRow.holder) == holder)
        done = {"done_at": done_at} if done_at is not None else {}
        self.session.exec(ended.values(holder=None, held_until=None, **done))
