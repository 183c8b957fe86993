"""CHP-010: Where the chapters begin is not certain.

What it checks
    What lists the chapters agrees, to half a second, wherever a file has several lists (QuickTime, Nero, ID3,
    OverDrive, a cue sheet, Vorbis comments). Chapters that nobody has marked are looked for by the pauses and by the
    table of contents of the EPUB in the same drop; where what is found is not certain enough, it is only proposed.

Why it matters
    Whoever opens a chapter wants to hear its beginning. A guess that is published unasked is worse than none.

How to mend it
    Send the chapters in `shelfready.json` (`"chapters": [{"title": "...", "start_ms": 0}, ...]`), one file for each
    chapter, or a file with marks. A proposal that is right is accepted by sending it back in this way.

Source
    content-rules CHP-006 and CHP-007; ADR 0015

Example:
    >>> from shelfready.rules._examples import audio, audiobook, track
    >>> chapters_uncertain(audiobook())
    []
    >>> parts = [track(f"Lighthouse_{part}of3.mp3", audio(4_000 + part)) for part in (1, 2, 3)]
    >>> [found.message for found in chapters_uncertain(audiobook(*parts))]
    ['the 3 files are parts of the book and no chapters, and nothing says where those begin: the parts are listed']
"""

import json
from collections.abc import Iterator

from shelfready.chapters import ENOUGH, ChapterTable, Evidence
from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.chapters._table import chapters_of
from shelfready.titles import TitleFacts

_MOST_SHOWN = 40
_LISTS = "Write the same chapters into every list, or into one alone; or send them in shelfready.json."


@rule("CHP-010", Severity.WARNING)
def chapters_uncertain(title: TitleFacts, _profile: Profile) -> Says:
    """Says what is doubtful, and holds the proposal, if there is one."""
    found = chapters_of(title)
    if found is None:
        return
    for doubt in found.doubts:
        yield Said(doubt, remedy=_LISTS)
    if found.proposal is not None:
        yield from _proposed(found.proposal, len(found.table.chapters))
        return
    parts = sum(chapter.evidence is Evidence.PART for chapter in found.table.chapters)
    if parts > 1:
        told = "nothing says where those begin: the parts are listed"
        yield f"the {parts} files are parts of the book and no chapters, and {told}"
    elif parts:
        yield "the book is one long file, and nothing says where its chapters begin: it is listed as one"


def _proposed(table: ChapterTable, listed: int) -> Iterator[Said]:
    lowest = min(table.chapters, key=lambda chapter: chapter.confidence)
    sure = f"the least certain, {lowest.title}, to {lowest.confidence:.0%}, and {ENOUGH:.0%} is expected"
    listed_as = "one chapter" if listed == 1 else f"{listed} chapters"
    message = f"{len(table.chapters)} chapters were found by the pauses, {sure}: the book is listed as {listed_as}"
    remedy = (
        f"Send {_list(table)} in shelfready.json if these are the chapters, and correct what is wrong in it if not."
    )
    yield Said(message, remedy=remedy)


def _list(table: ChapterTable) -> str:
    """The proposal as a manifest wants it."""
    rows = [
        {"title": chapter.title, "start_ms": chapter.start_ms} | ({"level": chapter.level} if chapter.level > 1 else {})
        for chapter in table.chapters[:_MOST_SHOWN]
    ]
    rest = len(table.chapters) - len(rows)
    more = f" and {rest} more (the report page has them all)" if rest else ""
    return f'"chapters": {json.dumps(rows, ensure_ascii=False)}{more}'
