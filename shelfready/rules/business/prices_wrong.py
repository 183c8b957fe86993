"""BIZ-004: A price cannot be charged: no amount, no currency, two at once, or nowhere.

What it checks
    A price has an amount above zero or the code that says why it has none; a currency of ISO 4217; a type that says
    whether tax is in it; a territory in which the title may be sold; days of which the first is not after the last.
    A promotional price (08) has both days and an introductory one (17) its last. Two prices of the same type,
    qualifier and currency do not hold on the same day in the same country.

Why it matters
    Of two prices that hold at once, every shop takes another; and what cannot be charged is not sold.

How to mend it
    Give every price an amount, a currency and a type (01 without tax, 02 with it; in a sheet, a column called "price
    including tax" or "price excluding tax"). Write 0.00 as UnpricedItemType 01 (free of charge).

Source
    ONIX code lists 57, 58, 59 and 173; content-rules 5.1 and BIZ-004

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix, price, record, supply
    >>> prices_wrong(audiobook(described=onix()))
    []
    >>> two = onix(record(supply=supply(price("14.99"), price("9.99"))))
    >>> [found.message for found in prices_wrong(audiobook(described=two))]
    ['14.99 EUR and 9.99 EUR (type 02, qualifier 05) both hold in 250 countries, without end']
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pycountry

from shelfready.findings import Said, Says, Severity, rule
from shelfready.onix_dates import of_role, span
from shelfready.profiles import Profile
from shelfready.records import Price, Record, Supply
from shelfready.rules._described import several, short, stated, whole
from shelfready.selling_prices import BOTH, FROM, UNTIL, Window, amount, places, window
from shelfready.selling_rights import sold_in
from shelfready.territories import listed
from shelfready.titles import TitleFacts

_PROMOTION, _INTRODUCTION = "08", "17"
_MOST_COMPARED = 2000

_OUTSIDE = "State sales rights for the countries of the price, or leave the price out."
_AT_ONCE = "End the old price the day before the new one begins: the day of role 15 (until) still counts."


@rule("BIZ-004", Severity.ERROR)
def prices_wrong(title: TitleFacts, _profile: Profile) -> Says:
    """Each price by itself, and then each supplier's prices against each other. Few sheets say whether tax is in it."""
    record = stated(title)
    if record is None or record.supply is None:
        return
    untyped = Severity.WARNING if whole(title) is not None else Severity.INFO
    prices = [price for supply in record.supply.supplies for price in supply.prices]
    faults = [fault for price in prices for fault in _faults(price, untyped)]
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        messages = dict.fromkeys(message for message, grave in faults if grave is severity)
        yield from (Said(message, severity) for message in several(list(messages)))
    yield from _outside(record)
    for supply in record.supply.supplies:
        yield from _overlaps(supply)


def _faults(price: Price, untyped: Severity) -> Iterator[tuple[str, Severity]]:
    grave, slight = Severity.ERROR, Severity.WARNING
    number, name = amount(price), _name(price)
    if price.unpriced and price.amount is None:
        return
    if price.amount is None:
        yield f"{name} has no amount, and no code that says why (UnpricedItemType)", grave
    elif number is None:
        yield f"{name}: the amount cannot be read; 14.99 is how it is written", grave
    elif number <= 0:
        yield f"{name} is not above zero; what is free has no amount and UnpricedItemType 01", grave
    elif "," in price.amount:
        yield f"{name}: the amount has a decimal comma, and was read as {number}", slight
    if price.currency is None:
        yield f"{name} has no currency; a code of ISO 4217 such as EUR is expected", grave
    elif pycountry.currencies.get(alpha_3=price.currency) is None:
        yield f"{name}: {short(price.currency, 20)!r} is no currency of ISO 4217", grave
    if price.kind is None:
        yield f"{name} has no type, and so does not say whether tax is in it; 01 or 02 is expected", untyped
    yield from ((message, grave) for message in _days(price, name))


