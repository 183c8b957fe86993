"""Numbers of several countries are one number, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelfready.sheets.amounts import Money, read_currency, read_duration, read_money, read_number_of


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("9.99", "9.99", None),
        ("9,99", "9.99", None),
        ("10", "10", None),
        ("9.9", "9.9", None),
        ("0", "0", None),
        ("€ 9,99", "9.99", "EUR"),
        ("9,99 €", "9.99", "EUR"),
        ("EUR 9.99", "9.99", "EUR"),
        ("9.99 usd", "9.99", "USD"),
        ("1.299,00", "1299.00", None),
        ("1,299.00", "1299.00", None),
        ("1'299.00", "1299.00", None),
        ("1 299,00", "1299.00", None),
        ("1.234.567", "1234567", None),
        ("9.990000000000002", "9.99", None),
    ],
)
def test_a_price_is_read(cell: str, amount: str, currency: str | None) -> None:
    """Points, commas, apostrophes and signs on either side."""
    assert read_money(cell) == Money(amount, currency)


@pytest.mark.parametrize("cell", ["1,299", "1.299", "free", "9.99 or less", "9,99,9", "$ 9.99", "-", "", "12-13"])
def test_what_may_be_two_prices_is_none(cell: str) -> None:
    """A thousand, or one and a bit: nobody can tell. A dollar alone is of twenty countries."""
    assert read_money(cell) is None


def test_a_negative_price_is_none() -> None:
    """Nobody is paid for listening."""
    assert read_money("-9.99") is None


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("10:15:30", "16", "0101530"),
        ("9:04:31", "16", "0090431"),
        ("10:15", "15", "01015"),
        ("10h 15m", "16", "0101500"),
        ("10 Std. 15 Min.", "16", "0101500"),
        ("615 min", "16", "0101500"),
        ("36930 s", "16", "0101530"),
        ("PT10H15M30S", "16", "0101530"),
    ],
)
def test_a_length_with_its_units_is_read(cell: str, unit: str, value: str) -> None:
    """As clocks show it, in words, and as ISO 8601 has it."""
    found = read_duration(cell)

    assert found is not None
    assert (found.unit, found.value) == (unit, value)


@pytest.mark.parametrize("cell", ["615", "10.25", "", "long", "10:75:00", "10:99", "h", "99999 h"])
def test_a_number_without_a_unit_is_no_length(cell: str) -> None:
    """615 may be minutes or seconds, and 10.25 hours or ten minutes and a quarter."""
    assert read_duration(cell) is None


def test_the_columns_unit_makes_a_number_a_length() -> None:
    """Minutes may have decimals, seconds and pages not."""
    minutes = read_number_of("615,50", "05")

    assert minutes is not None
    assert minutes.value == "615.5"
    assert read_number_of("178995.0", "06") == read_number_of("178995", "06")
    assert read_number_of("12.5", "06") is None


def test_currencies_are_those_that_there_are() -> None:
    """Three letters are not enough."""
    assert [read_currency(cell) for cell in ("eur", "€", "XXQ", "$", "Euro")] == ["EUR", "EUR", None, None, None]


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_cents_survive_every_country(units: int, cents: int) -> None:
    """The same amount comes out of each way of writing it."""
    plain = f"{units}.{cents:02}"
    forms = [plain, f"{units},{cents:02}", f"{units:,}.{cents:02}", f"{units:,}".replace(",", ".") + f",{cents:02}"]

    assert {read_money(form) for form in forms} == {Money(plain)}


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """Nothing breaks, and what is read is a number."""
    money = read_money(text)

    assert money is None or float(money.amount) >= 0
    read_duration(text)
    read_currency(text)
