"""Cue sheets: `TRACK 01 AUDIO`, its `TITLE`, and where it begins, `INDEX 01 mm:ss:ff` with 75 frames a second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shelfready.chapter_marks.times import MOST_TEXT, in_order, mark
from shelfready.media import ChapterMark

_FRAMES_PER_S = 75
_INDEX = re.compile(r"(\d{1,5}):(\d{1,2}):(\d{1,2})", re.ASCII)
_QUOTED = re.compile(r'\s*"([^"]*)"')


@dataclass
class _Track:
    title: str | None = None
    start_ms: int | None = None


def cue_marks(text: str) -> tuple[ChapterMark, ...]:
    """The marks of a sheet that lies in the tags of the file it is of.

    >>> sheet = ["TRACK 01 AUDIO", 'TITLE "The Storm"', "INDEX 00 03:00:00", "INDEX 01 03:02:15"]
    >>> [(mark.title, mark.start_ms) for mark in cue_marks(chr(10).join(sheet))]
    [('The Storm', 182200)]
    """
    found = list(_tracks(text))
    return in_order(mark(track.title, track.start_ms) for track in found if track.start_ms is not None)


def _tracks(text: str) -> Iterator[_Track]:
    track: _Track | None = None
    for line in text.lstrip("\ufeff")[:MOST_TEXT].splitlines():
        word, _, rest = line.strip().partition(" ")
        match word.upper():
            case "TRACK":
                if track is not None:
                    yield track
                track = _Track()
            case "TITLE" if track is not None:
                track.title = _value(rest)
            case "INDEX" if track is not None:
                number, _, time = rest.strip().partition(" ")
                # 00 is the pause before the track, which a player counts backwards.
                if number == "01" or (number == "1" and track.start_ms is None):
                    track.start_ms = _milliseconds(time)
    if track is not None:
        yield track


def _value(rest: str) -> str:
    quoted = _QUOTED.match(rest)
    return quoted[1] if quoted else rest.strip().rpartition(" ")[0] or rest.strip()


def _milliseconds(time: str) -> int | None:
    found = _INDEX.fullmatch(time.strip())
    if found is None:
        return None
    minutes, seconds, frames = map(int, found.groups())
    if seconds > 59 or frames >= _FRAMES_PER_S:
        return None
    return round(((minutes * 60 + seconds) * _FRAMES_PER_S + frames) * 1000 / _FRAMES_PER_S)
