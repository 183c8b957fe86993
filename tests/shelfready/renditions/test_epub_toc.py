"""The table of contents of an ebook, as it is shown outside the book."""

import json
from typing import Any

from shelfready.media import TocEntry
from shelfready.plans import Described, Plan
from shelfready.renditions._outline import Branch, outline
from shelfready.titles import Metadata
from tests.shelfready.renditions.titles import HOSTILE, written


def _toc(*contents: TocEntry) -> list[dict[str, Any]]:
    plan = Plan(
        publisher="harbour-press",
        title_id="9789999900027",
        content_type="ebook",
        submission_id="s1",
        metadata=Metadata(),
        contents=contents,
        toolchain="ffmpeg",
    )
    toc: list[dict[str, Any]] = json.loads(written("epub-toc", Described(plan=plan, artifacts=())))["toc"]
    return toc


def test_entries_lie_within_one_another() -> None:
    """A heading that leads nowhere has no address, and holds what is below it."""
    assert _toc(
        TocEntry(title="Part", href=""),
        TocEntry(title="One", href="EPUB/one.xhtml", level=2),
        TocEntry(title="Two", href="EPUB/two.xhtml#x", level=2),
        TocEntry(title="Notes", href="EPUB/notes.xhtml"),
    ) == [
        {
            "title": "Part",
            "children": [
                {"title": "One", "href": "EPUB/one.xhtml"},
                {"title": "Two", "href": "EPUB/two.xhtml#x"},
            ],
        },
        {"title": "Notes", "href": "EPUB/notes.xhtml"},
    ]


def test_addresses_are_addresses() -> None:
    """A file's name within the archive may hold what an address may not; a scheme is no part of one."""
    (entry,) = _toc(TocEntry(title="One", href='javascript:x/n 1"é.xhtml#a b'))

    assert entry["href"] == "javascript%3Ax/n%201%22%C3%A9.xhtml#a%20b"


def test_hostile_titles_are_told_as_they_are() -> None:
    """JSON holds anything; what shows it must escape it."""
    told = _toc(*(TocEntry(title=title, href="a.xhtml") for title in HOSTILE))

    assert [entry["title"] for entry in told] == list(HOSTILE)


def _depth(branches: list[Branch[int]]) -> int:
    return 1 + max((_depth(branch.within) for branch in branches), default=0) if branches else 0


def test_no_book_is_deeper_than_readers_can_read() -> None:
    """Ten thousand levels are eight, and no entry is lost."""
    found = outline((level, level) for level in range(1, 10_001))

    def count(branches: list[Branch[int]]) -> int:
        return sum(1 + count(branch.within) for branch in branches)

    assert _depth(found) == 8
    assert count(found) == 10_000


def test_levels_that_are_left_out_count_for_nothing() -> None:
    """A book may begin deep, and go deeper by two at once."""
    first, second = outline([(3, "a"), (5, "b"), (4, "c"), (1, "d")])

    assert (first.entry, [branch.entry for branch in first.within], second.entry) == ("a", ["b", "c"], "d")
