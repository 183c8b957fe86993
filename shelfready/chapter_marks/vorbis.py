"""Chapters in Vorbis comments: `CHAPTER001=00:00:00.000`, `CHAPTER001NAME=The Storm`."""

import re
from collections.abc import Iterator, Mapping

from shelfready.chapter_marks.times import clock_ms, in_order, mark
from shelfready.media import ChapterMark

KEY = re.compile(r"chapter(\d{1,5})(name)?", re.IGNORECASE | re.ASCII)
"""The keys of a chapter's time and of its title."""


def vorbis_marks(comments: Mapping[str, str]) -> tuple[ChapterMark, ...]:
    """The marks among a file's comments.

    >>> found = vorbis_marks({"CHAPTER001": "00:00:05.500", "CHAPTER001NAME": "The Storm"})
    >>> [(mark.title, mark.start_ms) for mark in found]
    [('The Storm', 5500)]
    """
    return in_order(_marks(comments))


def _marks(comments: Mapping[str, str]) -> Iterator[ChapterMark | None]:
    times: dict[int, str] = {}
    names: dict[int, str] = {}
    for key, value in comments.items():
        found = KEY.fullmatch(key)
        if found:
            (names if found[2] else times).setdefault(int(found[1]), value)
    for number, time in sorted(times.items()):
        start = clock_ms(time)
        if start is not None:
            yield mark(names.get(number), start)
