"""What a feed would do to titles that are on the shelf, before anything of it is applied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from shelfready.feeds import FeedFacts
from shelfready.records import Price, Record
from shelfready.selling_rights import sold_in

_DELETION = "05"  # list 1
_WITHDRAWN = frozenset({"01", "03", "05", "07", "11", "12", "15", "16", "17"})  # list 64: no longer, or never, sold

_PRICE = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)


class Effect(StrEnum):
    """What a record would do to a title on the shelf."""

    DELETED = "deleted"
    WITHDRAWN = "withdrawn"
    REPRICED = "repriced"
    SHRUNK = "shrunk"


@dataclass
class Tally:
    """Counts the titles on the shelf that a feed touches; each title counts once for each effect."""

    touched: dict[Effect, set[str]] = field(default_factory=lambda: {effect: set() for effect in Effect})

    def add(self, title_id: str, effects: Iterable[Effect]) -> None:
        """Count a title."""
        for effect in effects:
            self.touched[effect].add(title_id)

    def facts(self, publisher: str, live: int) -> FeedFacts:
        """What the rules of feeds read."""
        counts = {effect.value: len(titles) for effect, titles in self.touched.items()}
        return FeedFacts(publisher=publisher, live=live, **counts)


def effects_of(held: Record | None, record: Record, *, widest_price_change: float) -> frozenset[Effect]:
    """What changes for a title on the shelf when `record` takes the place of `held`.

    `widest_price_change` is a share: 0.5 is a price halved, or half as much again.

    >>> sorted(effects_of(None, Record(notification="05"), widest_price_change=0.5))
    [<Effect.DELETED: 'deleted'>]
    """
    if record.notification == _DELETION:
        return frozenset({Effect.DELETED})
    found: set[Effect] = set()
    if _is_withdrawn(record) and not (held is not None and _is_withdrawn(held)):
        found.add(Effect.WITHDRAWN)
    if held is not None:
        if _is_repriced(_amounts(held), _amounts(record), widest_price_change):
            found.add(Effect.REPRICED)
        if _is_smaller(held, record):
            found.add(Effect.SHRUNK)
    return frozenset(found)


def _is_withdrawn(record: Record) -> bool:
    return record.publishing is not None and record.publishing.status in _WITHDRAWN


def _amounts(record: Record) -> dict[tuple[str | None, ...], tuple[Decimal, ...]]:
    """The amounts by what they are an amount of; one price list may hold several for one key, by date."""
    found: dict[tuple[str | None, ...], list[Decimal]] = {}
    for supply in record.supply.supplies if record.supply else ():
        for price in supply.prices:
            amount = _amount(price)
            if amount is not None:
                found.setdefault((price.kind, price.qualifier, price.currency), []).append(amount)
    return {key: tuple(sorted(amounts)) for key, amounts in found.items()}


def _amount(price: Price) -> Decimal | None:
    # Only what is written as a price is one: not NaN, and no exponent that arithmetic would choke on.
    return Decimal(price.amount) if price.amount is not None and _PRICE.fullmatch(price.amount) else None


def _is_repriced(
    held: dict[tuple[str | None, ...], tuple[Decimal, ...]],
    said: dict[tuple[str | None, ...], tuple[Decimal, ...]],
    widest: float,
) -> bool:
    for key in held.keys() & said.keys():
        for before, after in ((held[key][0], said[key][0]), (held[key][-1], said[key][-1])):
            if abs(after - before) > abs(before) * Decimal(str(widest)):
                return True
    return False


def _is_smaller(held: Record, record: Record) -> bool:
    """Whether the title could be sold in a country before in which it no longer may be."""
    before = sold_in(held.publishing) if held.publishing else None
    after = sold_in(record.publishing) if record.publishing else None
    return before is not None and after is not None and not before <= after
