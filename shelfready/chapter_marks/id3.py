"""ID3's `CHAP` and `CTOC` frames: chapters with times in milliseconds, and the tables that order and nest them."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from shelfready.chapter_marks.times import MOST_MARKS, in_order, mark
from shelfready.media import ChapterMark
from shelfready.values import Value

_NO_TIME = 0xFFFFFFFF  # what a writer puts where it does not know
_DEEPEST = 9


class Id3Chapter(Value):
    """A `CHAP` frame."""

    title: str | None = None
    start_ms: int
    end_ms: int | None = None


class Id3Table(Value):
    """A `CTOC` frame: the ids of chapters, or of further tables, within it."""

    children: tuple[str, ...] = ()
    is_top: bool = False


class Id3Chapters(Value):
    """The frames of a file, by their element ids."""

    chapters: dict[str, Id3Chapter] = Field(default_factory=dict)
    tables: dict[str, Id3Table] = Field(default_factory=dict)


def id3_marks(found: Id3Chapters) -> tuple[ChapterMark, ...]:
    """The chapters that the top table lists, and those within them; all of them where no table is of any use.

    A table may list chapters and leave others out, which are then none to a listener (ID3v2 Chapter Frame Addendum,
    3.2). A chapter is as deep as the table that lists it.
    """
    levels = _levels(found.tables)
    listed = {name: level for name, level in levels.items() if name in found.chapters}
    chosen = listed or dict.fromkeys(found.chapters, 1)
    return in_order(_mark(found.chapters[name], level) for name, level in chosen.items())


def _levels(tables: Mapping[str, Id3Table]) -> dict[str, int]:
    """How deep each listed element lies; loops and a table that lists itself end where they began."""
    listed = {child for table in tables.values() for child in table.children}
    tops = [name for name, table in tables.items() if table.is_top] or [name for name in tables if name not in listed]
    levels: dict[str, int] = {}
    waiting = [(child, 1) for top in tops[:1] for child in reversed(tables[top].children)]
    seen = set(tops[:1])
    while waiting and len(levels) < 2 * MOST_MARKS:
        name, level = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        levels[name] = level
        deeper = level + 1 if level < _DEEPEST else level
        waiting += list(_children(tables.get(name), deeper))
    return levels


def _children(table: Id3Table | None, level: int) -> Iterator[tuple[str, int]]:
    for child in reversed(table.children if table else ()):
        yield child, level


def _mark(chapter: Id3Chapter, level: int) -> ChapterMark | None:
    if chapter.start_ms == _NO_TIME:
        return None
    return mark(chapter.title, chapter.start_ms, chapter.end_ms, level)