def _days(price: Price, name: str) -> Iterator[str]:
    for day in price.dates:
        if day.role in (FROM, UNTIL, BOTH) and span(day) is None:
            yield f"{name}: the day {short(day.value, 30)!r} cannot be read; YYYYMMDD is expected"
    if not window(price).is_possible:
        yield f"{name} ends before it begins"
    begins, ends = (bool(of_role(price.dates, role, BOTH)) for role in (FROM, UNTIL))
    if price.qualifier == _PROMOTION and not (begins and ends):
        yield f"{name} is promotional (08) and needs its first day (14) and its last (15)"
    if price.qualifier == _INTRODUCTION and not ends:
        yield f"{name} is introductory (17) and needs its last day (15)"


def _outside(record: Record) -> Iterator[Said]:
    """A price for the world beside rights for a part of it is usual; one that can never be charged is not."""
    sold = sold_in(record.publishing) if record.publishing else None
    if not sold or record.supply is None:
        return
    for supply in record.supply.supplies:
        for price in supply.prices:
            where = places(price, supply)
            if where and not where & sold:
                message = f"{_name(price)} is for {listed(where)}, where the title may not be sold"
                yield Said(message, Severity.WARNING, remedy=_OUTSIDE)


def _overlaps(supply: Supply) -> Iterator[Said]:
    alike: dict[tuple[str | None, ...], list[Price]] = defaultdict(list)
    for price in supply.prices[:_MOST_COMPARED]:
        # A price under a condition (rental, upgrade) is another offer, and not another price of this one.
        alike[(price.kind, price.qualifier, price.currency, *price.conditions)].append(price)
    found = [overlap for prices in alike.values() for overlap in _at_once(prices, supply)]
    for severity in (Severity.ERROR, Severity.WARNING):
        messages = several(list(dict.fromkeys(message for message, grave in found if grave is severity)))
        yield from (Said(message, severity, remedy=_AT_ONCE) for message in messages)


def _at_once(prices: list[Price], supply: Supply) -> Iterator[tuple[str, Severity]]:
    """Country by country in order of time, so that a list of a thousand prices is read once and not squared."""
    windows = [window(price) for price in prices]
    by_country: dict[str, list[int]] = defaultdict(list)
    for place, price in enumerate(prices):
        for country in places(price, supply) if len(prices) > 1 else ():
            by_country[country].append(place)
    pairs: dict[tuple[int, int], set[str]] = defaultdict(set)
    for country, held in by_country.items():
        latest: int | None = None
        for place in sorted(held, key=lambda place: windows[place].first):
            # Among those that began before, the one that ends last is in the way.
            if latest is not None and windows[latest].days_shared(windows[place]):
                pairs[latest, place].add(country)
            if latest is None or windows[place].last > windows[latest].last:
                latest = place
    for (one, other), where in pairs.items():
        if amount(prices[one]) != amount(prices[other]):
            yield _overlap(prices[one], prices[other], frozenset(where))


def _overlap(one: Price, other: Price, where: frozenset[str]) -> tuple[str, Severity]:
    """A single day that both claim is the usual misunderstanding of "until", and a warning."""
    when, then = window(one), window(other)
    days, when = when.days_shared(then), Window(max(when.first, then.first), min(when.last, then.last))
    place = f"{len(where)} countries" if len(where) > 20 else listed(where)
    first = "" if when.first == date.min else f" from {when.first.isoformat()}"
    last = ", without end" if when.last == date.max else f" until {when.last.isoformat()}"
    time = f" on {when.first.isoformat()}" if days == 1 else f"{first}{last}"
    kind = short(f"type {one.kind}, qualifier {one.qualifier}", 60)
    message = f"{_name(one)} and {_name(other)} ({kind}) both hold in {place}{time}"
    return message, Severity.WARNING if days == 1 else Severity.ERROR


def _name(price: Price) -> str:
    return f"{short(price.amount, 20) if price.amount else 'a price'} {short(price.currency or '', 10)}".strip()
