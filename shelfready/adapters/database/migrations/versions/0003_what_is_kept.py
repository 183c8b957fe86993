"""Where a submission's delivery and plan are, which a sweep of the store leaves alone; and who is sweeping."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
COLUMNS = ("delivery_sha256", "plan_sha256")


def upgrade() -> None:
    """Add the columns, empty: of what was published before, the release and the facts are known."""
    for name in COLUMNS:
        op.add_column("submissions", sa.Column(name, NAME, nullable=True))
    op.create_table(
        "chores",
        sa.Column("name", NAME, nullable=False),
        sa.Column("holder", NAME, nullable=True),
        sa.Column("held_until", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_chores"),
    )


def downgrade() -> None:
    """Remove them; the documents of the rows keep what they say."""
    op.drop_table("chores")
    with op.batch_alter_table("submissions") as submissions:
        for name in reversed(COLUMNS):
            submissions.drop_column(name)
