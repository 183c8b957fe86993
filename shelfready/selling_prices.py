"""Prices as records state them: amounts, the days on which they hold, and where."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from shelfready.onix_dates import first_day, last_day, of_role, span
from shelfready.records import Price, Supply, Territory
from shelfready.territories import countries, countries_of

FROM, UNTIL, BOTH = "14", "15", "24"
"""Roles of list 173; both days belong to the time in which the price holds."""

_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_COMMA = re.compile(r"-?[0-9]{1,12},[0-9]{2}")


def amount(price: Price) -> Decimal | None:
    """The amount, None where it cannot be read. A decimal comma before two digits is read as a point.

    >>> amount(Price(amount="13,99")), amount(Price(amount="1.299,00")) is None
    (Decimal('13.99'), True)
    """
    text = (price.amount or "").strip()
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


@dataclass(frozen=True)
class Window:
    """The days on which a price holds, both included; an open end is the first or last day there is."""

    first: date = date.min
    last: date = date.max

    @property
    def is_possible(self) -> bool:
        """Whether there is any day in it."""
        return self.first <= self.last

    def days_shared(self, other: "Window") -> int:
        """On how many days both hold."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)


def window(price: Price) -> Window:
    """When a price holds; what cannot be read leaves that end open, and is some rule's business."""
    first, last = date.min, date.max
    for stated in of_role(price.dates, FROM):
        first = first_day(stated) or first
    for stated in of_role(price.dates, UNTIL):
        last = _until(stated.value, last_day(stated)) or last
    for stated in of_role(price.dates, BOTH):
        first, last = span(stated) or (first, last)
    return Window(first, last)


def places(price: Price, supply: Supply) -> frozenset[str]:
    """Where a price holds: its own territory, or the market's, or everywhere."""
    territory = price.territory or supply.market or Territory()
    return countries() if territory == Territory() else countries_of(territory)


def _until(value: str, day: date | None) -> date | None:
    """Until midnight (T0000) is until the day before: systems that count in moments write it so."""
    ends_at_midnight = re.search(r"T00:?00(:?00)?(Z|[+-]|$)", value) is not None
    return day - timedelta(days=1) if day and ends_at_midnight and day > date.min else day
