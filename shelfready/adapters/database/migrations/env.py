"""Run by Alembic, for each command, on the connection that `schema` hands over."""

from alembic import context

from shelfready.adapters.database.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
