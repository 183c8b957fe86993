"""Columns are known by their names, in the languages and templates that publishers use."""

import pytest

from shelfready.sheets.column_names import COLUMN_OF, Column
from shelfready.sheets.columns import heading, recognised


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("ISBN", Column.ISBN),
        ("isbn_13", Column.ISBN),
        ("ISBN-13 ", Column.ISBN),
        ("EAN", Column.ISBN),
        ("ISBN/EAN", Column.ISBN),
        ("Identifier", Column.ISBN),
        ("\N{ZERO WIDTH NO-BREAK SPACE}ISBN", Column.ISBN),
        ("Print ISBN", Column.PRINT_ISBN),
        ("TITLE", Column.TITLE),
        ("Título", Column.TITLE),
        ("Sous-titre", Column.SUBTITLE),
        ("Autor*in", Column.AUTHOR),
        ("Author(s)", Column.AUTHOR),
        ("Author 3", Column.AUTHOR),
        ("Contributor, Semicolon-Separated", Column.CONTRIBUTOR),
        ("Sprecher/-in", Column.NARRATOR),
        ("Read by", Column.NARRATOR),
        ("Narrateur", Column.NARRATOR),
        ("Voorlezer", Column.NARRATOR),
        ("Übersetzer", Column.TRANSLATOR),
        ("Verlag", Column.PUBLISHER),
        ("Erscheinungsdatum", Column.PUBLISHED_ON),
        ("Publication Date (YYYY-MM-DD)", Column.PUBLISHED_ON),
        ("Subject Code, Semicolon-Separated", Column.SUBJECT),
        ("Ungekürzt", Column.UNABRIDGED),
        ("Laufzeit (Min.)", Column.DURATION_MINUTES),
        ("Laufzeit", Column.DURATION),
        ("totaltimesecs", Column.DURATION_SECONDS),
        ("Page Count", Column.PAGES),
        ("Volume in Series", Column.VOLUME),
    ],
)
def test_a_column_is_known_by_its_name(name: str, column: Column) -> None:
    """Case, accents, marks and brackets do not matter."""
    found = heading(name)

    assert found is not None
    assert found.column is column


@pytest.mark.parametrize(
    "name", ["", "Notes", "Title 2", "ratings_1", "original_title", "Price of fame EUR", "x" * 100_000]
)
def test_other_names_say_nothing(name: str) -> None:
    """A name that only holds a known word is not that column."""
    assert heading(name) is None


@pytest.mark.parametrize(
    ("name", "currency", "tax"),
    [
        ("Price", None, None),
        ("Price (EUR)", "EUR", None),
        ("EUR price", "EUR", None),
        ("Preis € brutto", "EUR", "02"),
        ("Prix HT", None, "01"),
        ("List price [USD, excl. tax]", "USD", "01"),
        ("PVP", None, "02"),
    ],
)
def test_a_price_says_its_currency_and_tax(name: str, currency: str | None, tax: str | None) -> None:
    """Where the name of the column does."""
    found = heading(name)

    assert found is not None
    assert (found.column, found.currency, found.tax) == (Column.PRICE, currency, tax)


def test_every_name_is_found_as_it_is_listed() -> None:
    """The table holds names in the plain form in which they are looked up; otherwise they would never be found."""
    found = {name: heading(name) for name in COLUMN_OF}

    assert [name for name, column in found.items() if column is None] == []


def test_a_header_is_what_names_most() -> None:
    """Different things count, not cells."""
    assert [recognised(row) for row in (("ISBN", "Title"), ("Title", "Title"), ("The Lighthouse",), ())] == [2, 1, 0, 0]
