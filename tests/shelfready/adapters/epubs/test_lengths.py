"""How much text there is under each entry of a table of contents."""

from pathlib import Path

import pytest

from shelfready.adapters.epubs.container import open_container
from shelfready.adapters.epubs.contents import Entry
from shelfready.adapters.epubs.lengths import lengths
from tests.shelfready.adapters.epubs.binding import bind

ONE, TWO = "EPUB/text/one+1.xhtml", "EPUB/text/two.xhtml"
SPINE = (ONE, TWO)


def _page(body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>not read</title><style>p{}</style></head>'
        f"<body>{body}</body></html>"
    )


def _lengths(folder: Path, one: str, two: str, *hrefs: str, spine: tuple[str, ...] = SPINE) -> tuple[int | None, ...]:
    path = folder / "book.epub"
    path.write_bytes(bind({ONE: one, TWO: two}))
    return lengths(open_container(path), spine, [Entry(href, href, 1) for href in hrefs])


def test_text_is_counted_up_to_the_next_entry(tmp_path: Path) -> None:
    """White space apart, over the end of a document, and within one."""
    one = _page("<h1>One</h1><p>abc def</p>")
    two = _page('<p>ghi</p><section id="x">jklm <b>no</b> p</section>')

    assert _lengths(tmp_path, one, two, ONE, f"{TWO}#x") == (12, 7)
    assert _lengths(tmp_path, one, two, ONE, TWO, f"{TWO}#x") == (9, 3, 7)


def test_entries_are_counted_by_where_they_lie(tmp_path: Path) -> None:
    """A table of contents in another order than the book's, and two entries at one place."""
    one, two = _page("<p>abcd</p>"), _page("<p>ef</p>")

    assert _lengths(tmp_path, one, two, TWO, ONE) == (2, 4)
    assert _lengths(tmp_path, one, two, ONE, f"{ONE}#nowhere", TWO) == (0, 4, 2)


def test_what_is_not_heard_is_not_counted(tmp_path: Path) -> None:
    """Scripts, styles, and how a word is pronounced."""
    one = _page("<p>ab<script>never()</script>c<ruby>d<rt>long reading</rt></ruby>e</p>")

    assert _lengths(tmp_path, one, _page(""), ONE) == (5,)


@pytest.mark.parametrize("href", ["", "EPUB/gone.xhtml", "EPUB/nav.xhtml"])
def test_entry_that_leads_out_of_the_text_has_no_length(tmp_path: Path, href: str) -> None:
    """And takes none from the others."""
    assert _lengths(tmp_path, _page("abc"), _page("de"), ONE, href) == (5, None)


def test_what_follows_a_broken_document_is_not_known(tmp_path: Path) -> None:
    """EPUBCheck tells of it; the book is read all the same."""
    assert _lengths(tmp_path, _page("abc"), "<p>not closed", ONE, TWO) == (3, None)
    assert _lengths(tmp_path, _page("abc"), _page("de"), ONE, TWO, spine=("gone", ONE, TWO)) == (None, None)


def test_document_that_is_listed_twice_is_counted_once(tmp_path: Path) -> None:
    """Else a small book could be made as long as one likes."""
    assert _lengths(tmp_path, _page("abc"), _page("de"), ONE, TWO, spine=(ONE, TWO) * 1000) == (3, 2)


def test_more_text_than_any_book_has_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest has no length."""
    monkeypatch.setattr("shelfready.adapters.epubs.lengths._MOST_TEXT_BYTES", 400)

    assert _lengths(tmp_path, _page("abc"), _page("d" * 500), ONE, TWO) == (3, None)
