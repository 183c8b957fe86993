"""ISBNs as they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.isbns import fault, plain, thirteen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9789999900010", "9789999900010"),
        ("978-99999-0001-0", "9789999900010"),
        ("ISBN-13: 978 99999 0001 0", "9789999900010"),
        ("urn:isbn:9789999900010", "9789999900010"),
        ("978\u201199999\u20110001\u20110", "9789999900010"),
        ("080442957X", "9780804429573"),
        ("0-8044-2957-x", "9780804429573"),
        ("9798696051277", "9798696051277"),
        ("9790060115615", None),
        ("9789999900011", None),
        ("978999990001", None),
        ("4006381333931", None),
        ("", None),
        ("9" * 9999, None),
        ("٩٧٨٩٩٩٩٩٠٠٠١٠", None),
    ],
)
def test_valid_numbers_are_found_in_every_dress(text: str, expected: str | None) -> None:
    """Ten digits or thirteen, American 979-8 too; music (9790) and groceries are no books."""
    assert thirteen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9789999900010", None),
        ("9798696051277", None),
        ("9789999900011", "9789999900011 is not an ISBN: its check digit is 1, and 0 is expected"),
        ("9790060115615", "9790060115615 is not an ISBN: numbers that begin with 9790 are of printed music (ISMN)"),
        ("080442957X", "080442957X is an ISBN of ten digits, and 9780804429573 is the same in thirteen"),
        ("978-99999-0001-0", "'978-99999-0001-0' is written with more than digits, and 9789999900010 is expected"),
        (
            "978999990001",
            "'978999990001' is not an ISBN-13: it has 12 digits, and 13 that begin with 978 or 979 are expected",
        ),
    ],
)
def test_faults_say_what_is_expected(text: str, expected: str | None) -> None:
    """The check digit, the length, the kind of number, or only the hyphens."""
    assert fault(text) == expected


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    """What is valid has at most a fault of writing, and what has none is valid."""
    assert fault(text) is not None or thirteen(text) == plain(text) == text.strip()
