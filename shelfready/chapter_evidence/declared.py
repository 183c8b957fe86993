"""Chapters as the publisher's own documents declare them: a manifest's list, and the content items of ONIX."""

import re
from collections.abc import Iterator, Sequence

from shelfready.chapter_evidence.starts import Said, Start, apart, samples_of, track_at
from shelfready.chapters import Evidence
from shelfready.records import ContentChapter
from shelfready.titles import TitleFacts

_TIME = re.compile(r"(\d{3})([0-5]\d)([0-5]\d)(\d\d)?", re.ASCII)
_FEWEST = 2

_WHOLE_SECONDS_MS = 1000
"""What a start in whole seconds may be off by; a mark or a pause that is nearer is where the chapter begins."""


def from_manifest(facts: TitleFacts, places: Sequence[int]) -> Said | None:
    """The chapters of the manifest; None if it lists none that lies within the book."""
    by_name = {track.asset.name: index for index, track in enumerate(facts.tracks)}
    starts: list[Start] = []
    outside = 0
    for chapter in facts.declared_chapters:
        track = by_name.get(chapter.file) if chapter.file is not None else 0
        begin = places[track] if track is not None else places[-1]
        sample = begin + samples_of(chapter.start_ms or 0)
        end = places[track + 1] if chapter.file is not None and track is not None else places[-1]
        if sample >= end:
            outside += 1
            continue
        start = {"sample": sample, "track": track_at(places, sample), "title": chapter.title, "level": chapter.level}
        starts.append(Start.model_validate(start | {"evidence": Evidence.MANIFEST}))
    return _said(starts, outside, "the manifest")


def from_record(facts: TitleFacts, places: Sequence[int], nearby: Sequence[int] = ()) -> Said | None:
    """The chapters of the record's content items, where all of them say when they begin or how long they are.

    `nearby` are the samples where something else says that a chapter may begin: ONIX counts in whole seconds.
    """
    record = facts.described.record if facts.described is not None else None
    items = record.content.chapters if record is not None and record.content is not None else ()
    times = _starts_ms(items)
    if times is None:
        return None
    starts: list[Start] = []
    for item, (milliseconds, is_whole) in zip(items, times, strict=True):
        sample = samples_of(milliseconds)
        if is_whole:
            sample = _nearest(sample, nearby)
        if sample < places[-1]:
            level = 1 + (item.sequence or "").count(".")
            start = {"sample": sample, "track": track_at(places, sample), "title": item.title, "level": min(level, 9)}
            starts.append(Start.model_validate(start | {"evidence": Evidence.ONIX, "confidence": 0.95}))
    return _said(starts, len(items) - len(starts), "the ONIX record")


def titles_from_record(facts: TitleFacts) -> tuple[str | None, ...]:
    """The titles of the record's content items, if there are as many as tracks: what each track is called."""
    record = facts.described.record if facts.described is not None else None
    items = record.content.chapters if record is not None and record.content is not None else ()
    return tuple(item.title for item in items) if len(items) == len(facts.tracks) else ()


def _said(starts: list[Start], outside: int, source: str) -> Said | None:
    kept = apart(starts)
    if len(kept) < _FEWEST and not (kept and outside == 0 and kept[0].sample == 0):
        return None
    count = len(kept) + outside
    doubt = f"{outside} of {count} chapters of {source} lie in no track or behind its end, and were left out"
    return Said(starts=kept, doubts=(doubt,) if outside else ())


def _starts_ms(items: Sequence[ContentChapter]) -> list[tuple[int, bool]] | None:
    """When each item starts, and whether that is told in whole seconds only; None unless all can be told."""
    if len(items) < _FEWEST:
        return None
    stated = [_milliseconds(item.start) for item in items]
    if all(start is not None for start in stated):
        return [start for start in stated if start is not None]
    lengths = list(_lengths(items))
    if any(length is None for length in lengths) or any(start is not None for start in stated):
        return None
    starts: list[tuple[int, bool]] = []
    at = 0
    for length in lengths:
        starts.append((at, True))
        at += length or 0
    return starts


def _lengths(items: Sequence[ContentChapter]) -> Iterator[int | None]:
    for item in items:
        found = _milliseconds(item.duration)
        yield found[0] if found else None


def _milliseconds(text: str | None) -> tuple[int, bool] | None:
    """HHHMMSS, or HHHMMSScc with hundredths."""
    found = _TIME.fullmatch(text or "")
    if found is None:
        return None
    hours, minutes, seconds, hundredths = found.groups()
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(hundredths or 0) * 10, hundredths is None


def _nearest(sample: int, nearby: Sequence[int]) -> int:
    close = [other for other in nearby if abs(other - sample) <= samples_of(_WHOLE_SECONDS_MS)]
    return min(close, key=lambda other: abs(other - sample)) if close else sample
