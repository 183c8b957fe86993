"""Texts from elsewhere are made fit for a catalogue."""

from hypothesis import given
from hypothesis import strategies as st

from shelfready.descriptions import LONGEST_LINE, MOST_NAMES, names, one_line, paragraphs


def test_a_line_is_one_line() -> None:
    """Control characters and line breaks are spaces; what is only those is nothing."""
    assert [one_line(text) for text in (" A\x00B\n C ", " \u202e\n", "", None)] == ["A B C", None, None, None]


def test_names_stand_once_and_in_order() -> None:
    """However often they are said, and however many there are."""
    assert names(["Ada ", None, "Tom", "Ada", ""]) == ("Ada", "Tom")
    assert len(names(map(str, range(1000)))) == MOST_NAMES


def test_paragraphs_keep_their_ends() -> None:
    """And lose empty lines."""
    assert paragraphs(" One\tline. \r\n\n\x07Two. ", 100) == "One line.\nTwo."
    assert paragraphs("\n \n", 100) is None


@given(st.text())
def test_whatever_comes_is_bounded_and_printable(text: str) -> None:
    """Nothing unseen reaches a catalogue."""
    line = one_line(text * 9) or ""

    assert line.isprintable() or all(char.isprintable() or char.isspace() for char in line)
    assert len(line) <= LONGEST_LINE
    assert len(paragraphs(text, 7) or "") <= 7
