"""What every cell has in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.sheets.cells import is_twice_encoded, line_of, number_text, several, text_of


def test_white_space_and_marks_nobody_sees_are_taken_away() -> None:
    """Joiners stay, which Persian and emoji need."""
    cells = [" A \u00a0 B\r\n", "\ufeffISBN", "A\u200bB", "\u0645\u06cc\u200c\u0631\u0648\u0645"]

    assert [line_of(cell) for cell in cells] == ["A B", "ISBN", "AB", "\u0645\u06cc\u200c\u0631\u0648\u0645"]


@pytest.mark.parametrize("cell", ["", " ", "-", "\u2014", "N/A", "null", "NaN", '=""'])
def test_placeholders_say_nothing(cell: str) -> None:
    """An empty cell by another name."""
    assert (line_of(cell), several(cell)) == ("", ())


def test_a_text_keeps_its_lines() -> None:
    """A description has paragraphs."""
    assert text_of(" One.\r\nTwo.\rThree.\x00 ") == "One.\nTwo.\nThree."


def test_an_apostrophe_before_a_number_is_excels() -> None:
    """Before a name it is the name's."""
    assert (number_text("'0306406152"), line_of("'t Hooft")) == ("0306406152", "'t Hooft")


@pytest.mark.parametrize("text", ["Zoë", "Ünder", "naïve café", "São", "Ça", "€ 9,99"])
def test_what_was_encoded_twice_is_known(text: str) -> None:
    """And the same text, encoded once, is not mistaken for it."""
    twice = text.encode().decode("cp1252")

    assert (is_twice_encoded(twice), is_twice_encoded(text)) == (True, False)


@pytest.mark.parametrize("text", ["日本語", "plain", "SÃO PAULO", "Ã©\N{SNOWMAN}"])
def test_other_text_is_not(text: str) -> None:
    """Only what can be nothing else counts."""
    assert not is_twice_encoded(text)


@given(st.text())
def test_any_cell_is_read(cell: str) -> None:
    """And read again it is the same, but for the wrapper of a formula."""
    once = line_of(cell)

    assert once.isprintable() or "\u200c" in once or "\u200d" in once
    if not once.startswith('="'):
        assert line_of(once) == once
