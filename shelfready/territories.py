"""Countries and regions of the world as rights name them, and what is left when some are taken out."""

import re
from collections.abc import Iterable
from functools import cache

import pycountry

from shelfready.records import Territory

WORLD, REST = "WORLD", "ROW"
"""Codes of list 49: everywhere; and everywhere that nothing else is said of."""

# The euro's countries; Bulgaria since 2026. 2.1 and 3.0 write them as one region.
_EURO = frozenset(re.findall("..", "ADATBEBGCYDEEEESFIFRGRHRIEITLTLULVMCMEMTNLPTSISKSMVAXK"))

# Kosovo has no code in ISO 3166-1, and everybody uses this one.
_UNOFFICIAL = frozenset({"XK"})


@cache
def countries() -> frozenset[str]:
    """Every country by its code of two letters (ISO 3166-1 alpha-2)."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | _UNOFFICIAL


def countries_of(territory: Territory) -> frozenset[str]:
    """The countries of a territory. A part of a country (GB-SCT) counts as nothing, in and out.

    >>> "US" in countries_of(Territory(regions=("WORLD",), without_countries=("US", "CA")))
    False
    >>> sorted(countries_of(Territory(countries=("GB", "IE", "UK"))))
    ['GB', 'IE']
    """
    included = _members(territory.countries, territory.regions)
    return included - _members(territory.without_countries, territory.without_regions)


def is_everywhere(territory: Territory) -> bool:
    """Whether nothing is left that is neither in nor explicitly out."""
    return WORLD in territory.regions or REST in territory.regions


def unknown(territory: Territory) -> tuple[str, ...]:
    """What stands among the countries and is none today: see `meant` for what it may be."""
    stated = (*territory.countries, *territory.without_countries)
    return tuple(dict.fromkeys(code for code in stated if code not in countries()))


def meant(text: str) -> str | None:
    """The code of the country that somebody wrote in another way; None where it is not certain.

    >>> meant("GBR"), meant("uk"), meant("Germany"), meant("World")
    ('GB', 'GB', 'DE', None)
    """
    given = text.strip()[:80]
    if given.upper() == "UK":
        return "GB"
    if given.upper() in countries():
        return given.upper()
    found = (
        pycountry.countries.get(alpha_3=given.upper())
        or pycountry.countries.get(name=given)
        or pycountry.countries.get(common_name=given)
    )
    return str(found.alpha_2) if found else None


def listed(codes: Iterable[str], most: int = 8) -> str:
    """Codes in a sentence: all of them, or the first and how many more there are."""
    ordered = sorted(codes)
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more


def _members(codes: Iterable[str], regions: Iterable[str]) -> frozenset[str]:
    found = {code for code in codes if code in countries()}
    for region in regions:
        if region in (WORLD, REST):
            found |= countries()
        elif region == "ECZ":
            found |= _EURO
    return frozenset(found)
