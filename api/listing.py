"""Lists in pages: a cursor is the name of the last one seen, so nothing is skipped when others are added."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Query

from shelfready.ports import Page

T = TypeVar("T")

Cursor = Annotated[
    str | None,
    Query(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="`next` of the page before; the first page if absent"),
]
Limit = Annotated[int, Query(ge=1, le=200, description="how many on one page")]


def page_of(read: Callable[[Page], tuple[T, ...]], cursor: str | None, limit: int) -> tuple[tuple[T, ...], bool]:
    """One page, and whether there is another: one more than asked for is read to know."""
    found = read(Page(cursor=cursor, limit=limit + 1))
    return found[:limit], len(found) > limit
