"""The catalogue on SQLite (WAL) or PostgreSQL."""

from shelfready.adapters.database.catalogue import SqlCatalogue, open_catalogue
from shelfready.adapters.database.marks import open_marks
from shelfready.adapters.database.schema import current_revision, head_revision, migrate

__all__ = ["open_catalogue", "open_marks", "migrate", "current_revision", "head_revision", "SqlCatalogue"]
