"""What a feed would do to the shelf is counted before it is done."""

import pytest

from shelfready.feed_effects import Effect, Tally, effects_of
from shelfready.feeds import FeedFacts
from shelfready.records import (
    Price,
    Publishing,
    Record,
    SalesRights,
    Supplies,
    Supply,
    Territory,
)


def priced(*amounts: str | None, currency: str = "USD", kind: str = "01") -> Record:
    """A record with prices."""
    prices = tuple(Price(kind=kind, currency=currency, amount=amount) for amount in amounts)
    return Record(supply=Supplies(supplies=(Supply(prices=prices),)))


def sold(*rights: tuple[str, Territory], row: str | None = None) -> Record:
    """A record with rights."""
    stated = tuple(SalesRights(kind=kind, territory=territory) for kind, territory in rights)
    return Record(publishing=Publishing(sales_rights=stated, row_rights=row))


def effects(held: Record | None, record: Record) -> set[str]:
    """The effects by their names."""
    return {effect.value for effect in effects_of(held, record, widest_price_change=0.5)}


WORLD, BRITAIN, BOTH = (
    Territory(regions=("WORLD",)),
    Territory(countries=("GB",)),
    Territory(countries=("GB", "IE")),
)


@pytest.mark.parametrize("status", ["01", "07", "11", "16", "17"])
def test_a_withdrawal_counts_when_it_is_new(status: str) -> None:
    """One that was withdrawn before is not withdrawn again."""
    gone, sold_now = Record(publishing=Publishing(status=status)), Record(publishing=Publishing(status="04"))

    assert effects(None, gone) == effects(sold_now, gone) == {"withdrawn"}
    assert effects(gone, gone) == effects(gone, sold_now) == set()


@pytest.mark.parametrize(
    ("before", "after", "is_repriced"),
    [
        (priced("10.00"), priced("15.00"), False),
        (priced("10.00"), priced("15.01"), True),
        (priced("10.00"), priced("4.99"), True),
        (priced("10.00"), priced("1000", currency="JPY"), False),
        (priced("10.00"), priced("40.00", kind="02"), False),
        (priced("10.00", "12.00"), priced("12.00", "10.00"), False),
        (priced("0"), priced("0.99"), True),
        (priced("10.00"), Record(), False),
        (priced("10.00"), priced(None), False),
        (priced("10.00"), priced("NaN"), False),
        (priced("10.00"), priced("1e999999999"), False),
        (priced("10.00"), priced("ten"), False),
        (priced("10.00"), priced("9" * 100), False),
    ],
)
def test_a_price_counts_when_it_changes_by_more(before: Record, after: Record, is_repriced: bool) -> None:
    """Compared with the same kind of price in the same currency; what is no number is no change."""
    assert effects(before, after) == ({"repriced"} if is_repriced else set())


@pytest.mark.parametrize(
    ("before", "after", "is_smaller"),
    [
        (sold(("01", BOTH)), sold(("01", BRITAIN)), True),
        (sold(("01", BRITAIN)), sold(("02", BOTH)), False),
        (sold(("01", WORLD)), sold(("01", BRITAIN)), True),
        (sold(("01", WORLD)), sold(("01", WORLD), ("03", BRITAIN)), True),
        (sold(("01", BRITAIN), row="02"), sold(("01", BRITAIN), row="03"), True),
        (sold(("01", BRITAIN), row="02"), sold(("01", WORLD)), False),
        (sold(("01", WORLD)), Record(), False),
    ],
)
def test_fewer_places_count(before: Record, after: Record, is_smaller: bool) -> None:
    """A country in which it could be sold, and no longer may; rights that say nothing are no loss."""
    assert effects(before, after) == ({"shrunk"} if is_smaller else set())


def test_a_deletion_is_nothing_else() -> None:
    """A record that is taken back has neither price nor rights."""
    assert effects(sold(("01", WORLD)), Record(notification="05")) == {"deleted"}


def test_a_title_counts_once_for_each_effect() -> None:
    """However often a message names it."""
    tally = Tally()
    for _ in range(2):
        tally.add("a", {Effect.DELETED})
    tally.add("b", {Effect.DELETED, Effect.SHRUNK})

    assert tally.facts("north", 9) == FeedFacts(publisher="north", live=9, deleted=2, shrunk=1)
