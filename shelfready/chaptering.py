"""Makes the chapter table of a title: one list, from the best evidence there is.

What the publisher declares is believed first (a manifest, then ONIX), then the marks in the files, then that each file
is a chapter. Where files are mere parts of the book, or the whole book is one of them, and nobody has marked it, its
pauses and the table of contents of its EPUB are asked. Every time is a sum of decoded samples.
"""

from collections.abc import Iterator, Sequence

from shelfready.chapter_evidence.declared import from_manifest, from_record
from shelfready.chapter_evidence.files import FileTitle, file_titles
from shelfready.chapter_evidence.marks import LEAD_IN_SAMPLES, from_marks, is_continued
from shelfready.chapter_evidence.pauses import from_pauses
from shelfready.chapter_evidence.starts import Said, Start, track_at
from shelfready.chapter_titles import credits_title, kind_of, told, unique
from shelfready.chapters import ENOUGH, Chapter, Chaptered, ChapterTable, Evidence
from shelfready.timeline import track_starts
from shelfready.titles import TitleFacts

_NUMBERED = frozenset(Evidence) - {Evidence.FILE, Evidence.PART}
"""What is marked and has no name is counted, `Chapter 3`; a file without one is called by its place, `Track 3`."""


def chapterize(facts: TitleFacts) -> ChapterTable:
    """The chapters of a title, without gap or overlap from its first sample to its last, each with its own name."""
    return find_chapters(facts).table


def find_chapters(facts: TitleFacts) -> Chaptered:
    """The chapters of a title, a likelier table that is not certain enough, and what is doubtful in it."""
    places = track_starts(facts)
    if places[-1] == 0:
        return Chaptered(table=ChapterTable(chapters=(), total_samples=0))
    by_files = _by_files(facts, places)
    nearby = [start.sample for start in by_files.starts]
    declared = from_manifest(facts, places) or from_record(facts, places, nearby)
    if declared is not None:
        return Chaptered(table=_table(declared.starts, places), doubts=declared.doubts)
    found = Chaptered(table=_table(by_files.starts, places), doubts=by_files.doubts)
    guessed = from_pauses(facts, places) if _is_undivided(by_files.starts, len(facts.tracks)) else None
    if guessed is None:
        return found
    table = _table(guessed.starts, places)
    if min(chapter.confidence for chapter in table.chapters) >= ENOUGH:
        return found.model_copy(update={"table": table})
    return found.model_copy(update={"proposal": table})


def _is_undivided(starts: Sequence[Start], tracks: int) -> bool:
    """Whether nothing divides the book but its files, which are parts of it, or the only one."""
    if all(start.evidence is Evidence.PART for start in starts):
        return True
    return tracks == 1 and len(starts) == 1


def _by_files(facts: TitleFacts, places: Sequence[int]) -> Said:
    """Track by track: its marks, else that it is a chapter, or a part."""
    titles = file_titles(facts)
    starts: list[Start] = []
    doubts: list[str] = []
    for index, track in enumerate(facts.tracks):
        place = places[index : index + 2]
        if place[0] == place[1]:
            continue
        marked = from_marks(track, index, place)
        if marked is None:
            starts.append(_of_file(titles[index], index, place[0]))
        else:
            starts += _of_marks(marked.starts, titles[index], index, place[0], starts)
            doubts += marked.doubts
    return Said(starts=tuple(starts), doubts=tuple(doubts))


def _of_file(named: FileTitle, index: int, sample: int) -> Start:
    return Start(sample=sample, track=index, title=named.title, evidence=named.evidence, confidence=named.confidence)


def _of_marks(
    marks: Sequence[Start], named: FileTitle, index: int, begin: int, earlier: Sequence[Start]
) -> Iterator[Start]:
    """A file's marks, and what comes before the first of them."""
    first = marks[0]
    follows_marks = bool(earlier) and earlier[-1].evidence not in (Evidence.FILE, Evidence.PART)
    is_lead_in = first.sample - begin < LEAD_IN_SAMPLES
    if follows_marks and is_lead_in and is_continued(first.title):
        yield from marks[1:]  # the chapter before goes on
    elif is_lead_in:
        yield first.model_copy(update={"sample": begin})
        yield from marks[1:]
    elif follows_marks:
        yield from marks  # and so does it here
    else:
        opening = named.title if earlier else "Opening"
        yield Start(sample=begin, track=index, title=opening, evidence=Evidence.FILE, confidence=ENOUGH)
        yield from marks


def _table(starts: Sequence[Start], places: Sequence[int]) -> ChapterTable:
    """The starts as chapters from the beginning to the end; what comes before the first of them is one more."""
    total = places[-1]
    whole = list(starts)
    if whole[0].sample >= LEAD_IN_SAMPLES:
        opening = {"sample": 0, "track": track_at(places, 0), "title": "Opening", "level": 1}
        whole.insert(0, whole[0].model_copy(update=opening))
    elif whole[0].sample > 0:
        whole[0] = whole[0].model_copy(update={"sample": 0, "track": track_at(places, 0)})
    titles = unique(_titles(whole))
    ends = [start.sample for start in whole[1:]] + [total]
    chapters = (
        Chapter(
            title=title,
            start_sample=start.sample,
            end_sample=end,
            track=start.track,
            evidence=start.evidence,
            confidence=start.confidence,
            level=start.level,
            kind=kind_of(start.title or "", place, len(whole)),
        )
        for place, (start, end, title) in enumerate(zip(whole, ends, titles, strict=True))
    )
    return ChapterTable(chapters=tuple(chapters), total_samples=total)


def _titles(starts: Sequence[Start]) -> Iterator[str]:
    number = 0
    for start in starts:
        title = told(start.title)
        credit = credits_title(title) if title else None
        number += credit is None
        nameless = f"Chapter {number}" if start.evidence in _NUMBERED else f"Track {start.track + 1}"
        yield credit or title or nameless
