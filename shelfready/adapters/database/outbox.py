"""What the world is to be told, written by the transaction that made it true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads

from sqlmodel import Session, col, insert, select, update

from shelfready.adapters.database.tables import OutboxRow
from shelfready.errors import MissingError
from shelfready.outbox import Message


@dataclass(frozen=True)
class SqlOutbox:
    """Messages as rows; what they are is in `ports.Outbox`."""

    session: Session

    def add(self, kind: str, data: Mapping[str, object], at: datetime) -> None:
        """Append."""
        self.session.exec(insert(OutboxRow).values(kind=kind, document=dumps(data), created_at=at))

    def pending(self, limit: int) -> tuple[Message, ...]:
        """Read what is not delivered, oldest first."""
        found = self.session.exec(
            select(OutboxRow.id, OutboxRow.kind, OutboxRow.document, OutboxRow.created_at)
            .where(col(OutboxRow.delivered_at).is_(None))
            .order_by(col(OutboxRow.id))
            .limit(limit)
        )
        return tuple(Message(id=id, kind=kind, data=loads(document), created_at=at) for id, kind, document, at in found)

    def delivered(self, message_id: int, at: datetime) -> None:
        """Write when."""
        saved = self.session.exec(update(OutboxRow).where(col(OutboxRow.id) == message_id).values(delivered_at=at))
        if saved.rowcount == 0:
            raise MissingError(f"the outbox holds no message {message_id}: it was never written")
