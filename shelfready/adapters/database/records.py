"""The records that hold for titles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, or_, select, text

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.statements import insert_into, is_busy
from shelfready.adapters.database.tables import RecordRow, SubmissionRow, TitleRow
from shelfready.errors import ConflictError
from shelfready.feeds import HeldRecord

_LOCK = 0x73_72_72_63  # PostgreSQL's locks of whoever applies records, beside the one of `schema.py`: "srrc"
_LONGEST_KEY = 200  # an index of PostgreSQL holds no more than 2,700 bytes, and a publisher's reference is any text


@dataclass(frozen=True)
class SqlRecords:
    """Records as rows; what they are is in `ports.Records`."""

    session: Session

    def lock(self, publisher: str) -> None:
        """Take the publisher's lock, which the end of the transaction gives back. A writer on SQLite is alone."""
        if self.session.get_bind().dialect.name == "postgresql":
            name = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:publisher))")
            self.session.connection().execute(name, {"kind": _LOCK, "publisher": publisher})

    def get(self, publisher: str, title_id: str) -> HeldRecord | None:
        """Read one."""
        found = self.of(publisher, title_ids=(title_id,))
        return found[0] if found else None

    def of(
        self, publisher: str, *, title_ids: Collection[str] = (), references: Collection[str] = ()
    ) -> tuple[HeldRecord, ...]:
        """Read some, by title."""
        if not title_ids and not references:
            return ()
        named = or_(
            col(RecordRow.title_id).in_(sorted(title_ids)),
            col(RecordRow.reference).in_(sorted(map(_key, references))),
        )
        found = self.session.exec(
            select(RecordRow.document).where(RecordRow.publisher == publisher, named).order_by(col(RecordRow.title_id))
        )
        return tuple(HeldRecord.from_json(text) for text in found)

    def put(self, records: Sequence[HeldRecord]) -> None:
        """Insert or replace them all."""
        if not records:
            return
        self._expect_own_references(records)
        insertion = insert_into(self.session, RecordRow)
        changed = {name: insertion.excluded[name] for name in _CHANGING}
        statement = insertion.on_conflict_do_update(index_elements=["publisher", "title_id"], set_=changed)
        self.session.connection().execute(statement, [_row(record) for record in records])

    def due(self, limit: int) -> tuple[HeldRecord, ...]:
        """Read some that are due, whose title is live and is not busy."""
        is_hindered = (
            select(SubmissionRow.id)
            .where(
                SubmissionRow.publisher == RecordRow.publisher,
                SubmissionRow.title_id == RecordRow.title_id,
                is_busy(),
            )
            .exists()
        )
        is_live = (
            select(TitleRow.title_id)
            .where(
                TitleRow.publisher == RecordRow.publisher,
                TitleRow.title_id == RecordRow.title_id,
                col(TitleRow.live_release).is_not(None),
            )
            .exists()
        )
        found = self.session.exec(
            select(RecordRow.document)
            .where(col(RecordRow.is_due), ~is_hindered, is_live)
            .order_by(col(RecordRow.publisher), col(RecordRow.title_id))
            .limit(limit)
        )
        return tuple(HeldRecord.from_json(document) for document in found)

    def _expect_own_references(self, records: Sequence[HeldRecord]) -> None:
        publisher = records[0].publisher
        owners = {_key(one.reference): one.title_id for one in records if one.reference is not None}
        found = self.session.exec(
            select(RecordRow.reference, RecordRow.title_id).where(
                RecordRow.publisher == publisher, col(RecordRow.reference).in_(sorted(owners))
            )
        )
        for reference, title_id in found:
            if reference is not None and owners[reference] != title_id:
                raise ConflictError(
                    f"the record reference of {owners[reference]} names {title_id} already: a reference stays with "
                    "its product",
                    cause_code="reference-of-another-title",
                )


_CHANGING = ("reference", "sent_at", "content_sha256", "is_due", "updated_at", "document")


def _row(record: HeldRecord) -> dict[str, object]:
    return {
        "publisher": record.publisher,
        "title_id": record.title_id,
        "reference": None if record.reference is None else _key(record.reference),
        "sent_at": record.sent_at,
        "content_sha256": _content(record),
        "is_due": record.is_due,
        "updated_at": record.updated_at,
        "document": document(record),
    }


def _key(reference: str) -> str:
    """The reference as an index can hold it."""
    is_short = len(reference.encode()) <= _LONGEST_KEY and "\0" not in reference
    return reference if is_short else f"sha256:{sha256(reference.encode()).hexdigest()}"


def _content(record: HeldRecord) -> str:
    said = record.facts.record
    return sha256(said.to_json() if said is not None else b"").hexdigest()
