"""The catalogue's tables. A row holds what is searched for, and beside it the validated value as a document."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from shelfready.adapters.database.column_types import NAME, ROW_NUMBER, Document, UtcTime


class Row(SQLModel):
    """What all tables share: one list of tables, and names for constraints that both databases agree on."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SubmissionRow(Row, table=True):
    """A submission. `event_count` is the number of its latest event."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("publisher", "idempotency_key"),
        Index(None, "publisher", "created_at", "id"),
        Index(None, "publisher", "title_id", "created_at", "id"),
        Index(None, "state", "created_at", "id"),
        Index(None, "created_at", "id"),
    )

    id: str = Field(sa_type=NAME, primary_key=True)
    publisher: str = Field(sa_type=NAME)
    title_id: str = Field(sa_type=NAME)
    state: str = Field(sa_type=NAME)
    idempotency_key: str | None = Field(sa_type=NAME)
    body_sha256: str = Field(sa_type=NAME)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    event_count: int = Field(0, sa_column_kwargs={"server_default": text("0")})
    delivery_sha256: str | None = Field(None, sa_type=NAME)
    facts_sha256: str | None = Field(None, sa_type=NAME)
    plan_sha256: str | None = Field(None, sa_type=NAME)
    document: str = Field(sa_type=Document)


class TitleRow(Row, table=True):
    """A title, all of it in columns. `release_count` is the number of its latest release, live or not."""

    __tablename__ = "titles"

    publisher: str = Field(sa_type=NAME, primary_key=True)
    title_id: str = Field(sa_type=NAME, primary_key=True)
    content_type: str = Field(sa_type=NAME)
    release_count: int = Field(0, sa_column_kwargs={"server_default": text("0")})
    live_release: int | None = None
    updated_at: datetime = Field(sa_type=UtcTime)


class ReleaseRow(Row, table=True):
    """A release; never changed once written."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("submission_id"),
        ForeignKeyConstraint(["publisher", "title_id"], ["titles.publisher", "titles.title_id"]),
        ForeignKeyConstraint(["submission_id"], ["submissions.id"]),
    )

    publisher: str = Field(sa_type=NAME, primary_key=True)
    title_id: str = Field(sa_type=NAME, primary_key=True)
    number: int = Field(primary_key=True)
    submission_id: str = Field(sa_type=NAME)
    published_at: datetime = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class EventRow(Row, table=True):
    """Something that happened to a submission."""

    __tablename__ = "events"

    submission_id: str = Field(sa_type=NAME, primary_key=True, foreign_key="submissions.id")
    number: int = Field(primary_key=True)
    document: str = Field(sa_type=Document)


class ProgressRow(Row, table=True):
    """How far one running piece of work is, as last heard."""

    __tablename__ = "live_progress"

    submission_id: str = Field(sa_type=NAME, primary_key=True, foreign_key="submissions.id")
    stage: str = Field(sa_type=NAME, primary_key=True)
    part: str = Field(sa_type=NAME, primary_key=True)
    document: str = Field(sa_type=Document)


class KeyRow(Row, table=True):
    """An API key, without its secret."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "publisher", "created_at", "id"),)

    id: str = Field(sa_type=NAME, primary_key=True)
    publisher: str = Field(sa_type=NAME)
    created_at: datetime = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class UploadRow(Row, table=True):
    """An upload under way; a sweeper finds by `expires_at` those that were given up."""

    __tablename__ = "uploads"
    __table_args__ = (Index(None, "expires_at"),)

    id: str = Field(sa_type=NAME, primary_key=True)
    publisher: str = Field(sa_type=NAME)
    expires_at: datetime = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class CoverRow(Row, table=True):
    """The cover of a title as it was last checked: to find other titles with the very same one."""

    __tablename__ = "covers"
    __table_args__ = (Index(None, "publisher", "sha256", "title_id"),)

    publisher: str = Field(sa_type=NAME, primary_key=True)
    title_id: str = Field(sa_type=NAME, primary_key=True)
    sha256: str = Field(sa_type=NAME)


class RecordRow(Row, table=True):
    """The record that holds for a title; `reference` is the message's own name of it, as far as a key can hold it."""

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("publisher", "reference"),
        Index(
            "ix_records_due",
            "publisher",
            "title_id",
            postgresql_where=text("is_due"),
            sqlite_where=text("is_due"),
        ),
    )

    publisher: str = Field(sa_type=NAME, primary_key=True)
    title_id: str = Field(sa_type=NAME, primary_key=True)
    reference: str | None = Field(sa_type=NAME)
    sent_at: datetime = Field(sa_type=UtcTime)
    content_sha256: str = Field(sa_type=NAME)
    is_due: bool
    updated_at: datetime = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class FeedRow(Row, table=True):
    """A feed."""

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("publisher", "idempotency_key"),
        Index(None, "publisher", "created_at", "id"),
        Index(None, "state", "created_at", "id"),
        Index(None, "created_at", "id"),
    )

    id: str = Field(sa_type=NAME, primary_key=True)
    publisher: str = Field(sa_type=NAME)
    state: str = Field(sa_type=NAME)
    idempotency_key: str | None = Field(sa_type=NAME)
    body_sha256: str = Field(sa_type=NAME)
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class FeedRecordRow(Row, table=True):
    """What became of one record of a feed; `number` counts the message's records from 1."""

    __tablename__ = "feed_records"
    __table_args__ = (Index(None, "feed_id", "outcome", "number"),)

    feed_id: str = Field(sa_type=NAME, primary_key=True, foreign_key="feeds.id")
    number: int = Field(primary_key=True)
    outcome: str = Field(sa_type=NAME)
    document: str = Field(sa_type=Document)


class WaiverRow(Row, table=True):
    """A waiver; revoked ones are kept."""

    __tablename__ = "waivers"
    __table_args__ = (Index(None, "publisher", "id"),)

    id: str = Field(sa_type=NAME, primary_key=True)
    publisher: str = Field(sa_type=NAME)
    ends_at: datetime | None = Field(sa_type=UtcTime)
    document: str = Field(sa_type=Document)


class PolicyRow(Row, table=True):
    """A policy; the highest number of a publisher counts."""

    __tablename__ = "policies"

    publisher: str = Field(sa_type=NAME, primary_key=True)
    number: int = Field(primary_key=True)
    document: str = Field(sa_type=Document)


class ChoreRow(Row, table=True):
    """Work that one process does for all; whoever has claimed it keeps others from it until `held_until`."""

    __tablename__ = "chores"

    name: str = Field(sa_type=NAME, primary_key=True)
    holder: str | None = Field(None, sa_type=NAME)
    held_until: datetime | None = Field(None, sa_type=UtcTime)
    done_at: datetime | None = Field(None, sa_type=UtcTime)


class OutboxRow(Row, table=True):
    """A message that became true with the transaction that wrote it, and is to be delivered after."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "id",
            postgresql_where=text("delivered_at IS NULL"),
            sqlite_where=text("delivered_at IS NULL"),
        ),
    )

    id: int | None = Field(None, sa_type=ROW_NUMBER, primary_key=True)
    kind: str = Field(sa_type=NAME)
    document: str = Field(sa_type=Document)
    created_at: datetime = Field(sa_type=UtcTime)
    delivered_at: datetime | None = Field(None, sa_type=UtcTime)
