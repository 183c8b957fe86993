"""Amounts, days and places of prices."""

from datetime import date
from decimal import Decimal

import pytest

from shelfready.records import Price, StatedDate, Supply, Territory
from shelfready.selling_prices import Window, amount, places, window


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14.99", Decimal("14.99")),
        ("0", Decimal(0)),
        ("13,99", Decimal("13.99")),
        ("1,299", None),
        ("1.299,00", None),
        ("NaN", None),
        ("1e9", None),
        ("9" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_amounts_are_read_or_not(text: str | None, expected: Decimal | None) -> None:
    """A comma before two digits is decimal; before three it may be a thousand, and is not guessed."""
    assert amount(Price(amount=text)) == expected


def _price(*dates: tuple[str, str]) -> Price:
    return Price(dates=tuple(StatedDate(role=role, value=value) for role, value in dates))


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (_price(), Window()),
        (_price(("14", "20260101")), Window(date(2026, 1, 1))),
        (_price(("14", "20260101"), ("15", "20260131")), Window(date(2026, 1, 1), date(2026, 1, 31))),
        (_price(("15", "20260201T000000+0100")), Window(date.min, date(2026, 1, 31))),
        (_price(("24", "2026010120260131")), Window(date(2026, 1, 1), date(2026, 1, 31))),
        (_price(("14", "soon")), Window()),
    ],
)
def test_windows_include_both_days(price: Price, expected: Window) -> None:
    """Until the first of February at midnight is until the last of January."""
    assert window(price) == expected


def test_days_shared_are_counted() -> None:
    """A price that ends on the day on which the next begins shares that day with it."""
    january = Window(date(2026, 1, 1), date(2026, 1, 31))

    assert january.days_shared(Window(date(2026, 2, 1))) == 0
    assert january.days_shared(Window(date(2026, 1, 31))) == 1
    assert january.days_shared(Window()) == 31
    assert not Window(date(2026, 1, 2), date(2026, 1, 1)).is_possible


def test_a_price_holds_where_it_says_or_where_its_market_is() -> None:
    """Without either it holds everywhere."""
    market = Supply(market=Territory(countries=("GB", "IE")))

    assert places(Price(territory=Territory(countries=("GB",))), market) == {"GB"}
    assert places(Price(), market) == {"GB", "IE"}
    assert len(places(Price(), Supply())) > 240
