"""The catalogue as it began."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

# Written out rather than shared with `column_types`: a migration says what was so when it was written.
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("delivered_at IS NULL")


def upgrade() -> None:
    """Make all tables."""
    _make_submissions()
    _make_titles_and_releases()
    _make_events_and_progress()
    _make_keys_and_uploads()
    _make_outbox()


def downgrade() -> None:
    """Remove all tables, those that refer to others first."""
    for table in ("outbox", "uploads", "api_keys", "live_progress", "events", "releases", "titles", "submissions"):
        op.drop_table(table)


def _make_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", NAME, nullable=False),
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("title_id", NAME, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("idempotency_key", NAME, nullable=True),
        sa.Column("body_sha256", NAME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("event_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("publisher", "idempotency_key", name="uq_submissions_publisher_idempotency_key"),
    )
    _index("submissions", "publisher", "created_at", "id")
    _index("submissions", "publisher", "title_id", "created_at", "id")
    _index("submissions", "state", "created_at", "id")
    _index("submissions", "created_at", "id")


def _make_titles_and_releases() -> None:
    op.create_table(
        "titles",
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("title_id", NAME, nullable=False),
        sa.Column("content_type", NAME, nullable=False),
        sa.Column("release_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("live_release", sa.Integer(), nullable=True),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("publisher", "title_id", name="pk_titles"),
    )
    op.create_table(
        "releases",
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("title_id", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_id", NAME, nullable=False),
        sa.Column("published_at", TIME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", "title_id", "number", name="pk_releases"),
        sa.UniqueConstraint("submission_id", name="uq_releases_submission_id"),
        sa.ForeignKeyConstraint(
            ["publisher", "title_id"], ["titles.publisher", "titles.title_id"], name="fk_releases_publisher_title_id"
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_releases_submission_id"),
    )


def _make_events_and_progress() -> None:
    op.create_table(
        "events",
        sa.Column("submission_id", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "number", name="pk_events"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_events_submission_id"),
    )
    op.create_table(
        "live_progress",
        sa.Column("submission_id", NAME, nullable=False),
        sa.Column("stage", NAME, nullable=False),
        sa.Column("part", NAME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "stage", "part", name="pk_live_progress"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_live_progress_submission_id"),
    )


def _make_keys_and_uploads() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", NAME, nullable=False),
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    _index("api_keys", "publisher", "created_at", "id")
    op.create_table(
        "uploads",
        sa.Column("id", NAME, nullable=False),
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    _index("uploads", "expires_at")


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_pending", "outbox", ["id"], postgresql_where=PENDING, sqlite_where=PENDING)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
