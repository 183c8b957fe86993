"""Dates of any country are read, and those that may be two days are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.metadata_facts import Trouble
from shelfready.sheets.dates import read_date


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-22",
        "2026/11/22",
        "20261122",
        "2026-11-22 00:00:00",
        "2026-11-22T09:00Z",
        "22.11.2026",
        "22/11/2026",
        "11/22/2026",
        "22-11-2026",
        "'2026-11-22",
        "22 Nov 2026",
        "November 22, 2026",
        "Nov. 22nd, 2026",
        "Sunday, November 22, 2026",
        "22. November 2026",
        "22 novembre 2026",
        "22 de noviembre de 2026",
    ],
)
def test_a_day_is_read(cell: str) -> None:
    """However it is written, as long as it can be one day only."""
    assert read_date(cell).value == "20261122"


@pytest.mark.parametrize(
    ("cell", "value", "format"),
    [("2026", "2026", "05"), ("2026.0", "2026", "05"), ("2026-11", "202611", "01"), ("11/2026", "202611", "01"),
     ("März 2026", "202603", "01"), ("août 2026", "202608", "01"), ("1er janvier 2026", "20260101", "00")],
)  # fmt: skip
def test_less_than_a_day_is_not_made_one(cell: str, value: str, format: str) -> None:
    """A year stays a year."""
    found = read_date(cell)

    assert (found.value, found.format) == (value, format)


@pytest.mark.parametrize("cell", ["03/04/2026", "3-4-2026", "03/04/26", "22.11.26"])
def test_two_days_are_none(cell: str) -> None:
    """March or April, this century or the last: it is told, and left out."""
    found = read_date(cell, 3)

    assert found.value is None
    assert found.oddity is not None
    assert (found.oddity.trouble, found.oddity.line, found.oddity.is_repaired) == (Trouble.DATE_AMBIGUOUS, 3, False)


def test_the_same_number_twice_is_one_day() -> None:
    """3 March is 3 March everywhere."""
    assert read_date("03/03/2026").value == "20260303"


@pytest.mark.parametrize("cell", ["31.02.2026", "2026-13-01", "soon", "1234567", "99999", "0000", "22 Octember 2026"])
def test_what_is_no_day_is_told(cell: str) -> None:
    """An impossible date is left out."""
    found = read_date(cell)

    assert found.value is None
    assert found.oddity is not None
    assert found.oddity.trouble is Trouble.CELL


def test_excels_numbers_of_days_are_read_and_told() -> None:
    """46348 is what is left of a date when a sheet is exported without formats."""
    found = read_date("46348")

    assert found.value == "20261122"
    assert found.oddity is not None
    assert (found.oddity.trouble, found.oddity.is_repaired, found.oddity.after) == (Trouble.REWRITTEN, True, "20261122")


@given(st.dates(date(1900, 3, 1), date(2099, 12, 31)))
def test_what_was_written_is_read(day: date) -> None:
    """Forms that name the day and the month give that day back; forms that may be two give it or nothing."""
    expected = f"{day:%Y%m%d}"

    assert {read_date(form).value for form in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d %B %Y}")} == {expected}
    assert {read_date(form).value for form in (f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}")} <= {expected, None}


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """It is a date, nothing, or told."""
    found = read_date(text)

    assert found.value is None or found.value.isdigit()
