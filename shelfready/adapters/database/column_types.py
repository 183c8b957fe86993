"""How times, names and documents lie in a column, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Integer, Text, cast
from sqlalchemy.types import TypeDecorator, UserDefinedType


class UtcTime(TypeDecorator[datetime]):
    """A moment: goes in with any time zone, comes out in UTC. SQLite's columns know no zone, so ours are UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC; a time without a zone would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; the catalogue keeps moments, so say which")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the library's
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(UserDefinedType[str]):
    """A value as the JSON text that it wrote itself, untouched on its way in and out.

    PostgreSQL's column is JSON, so that operators can look into it; not JSONB, which refuses the NUL that a publisher's
    text may hold. The library's own JSON type would read and write every document a second time.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The column's type on both databases."""
        return "JSON"

    def column_expression(self, colexpr: ColumnElement[str]) -> ColumnElement[str]:
        """Ask for the text."""
        return cast(colexpr, Text)


NAME = Text().with_variant(Text(collation="C"), "postgresql")
"""Ids and codes. They sort by code point on both databases, so that a page begins where the last one ended."""

ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""A key that the database counts up; SQLite does so for INTEGER only."""
