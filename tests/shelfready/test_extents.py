"""Lengths as publishers write them, and what is wrong with those that say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.extents import extent_of, fault, is_time, length_s, shown, slack_s
from shelfready.records import Extent


def _extent(value: str, unit: str) -> Extent:
    return Extent(kind="09", value=value, unit=unit)


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [
        ("0101530", "16", 36930),
        ("010153050", "16", 36930.5),
        ("50000", "16", 18000),
        ("10:15:30", "16", 36930),
        ("01015", "15", 36900),
        ("1015", "15", 36900),
        ("010", "14", 36000),
        ("10.25", "04", 36900),
        ("615", "05", 36900),
        ("36930", "06", 36930),
    ],
)
def test_lengths_are_read_in_their_unit(value: str, unit: str, seconds: float) -> None:
    """Ten hours and a quarter, in every unit of time that code list 24 has."""
    assert length_s(_extent(value, unit)) == seconds


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("36930", "16"),
        ("0106000", "16"),
        ("0100075", "16"),
        ("01075", "15"),
        ("123456", "15"),
        ("ten", "04"),
        ("1,5", "04"),
        ("-5", "06"),
        ("²", "06"),
        ("9" * 5000, "06"),
        ("", "16"),
        ("10:15:30", "15"),
        ("117", "11"),
    ],
)
def test_what_is_no_length_is_none(value: str, unit: str) -> None:
    """Seconds in a field of hours, minutes above 59, digits that are not ours, numbers without end."""
    assert length_s(_extent(value, unit)) is None


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("0101530", "16", None),
        ("010153050", "16", None),
        ("10.25", "04", None),
        ("50000", "16", "it has 5 digits, and HHHMMSS has 7"),
        ("1015", "15", "it has 4 digits, and HHHMM has 5"),
        ("36930", "16", "more than 59 minutes or seconds are in it"),
        ("10:15:30", "16", "it is not a number of HHHMMSS"),
        ("1.5", "06", "it is not a number of seconds"),
    ],
)
def test_faults_say_what_is_expected(value: str, unit: str, expected: str | None) -> None:
    """An XML schema takes any number: the digits of a unit are counted here."""
    assert fault(_extent(value, unit)) == expected


def test_only_units_of_time_are_lengths_of_time() -> None:
    """Tracks, megabytes and pages stand in the same element."""
    units = ("03", "04", "05", "06", "11", "14", "15", "16", "19", "31")

    assert [unit for unit in units if is_time(_extent("1", unit))] == ["04", "05", "06", "14", "15", "16"]


def test_coarse_units_are_given_their_slack() -> None:
    """Ten hours may be nine and a half; 10:15:30 is what it says to a minute."""
    assert [slack_s(_extent(*said)) for said in (("010", "14"), ("10", "04"), ("10.3", "04"), ("0101530", "16"))] == [
        3600,
        3600,
        360,
        60,
    ]


@given(st.integers(0, 999 * 3600))
def test_what_is_written_is_read_again(seconds: int) -> None:
    """The unit that ONIX recommends loses nothing but fractions."""
    written = extent_of(seconds)

    assert fault(written) is None
    assert length_s(written) == seconds


@given(st.text(max_size=40), st.sampled_from(["04", "05", "06", "14", "15", "16"]))
def test_no_text_is_too_odd(value: str, unit: str) -> None:
    """Anything can stand in the field."""
    extent = _extent(value, unit)

    assert (length_s(extent) is None) <= (fault(extent) is not None)


def test_lengths_are_shown_as_people_read_them() -> None:
    """Hours are not cut at a day."""
    assert shown(100 * 3600 + 61) == "100:01:01"
