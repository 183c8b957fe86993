"""Feeds, and what became of their records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, func, insert, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.paging import moment_of
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import FeedRecordRow, FeedRow
from shelfready.errors import ConflictError, MissingError
from shelfready.feeds import Feed, FeedRecord, FeedRef, FeedState, RecordOutcome
from shelfready.ports import HeldFacts, Page


@dataclass(frozen=True)
class SqlFeeds:
    """Feeds as rows; what they are is in `ports.Feeds`."""

    session: Session
    may_write: bool

    def add(self, feed: Feed, *, idempotency_key: str | None, body_sha256: str) -> None:
        """Insert, unless the id or the publisher's idempotency key is there already."""
        statement = (
            insert_into(self.session, FeedRow)
            .values(
                id=feed.id,
                publisher=feed.publisher,
                state=feed.state.value,
                idempotency_key=idempotency_key,
                body_sha256=body_sha256,
                created_at=feed.created_at,
                updated_at=feed.updated_at,
                document=document(feed),
            )
            .on_conflict_do_nothing()
            .returning(col(FeedRow.id))
        )
        if self.session.exec(statement).first() is not None:
            return
        if self.get(feed.id) is not None:
            raise ConflictError(
                f"there is a feed {feed.id} already: give the new one an id of its own", cause_code="feed-exists"
            )
        raise ConflictError(
            "the idempotency key belongs to an earlier feed: follow that one, or send a new key",
            cause_code="idempotency-key-used",
        )

    def get(self, feed_id: str) -> Feed | None:
        """Read one, and lock it where it may be written: `save` writes all of it."""
        statement = select(FeedRow.document).where(FeedRow.id == feed_id)
        if self.may_write:
            statement = statement.with_for_update(key_share=True)
        found = self.session.exec(statement).first()
        return None if found is None else Feed.from_json(found)

    def by_idempotency_key(self, publisher: str, key: str) -> tuple[Feed, str] | None:
        """Read the one that was sent with the key, and the hash of the body it came in."""
        found = self.session.exec(
            select(FeedRow.document, FeedRow.body_sha256).where(
                FeedRow.publisher == publisher, FeedRow.idempotency_key == key
            )
        ).first()
        return None if found is None else (Feed.from_json(found[0]), found[1])

    def save(self, feed: Feed) -> None:
        """Write what may change; who sent what and when never does."""
        saved = self.session.exec(
            update(FeedRow)
            .where(col(FeedRow.id) == feed.id)
            .values(state=feed.state.value, updated_at=feed.updated_at, document=document(feed))
        )
        if saved.rowcount == 0:
            raise MissingError(f"there is no feed {feed.id}: add it before saving it")

    def list(self, publisher: str | None, page: Page, *, state: FeedState | None = None) -> tuple[Feed, ...]:
        """Read a page, newest first; those of one moment by id."""
        moment, id = col(FeedRow.created_at), col(FeedRow.id)
        statement = select(FeedRow.document).order_by(moment.desc(), id.desc()).limit(page.limit)
        if publisher is not None:
            statement = statement.where(FeedRow.publisher == publisher)
        if state is not None:
            statement = statement.where(FeedRow.state == state.value)
        if page.cursor is not None:
            begins = moment_of(self.session, FeedRow, page.cursor, publisher)
            statement = statement.where(tuple_(moment, id) < (begins, page.cursor))
        return tuple(Feed.from_json(found) for found in self.session.exec(statement))

    def unstarted(self, before: datetime, limit: int, after: str | None = None) -> tuple[FeedRef, ...]:
        """Read those that no workflow has touched, from columns: a document that cannot be read hides no other."""
        moment, id = col(FeedRow.created_at), col(FeedRow.id)
        statement = (
            select(FeedRow.id, FeedRow.publisher)
            .where(FeedRow.state == FeedState.ACCEPTED.value, moment < before)
            .order_by(moment, id)
            .limit(limit)
        )
        if after is not None:
            begins = moment_of(self.session, FeedRow, after, None)
            statement = statement.where(tuple_(moment, id) > (begins, after))
        return tuple(FeedRef(feed_id=id, publisher=publisher) for id, publisher in self.session.exec(statement))

    def add_records(self, feed_id: str, records: Sequence[FeedRecord]) -> None:
        """Insert them all; one that is there already is a conflict, and nothing is written."""
        if records:
            self.session.connection().execute(insert(FeedRecordRow), [_row(feed_id, record) for record in records])

    def save_record(self, feed_id: str, record: FeedRecord) -> None:
        """Write one that changed."""
        row = _row(feed_id, record)
        saved = self.session.exec(
            update(FeedRecordRow)
            .where(col(FeedRecordRow.feed_id) == feed_id, col(FeedRecordRow.number) == record.index)
            .values(outcome=row["outcome"], document=row["document"])
        )
        if saved.rowcount == 0:
            raise MissingError(f"the feed {feed_id} has no record {record.index}: add it before saving it")

    def record(self, feed_id: str, index: int) -> FeedRecord | None:
        """Read one, and lock it where it may be written."""
        statement = select(FeedRecordRow.document).where(
            FeedRecordRow.feed_id == feed_id, FeedRecordRow.number == index
        )
        if self.may_write:
            statement = statement.with_for_update(key_share=True)
        found = self.session.exec(statement).first()
        return None if found is None else FeedRecord.from_json(found)

    def records(
        self, feed_id: str, *, after: int = 0, limit: int = 50, outcome: RecordOutcome | None = None
    ) -> tuple[FeedRecord, ...]:
        """Read some, in order."""
        statement = (
            select(FeedRecordRow.document)
            .where(FeedRecordRow.feed_id == feed_id, FeedRecordRow.number > after)
            .order_by(col(FeedRecordRow.number))
            .limit(limit)
        )
        if outcome is not None:
            statement = statement.where(FeedRecordRow.outcome == outcome.value)
        return tuple(FeedRecord.from_json(found) for found in self.session.exec(statement))

    def last_index(self, feed_id: str) -> int:
        """Ask the primary key's end."""
        found = self.session.exec(select(func.max(FeedRecordRow.number)).where(FeedRecordRow.feed_id == feed_id)).one()
        return found or 0

    def every(self, page: Page) -> tuple[Feed, ...]:
        """Read a page by id."""
        statement = select(FeedRow.document).order_by(col(FeedRow.id)).limit(page.limit)
        if page.cursor is not None:
            statement = statement.where(FeedRow.id > page.cursor)
        return tuple(Feed.from_json(found) for found in self.session.exec(statement))

    def every_held(self, page: Page) -> tuple[HeldFacts, ...]:
        """Read a page of the primary key, and of the documents only those that are held."""
        feed_id, number = col(FeedRecordRow.feed_id), col(FeedRecordRow.number)
        statement = (
            select(FeedRecordRow.feed_id, FeedRecordRow.document)
            .where(FeedRecordRow.outcome == RecordOutcome.HELD.value)
            .order_by(feed_id, number)
            .limit(page.limit)
        )
        if page.cursor is not None:
            feed, _, index = page.cursor.rpartition("/")
            statement = statement.where(tuple_(feed_id, number) > (feed, int(index)))
        held = ((feed, FeedRecord.from_json(found)) for feed, found in self.session.exec(statement))
        return tuple(HeldFacts(feed_id=feed, index=one.index, facts_sha256=one.facts_sha256) for feed, one in held)


def _row(feed_id: str, record: FeedRecord) -> dict[str, object]:
    return {
        "feed_id": feed_id,
        "number": record.index,
        "outcome": record.outcome.value,
        "document": document(record),
    }
