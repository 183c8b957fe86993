"""Makes the chapter table of a title: from the marks within its files, else one chapter for each file.

Every time is a sum of decoded samples. Marks are taken from the container, put in order and into their file; what does
not begin a chapter (a mark at the same place as another, one at the very end) is dropped.
"""

import re
from collections.abc import Iterator, Sequence

from shelfready.chapter_titles import clean, credits_title, titles_of_names, unique, without_number
from shelfready.chapters import Chapter, ChapterTable, Evidence
from shelfready.media import TIMELINE_RATE_HZ, ChapterMark
from shelfready.timeline import track_starts
from shelfready.titles import AssetFacts, TitleFacts
from shelfready.values import Value

_LEAD_IN_SAMPLES = 10 * TIMELINE_RATE_HZ
"""Sound before a file's first mark that belongs to that mark: a jingle or a breath, not a chapter of its own."""

_CONTINUED = re.compile(r".*\(?\bcontinued\)?", re.IGNORECASE)
"""How OverDrive's parts name the rest of a chapter that began in the part before."""


class _Start(Value):
    """Where a chapter starts; `title` is None when nobody named it."""

    sample: int
    track: int
    title: str | None
    evidence: Evidence
    confidence: float


def chapterize(facts: TitleFacts) -> ChapterTable:
    """The chapters of a title, without gap or overlap from its first sample to its last, each with its own name."""
    places = track_starts(facts)
    names = _names(facts)
    starts: list[_Start] = []
    for index, track in enumerate(facts.tracks):
        if places[index] < places[index + 1]:
            starts += _starts(track, index, places[index : index + 2], names[index], starts)
    return ChapterTable(chapters=tuple(_chapters(starts, places[-1])), total_samples=places[-1])


def _starts(
    track: AssetFacts, index: int, place: Sequence[int], name: tuple[str | None, float], earlier: Sequence[_Start]
) -> Iterator[_Start]:
    start, end = place
    marks = _marks(track, end - start)
    if len(marks) < 2:
        title, confidence = name
        if title is None and marks:
            title = clean(marks[0][1])
        yield _Start(sample=start, track=index, title=title, evidence=Evidence.FILE, confidence=confidence)
        return
    first, first_title = marks[0]
    follows_marks = bool(earlier) and earlier[-1].evidence is Evidence.EMBEDDED
    is_rest = follows_marks and bool(_CONTINUED.fullmatch(first_title or ""))
    if is_rest and first < _LEAD_IN_SAMPLES:
        marks = marks[1:]  # the chapter before goes on
    elif first < _LEAD_IN_SAMPLES:
        marks[0] = (0, first_title)
    elif not follows_marks:
        opening = name[0] if len(earlier) else "Opening"
        yield _Start(sample=start, track=index, title=opening, evidence=Evidence.FILE, confidence=0.5)
    for sample, title in marks:
        yield _Start(sample=start + sample, track=index, title=clean(title), evidence=Evidence.EMBEDDED, confidence=1.0)


def _marks(track: AssetFacts, samples: int) -> list[tuple[int, str | None]]:
    """The file's marks in samples from its start: in order, within the file, one for each place."""
    found: dict[int, str | None] = {}
    for mark in sorted(track.audio.chapters if track.audio else (), key=lambda mark: mark.start_ms):
        sample = max(0, _sample(mark))
        if sample < samples:
            found[sample] = found.get(sample) or mark.title  # of two marks at one place, the one with a name
    return list(found.items())


def _sample(mark: ChapterMark) -> int:
    return round(mark.start_ms * TIMELINE_RATE_HZ / 1000)


def _names(facts: TitleFacts) -> list[tuple[str | None, float]]:
    """What each file's chapter is called, and how far that can be trusted."""
    tracks = facts.tracks
    by_name = titles_of_names([track.asset.name for track in tracks])
    tagged = [clean(track.audio.tags.title) if track.audio else None for track in tracks]
    # One text on most of the tracks is the book's title in the wrong field, and names no chapter.
    common = {title for title in tagged if title and len(tracks) > 1 and tagged.count(title) * 2 > len(tracks)}
    names: list[tuple[str | None, float]] = []
    for index, track in enumerate(tracks):
        declared, tag = clean(track.asset.title), tagged[index]
        if declared:
            names.append((declared, 1.0))
        elif tag and tag not in common:
            number = track.audio.tags.track if track.audio else None
            names.append((without_number(tag, (index, index + 1, track.asset.order, number)), 0.8))
        else:
            names.append((by_name[index], 0.7 if by_name[index] else 0.5))
    return names


def _chapters(starts: Sequence[_Start], total: int) -> Iterator[Chapter]:
    titles = unique(_told(starts))
    ends = [start.sample for start in starts[1:]] + [total]
    for start, end, title in zip(starts, ends, titles, strict=False):
        yield Chapter(
            title=title,
            start_sample=start.sample,
            end_sample=end,
            track=start.track,
            evidence=start.evidence,
            confidence=start.confidence,
        )


def _told(starts: Sequence[_Start]) -> Iterator[str]:
    number = 0
    for start in starts:
        credit = credits_title(start.title) if start.title else None
        number += credit is None
        nameless = f"Chapter {number}" if start.evidence is Evidence.EMBEDDED else f"Track {start.track + 1}"
        yield credit or start.title or nameless
