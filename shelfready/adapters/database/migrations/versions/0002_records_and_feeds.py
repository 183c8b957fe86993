"""Records that hold for titles, feeds that bring them, waivers, policies, and the covers that titles share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
DUE = sa.text("is_due")


def upgrade() -> None:
    """Make the tables, and a place for what a submission's title was made of."""
    op.add_column("submissions", sa.Column("facts_sha256", NAME, nullable=True))
    _make_covers()
    _make_records()
    _make_feeds()
    _make_waivers_and_policies()


def downgrade() -> None:
    """Remove the tables, those that refer to others first."""
    for table in ("policies", "waivers", "feed_records", "feeds", "records", "covers"):
        op.drop_table(table)
    with op.batch_alter_table("submissions") as submissions:
        submissions.drop_column("facts_sha256")


def _make_covers() -> None:
    op.create_table(
        "covers",
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("title_id", NAME, nullable=False),
        sa.Column("sha256", NAME, nullable=False),
        sa.PrimaryKeyConstraint("publisher", "title_id", name="pk_covers"),
    )
    _index("covers", "publisher", "sha256", "title_id")


def _make_records() -> None:
    op.create_table(
        "records",
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("title_id", NAME, nullable=False),
        sa.Column("reference", NAME, nullable=True),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("content_sha256", NAME, nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", "title_id", name="pk_records"),
        sa.UniqueConstraint("publisher", "reference", name="uq_records_publisher_reference"),
    )
    op.create_index("ix_records_due", "records", ["publisher", "title_id"], postgresql_where=DUE, sqlite_where=DUE)


def _make_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", NAME, nullable=False),
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("idempotency_key", NAME, nullable=True),
        sa.Column("body_sha256", NAME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("publisher", "idempotency_key", name="uq_feeds_publisher_idempotency_key"),
    )
    _index("feeds", "publisher", "created_at", "id")
    _index("feeds", "state", "created_at", "id")
    _index("feeds", "created_at", "id")
    op.create_table(
        "feed_records",
        sa.Column("feed_id", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", NAME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "number", name="pk_feed_records"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_records_feed_id"),
    )
    _index("feed_records", "feed_id", "outcome", "number")


def _make_waivers_and_policies() -> None:
    op.create_table(
        "waivers",
        sa.Column("id", NAME, nullable=False),
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("ends_at", TIME, nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waivers"),
    )
    _index("waivers", "publisher", "id")
    op.create_table(
        "policies",
        sa.Column("publisher", NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", "number", name="pk_policies"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
