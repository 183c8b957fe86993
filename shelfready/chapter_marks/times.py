"""Clock times as chapter lists write them, and lists of marks of bounded length."""

import re
from collections.abc import Iterable

from shelfready.media import ChapterMark

MOST_MARKS = 10_000
"""Marks that are read of one list; a Bible has 1,200."""

MOST_TEXT = 1 << 20
"""Characters that are read of one list."""

_LONGEST_TITLE = 1000
_LONGEST_CLOCK = 20
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)
_DAY_MS = 1000 * 3_600_000  # a mark beyond a thousand hours is a slip


def clock_ms(text: str) -> int | None:
    """A time of the clock in milliseconds; None for what is none.

    >>> clock_ms("15:51.000"), clock_ms("1:02:03"), clock_ms("73:05"), clock_ms("00:00:01,5"), clock_ms("soon")
    (951000, 3723000, 4385000, 1500, None)
    """
    found = _CLOCK.fullmatch(text.strip()) if len(text) <= _LONGEST_CLOCK * 2 else None
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + round(float(f"0.{fraction or 0}") * 1000)


def mark(title: str | None, start_ms: int, end_ms: int | None = None, level: int = 1) -> ChapterMark | None:
    """A mark, unless it lies where none can; an end before its start is no end."""
    if not 0 <= start_ms <= _DAY_MS:
        return None
    told = " ".join((title or "").split())[:_LONGEST_TITLE] or None
    end = end_ms if end_ms is not None and start_ms <= end_ms <= _DAY_MS else None
    return ChapterMark(title=told, start_ms=start_ms, end_ms=end, level=max(1, min(level, 9)))


def in_order(marks: Iterable[ChapterMark | None]) -> tuple[ChapterMark, ...]:
    """The marks in order of time, those at one place as they were written; at most `MOST_MARKS`."""
    kept = [found for found, _ in zip((one for one in marks if one), range(MOST_MARKS), strict=False)]
    return tuple(sorted(kept, key=lambda found: found.start_ms))
