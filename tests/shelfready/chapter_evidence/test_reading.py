"""What of a table of contents is read aloud."""

import pytest

from shelfready.chapter_evidence.reading import Heard, entries_of
from shelfready.media import TocEntry
from shelfready.rules._examples import audiobook, book, epub, supplement, track


def _entries(*toc: TocEntry) -> list[tuple[str, int, int, Heard]]:
    found = entries_of(audiobook(track(), book(contents=epub(toc=toc))))
    return [(entry.title, entry.characters, entry.level, entry.heard) for entry in found]


def _toc(title: str, characters: int | None, level: int = 1, href: str = "x") -> TocEntry:
    return TocEntry(title=title, href=href, level=level, characters=characters)


STORY = (_toc("One", 9_000), _toc("Two", 8_000))


@pytest.mark.parametrize(
    "title",
    ["Copyright", "Table of Contents", "Title Page", "Endnotes", "Impressum", "Índice", "Also by Ada Brook", "Notes"],
)
def test_front_and_back_matter_is_hardly_read(title: str) -> None:
    """Nor is a heading on a page of its own."""
    assert _entries(_toc(title, 5_000), *STORY)[0][3] is Heard.HARDLY
    assert _entries(_toc("Part One", 8), *STORY)[0][3] is Heard.HARDLY


@pytest.mark.parametrize("title", ["Preface by Lionel Giles", "Dedication", "Nachwort", "Acknowledgments"])
def test_preface_is_perhaps_read(title: str) -> None:
    """Some are, some are not."""
    assert _entries(_toc(title, 5_000), *STORY)[0][3] is Heard.PERHAPS


def test_chapters_are_read() -> None:
    """Titles that only sound like front matter are chapters, too."""
    assert _entries(_toc("The Noted Cover", 5_000), *STORY) == [
        ("The Noted Cover", 5_000, 1, Heard.SURELY),
        ("One", 9_000, 1, Heard.SURELY),
        ("Two", 8_000, 1, Heard.SURELY),
    ]


def test_sections_within_chapters_are_joined() -> None:
    """Where the deepest entries are short, they are no chapters; their text is their chapter's."""
    sections = [_toc(f"{n}", 300, 2) for n in range(20)]

    assert [
        (title, characters) for title, characters, *_ in _entries(_toc("One", 500), *sections, _toc("Two", 9_000))
    ] == [
        ("One", 6_500),
        ("Two", 9_000),
    ]


def test_parts_hold_their_chapters() -> None:
    """The levels are kept, a part's own heading is hardly a chapter."""
    found = _entries(_toc("Part One", 10), _toc("One", 9_000, 2), _toc("Two", 8_000, 2))

    assert [(title, level, heard) for title, _, level, heard in found] == [
        ("Part One", 1, Heard.HARDLY),
        ("One", 2, Heard.SURELY),
        ("Two", 2, Heard.SURELY),
    ]


def test_table_without_lengths_tells_nothing() -> None:
    """It was measured before they were counted, or a document could not be read."""
    assert _entries(_toc("One", None), *STORY) == []
    assert _entries(_toc("Heading", None, href=""), *STORY) != []
    assert _entries(*STORY[:1]) == []


def test_book_may_be_a_supplement() -> None:
    """Which is what an EPUB is that no manifest lists."""
    found = entries_of(audiobook(track(), supplement("book.epub", kind="epub", epub=epub(toc=STORY))))

    assert [entry.title for entry in found] == ["One", "Two"]
