"""Where a title may be sold, by the rights that its record states."""

from collections.abc import Set as AbstractSet

from shelfready.records import Publishing
from shelfready.territories import REST, countries, countries_of

EXCLUSIVE, SHARED = frozenset({"01", "07"}), frozenset({"02", "08"})
"""Kinds of list 46 under which the title is for sale: nobody else may sell it, or others too."""

FOR_SALE = EXCLUSIVE | SHARED
"""Kinds of list 46 that let the title be sold; 00 says nothing."""

NOT_FOR_SALE = frozenset({"03", "04", "05", "06"})
"""Kinds of list 46 that keep it from being sold."""


def named(publishing: Publishing, kinds: AbstractSet[str]) -> frozenset[str]:
    """The countries that are named one by one under any of these kinds."""
    stated = (right.territory for right in publishing.sales_rights if right.kind in kinds)
    return frozenset(code for territory in stated for code in territory.countries) & countries()


def included(publishing: Publishing, kinds: AbstractSet[str]) -> frozenset[str]:
    """The countries that are not named under these kinds, and lie in a region that is, such as the world.

    "The rest of the world" is what no other statement names, and is left out here.
    """
    found: set[str] = set()
    for right in publishing.sales_rights:
        if right.kind in kinds and REST not in right.territory.regions:
            found |= countries_of(right.territory)
    return frozenset(found) - named(publishing, kinds)


def sold_in(publishing: Publishing) -> frozenset[str] | None:
    """The countries in which the title may be sold; None where no rights are stated at all.

    A country that is named is what it is named as, whatever is said of the region around it.

    >>> from shelfready.records import SalesRights, Territory
    >>> world = SalesRights(kind="01", territory=Territory(regions=("WORLD",)))
    >>> not_there = SalesRights(kind="03", territory=Territory(countries=("US",)))
    >>> "US" in (sold_in(Publishing(sales_rights=(world, not_there))) or ())
    False
    """
    if not publishing.sales_rights and publishing.row_rights is None:
        return None
    rest = publishing.row_rights in FOR_SALE or any(
        right.kind in FOR_SALE and REST in right.territory.regions for right in publishing.sales_rights
    )
    sold, kept = named(publishing, FOR_SALE), named(publishing, NOT_FOR_SALE)
    broadly, broadly_kept = included(publishing, FOR_SALE), included(publishing, NOT_FOR_SALE)
    others = countries() - sold - kept - broadly - broadly_kept if rest else frozenset()
    return (sold | (broadly - broadly_kept) | others) - kept
