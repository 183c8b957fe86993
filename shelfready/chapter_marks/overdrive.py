"""OverDrive MediaMarkers: `<Markers><Marker><Name>..</Name><Time>15:51.000</Time></Marker>..</Markers>` in ID3.

The text is XML, and only ever of this one shape; it is read by looking for these very tags, so that there is nothing in
it to expand or to fetch. OverDrive also marks the places where a chapter is cut for its own players, `Chapter 3
(05:58)`: those begin no chapter.
"""

import re
from collections.abc import Iterator
from html import unescape

from shelfready.chapter_marks.times import MOST_TEXT, clock_ms, in_order, mark
from shelfready.media import ChapterMark

_WITHIN = re.compile(r"\(\s*\d{1,3}:\d{2}(?::\d{2})?\s*\)\s*$", re.ASCII)


def overdrive_marks(text: str) -> tuple[ChapterMark, ...]:
    """The marks of one file; times count from its own beginning.

    >>> text = "<Markers><Marker><Name>Q &amp; A</Name><Time>15:51.000</Time></Marker></Markers>"
    >>> [(mark.title, mark.start_ms) for mark in overdrive_marks(text)]
    [('Q & A', 951000)]
    """
    return in_order(_marks(text[:MOST_TEXT]))


def _marks(text: str) -> Iterator[ChapterMark | None]:
    for marker in text.split("<Marker>")[1:]:
        within = marker.partition("</Marker>")[0]
        name, time = _text(within, "Name"), _text(within, "Time")
        start = clock_ms(time) if time is not None else None
        if start is not None and not _WITHIN.search(name or ""):
            yield mark(name, start)


def _text(within: str, tag: str) -> str | None:
    _, opened, rest = within.partition(f"<{tag}>")
    text, closed, _ = rest.partition(f"</{tag}>")
    if not opened or not closed:
        return None
    text = text.strip()
    if text.startswith("<![CDATA[") and text.endswith("]]>"):
        return text.removeprefix("<![CDATA[").removesuffix("]]>")
    return unescape(text)
