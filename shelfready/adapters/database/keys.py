"""API keys."""

from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import KeyRow
from shelfready.errors import ConflictError, MissingError
from shelfready.keys import ApiKey


@dataclass(frozen=True)
class SqlKeys:
    """Keys as rows; what they are is in `ports.Keys`. Those that no longer count are kept, to say so."""

    session: Session

    def add(self, key: ApiKey) -> None:
        """Insert, unless the id is taken."""
        added = self.session.exec(
            insert_into(self.session, KeyRow)
            .values(id=key.id, publisher=key.publisher, created_at=key.created_at, document=document(key))
            .on_conflict_do_nothing()
            .returning(col(KeyRow.id))
        ).first()
        if added is None:
            raise ConflictError(f"there is a key {key.id} already: make a new one", cause_code="key-exists")

    def by_id(self, key_id: str) -> ApiKey | None:
        """Read one."""
        found = self.session.exec(select(KeyRow.document).where(KeyRow.id == key_id)).first()
        return None if found is None else ApiKey.from_json(found)

    def save(self, key: ApiKey) -> None:
        """Write one that changed; whose it is never does."""
        saved = self.session.exec(update(KeyRow).where(col(KeyRow.id) == key.id).values(document=document(key)))
        if saved.rowcount == 0:
            raise MissingError(f"there is no key {key.id}: add it before saving it")

    def list(self, publisher: str) -> tuple[ApiKey, ...]:
        """Read all of a publisher, newest first."""
        found = self.session.exec(
            select(KeyRow.document)
            .where(KeyRow.publisher == publisher)
            .order_by(col(KeyRow.created_at).desc(), col(KeyRow.id).desc())
        )
        return tuple(ApiKey.from_json(document) for document in found)
