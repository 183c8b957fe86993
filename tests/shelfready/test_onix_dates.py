"""Dates in the formats of code list 55."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.onix_dates import first_day, last_day, of_role, span
from shelfready.records import StatedDate


def _stated(value: str, form: str = "00") -> StatedDate:
    return StatedDate(role="01", value=value, format=form)


@pytest.mark.parametrize(
    ("value", "form", "first", "last"),
    [
        ("20260302", "00", date(2026, 3, 2), date(2026, 3, 2)),
        ("2026-03-02", "00", date(2026, 3, 2), date(2026, 3, 2)),
        ("202602", "01", date(2026, 2, 1), date(2026, 2, 28)),
        ("202601", "02", date(2025, 12, 29), date(2026, 1, 4)),
        ("20264", "03", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", "05", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026030220260401", "06", date(2026, 3, 2), date(2026, 4, 1)),
        ("20260302T0900", "13", date(2026, 3, 2), date(2026, 3, 2)),
        ("20140710T000000+0200", "14", date(2014, 7, 10), date(2014, 7, 10)),
        ("20260302T090000Z", "14", date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_dates_are_the_days_that_they_may_mean(value: str, form: str, first: date, last: date) -> None:
    """A month is all its days: who must not be early goes by the last."""
    stated = _stated(value, form)

    assert (first_day(stated), last_day(stated)) == (first, last)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("20260231", "00"),
        ("soon", "00"),
        ("soon", "12"),
        ("14470302", "20"),
        ("0000", "05"),
        ("999952", "02"),
        ("02/03/2026", "00"),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in "20260302"), "00"),
        ("2" * 5000, "00"),
        ("", "00"),
    ],
)
def test_what_cannot_be_read_is_none(value: str, form: str) -> None:
    """Days that there are not, other calendars, text, and digits that are none of ours."""
    assert span(_stated(value, form)) is None


@given(st.text(alphabet="0123456789T:+-ZWQ", max_size=24), st.sampled_from(["00", "01", "02", "03", "05", "06", "13"]))
def test_no_date_is_too_odd(value: str, form: str) -> None:
    """Whatever is read begins before it ends."""
    found = span(_stated(value, form))

    assert found is None or found[0] <= found[1]


def test_dates_are_found_by_role() -> None:
    """Several may stand in one role."""
    dates = tuple(StatedDate(role=role, value="20260302") for role in ("01", "02", "01"))

    assert [stated.role for stated in of_role(dates, "01", "30")] == ["01", "01"]
