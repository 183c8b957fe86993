"""What spreadsheets do to ISBNs is undone where the check digit proves it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, isbn

from shelfready.metadata_facts import Trouble
from shelfready.sheets.isbns import read_isbn, recovered

THIRTEEN, TEN = "9780439023481", "0439023483"

DIGITS = st.text("0123456789", min_size=9, max_size=9)
THIRTEENS = DIGITS.map(lambda digits: f"978{digits}").map(lambda digits: digits + ean.calc_check_digit(digits))


@pytest.mark.parametrize(
    "cell",
    [
        THIRTEEN,
        "978-0-439-02348-1",
        "978\N{NON-BREAKING HYPHEN}0\N{EN DASH}439 02348\N{NO-BREAK SPACE}1",
        f"'{THIRTEEN}",
        f'="{THIRTEEN}"',
        f"ISBN:{THIRTEEN}",
        f"ISBN-13: {THIRTEEN}",
        f" {THIRTEEN}\N{ZERO WIDTH SPACE} ",
        "".join(chr(ord(digit) + 0xFEE0) for digit in THIRTEEN),
    ],
)
def test_marks_around_the_digits_are_no_damage(cell: str) -> None:
    """Hyphens, prefixes and what keeps Excel from touching a number are taken away without a word."""
    found = read_isbn(cell)

    assert found.oddity is None
    assert found.identifier is not None
    assert (found.identifier.kind, found.identifier.value) == ("15", THIRTEEN)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (f"{THIRTEEN}.0", "15", THIRTEEN),
        ("9.780439023481E+12", "15", THIRTEEN),
        ("9,780439023481e12", "15", THIRTEEN),
        ("439023483", "02", TEN),
        ("439023483.0", "02", TEN),
        ("2005549", "02", "0002005549"),
    ],
)
def test_what_the_check_digit_proves_is_mended(cell: str, kind: str, value: str) -> None:
    """A number that is whole is read; zeros that were lost are put back; both are told."""
    found = read_isbn(cell, 7)

    assert found.identifier is not None
    assert (found.identifier.kind, found.identifier.value) == (kind, value)
    assert found.oddity is not None
    assert (found.oddity.trouble, found.oddity.is_repaired, found.oddity.line) == (Trouble.ISBN_DAMAGED, True, 7)
    assert found.oddity.after == value


@pytest.mark.parametrize(
    "cell", ["9.78E+12", "9.78043902348e+12", "9,78E+12", "978043902348", "978043902", "76783609419.0"]
)
def test_what_is_lost_is_not_guessed(cell: str) -> None:
    """Rounded and shortened numbers are told, and no identifier is made of them."""
    found = read_isbn(cell)

    assert found.identifier is None
    assert found.oddity is not None
    assert (found.oddity.trouble, found.oddity.is_repaired) == (Trouble.ISBN_DAMAGED, False)
    assert found.oddity.before == cell


@pytest.mark.parametrize("cell", ["tba", "97804390234812345", "978-0-439-O2348-1"])
def test_what_is_no_number_is_left_for_a_rule(cell: str) -> None:
    """It was not a program that wrote this: a rule says what is wrong with it."""
    found = read_isbn(cell)

    assert found.identifier is not None
    assert (found.identifier.kind, found.identifier.value, found.oddity) == ("15", cell, None)


def test_other_schemes_keep_their_names() -> None:
    """Google's keys stand in the column of ISBNs."""
    found = read_isbn("GGKEY:ABC123")

    assert found.identifier is not None
    assert (found.identifier.kind, found.identifier.type_name, found.identifier.value) == ("01", "GGKEY", "ABC123")


@pytest.mark.parametrize("cell", ["", "  ", "n/a", "-"])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    """No identifier, and nothing odd."""
    assert read_isbn(cell).identifier is None
    assert read_isbn(cell).oddity is None


def test_a_rounded_number_is_recovered_from_the_older_one() -> None:
    """The ISBN-10 in the same row is the same number, if what is left of the other says so."""
    rounded = read_isbn("9.78043902348e+12").rounded
    assert rounded is not None

    assert recovered(rounded, TEN).identifier is not None
    assert recovered(rounded, "0306406152").identifier is None
    assert recovered(rounded, "0439023484").identifier is None


def test_three_digits_prove_nothing() -> None:
    """9.78E+12 is every ISBN there is."""
    rounded = read_isbn("9.78E+12").rounded
    assert rounded is not None

    assert recovered(rounded, TEN).identifier is None


@given(THIRTEENS)
def test_whatever_excel_shows_of_a_number_is_that_number_or_none(number: str) -> None:
    """Through every form that a number takes, no other ISBN comes out."""
    ten = isbn.to_isbn10(number)
    forms = [number, f"{number}.0", f"{int(number):.12E}", f"{int(number):.11e}", f"{int(number):.2E}", ten.lstrip("0")]
    for form in forms:
        found = read_isbn(form).identifier
        assert found is None or found.value in (number, ten) or not isbn.is_valid(found.value)

    rounded = read_isbn(f"{int(number):.11e}").rounded
    if rounded is not None and len(rounded.digits) >= 9:
        again = recovered(rounded, ten).identifier
        assert again is not None
        assert again.value == number


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Nothing breaks the reader, and it never makes a valid ISBN out of what holds no digits."""
    found = read_isbn(text)

    assert found.identifier is None or found.identifier.value
