"""Writes ffmpeg's metadata text, in which a title may hold anything."""

import re
from collections.abc import Mapping, Sequence

from shelfready.media import TIMELINE_RATE_HZ

_SPECIAL = re.compile(r"([=;#\\\n])")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def ffmetadata(tags: Mapping[str, str | None], chapters: Sequence[tuple[str, int, int]]) -> str:
    """The tags and the chapters (title, start, end in samples) of a file; absent tags are left out."""
    lines = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.items() if value)]
    for title, start, end in chapters:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{TIMELINE_RATE_HZ}", f"START={start}", f"END={end}"]
        lines.append(f"title={_escaped(title)}")
    return "\n".join([*lines, ""])


def _escaped(text: str) -> str:
    """The text as one value: control characters have no place in a tag, line breaks have."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPECIAL.sub(r"\\\1", _CONTROL.sub(" ", lines))
