"""BIZ-003: Where the title may be sold is not said, or said twice and differently.

What it checks
    The record states sales rights; countries are codes of ISO 3166-1 (two letters), WORLD stands among the regions;
    no country is both for sale and not; and at least one is for sale. A country that is named is what it is named as,
    whatever is said of the world around it.

Why it matters
    What is offered where it may not be is withdrawn by lawyers; and without sales rights most shops offer nothing.

How to mend it
    State SalesRights with the territory, and with 03 to 06 what is excluded from it. Of the rest of the world we
    assume that the title is not for sale, unless ROWSalesRightsType says otherwise.

Source
    ONIX code lists 46, 49 and 91; Google Play Books ONIX profile; content-rules BIZ-003

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import SalesRights, Territory, onix, publishing, record
    >>> rights_unclear(audiobook(described=onix()))
    []
    >>> both = (
    ...     SalesRights(kind="01", territory=Territory(countries=("GB", "IE", "US"))),
    ...     SalesRights(kind="03", territory=Territory(countries=("US",))),
    ... )
    >>> stated = onix(record(publishing=publishing(sales_rights=both, row_rights="03")))
    >>> [found.message for found in rights_unclear(audiobook(described=stated))]
    ['US is both for sale and not for sale']
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Publishing, Territory
from shelfready.rules._described import several, short, stated, whole
from shelfready.selling_rights import EXCLUSIVE, FOR_SALE, NOT_FOR_SALE, SHARED, included, named, sold_in
from shelfready.territories import REST, WORLD, is_everywhere, listed, meant, unknown
from shelfready.titles import TitleFacts

_CODES = "Write countries as the two letters of ISO 3166-1 (FR, not FRA), and WORLD in RegionsIncluded."
_EXCEPTED = "Name it in CountriesExcluded of the territory that it is not a part of."


@rule("BIZ-003", Severity.ERROR)
def rights_unclear(title: TitleFacts, _profile: Profile) -> Says:
    """That there are none at all, only a whole record is told."""
    record = stated(title)
    publishing = record.publishing if record and record.publishing else Publishing()
    if not publishing.sales_rights:
        if whole(title) is not None and publishing.row_rights not in FOR_SALE:
            yield "the record states no sales rights: it does not say where the title may be sold"
        return
    faults = several([fault for right in publishing.sales_rights for fault in _codes(right.territory)])
    yield from (Said(fault, remedy=_CODES) for fault in faults)
    is_old = title.described is not None and title.described.header.release == "2.1"
    yield from _contradictions(publishing, is_old=is_old)
    rest_is_said = publishing.row_rights or any(is_everywhere(right.territory) for right in publishing.sales_rights)
    if whole(title) is not None and not rest_is_said:
        message = "nothing is said of the rest of the world (ROWSalesRightsType): it is taken as not for sale"
        yield Said(
            message, Severity.INFO, remedy="If that is right, nothing need be done; else give ROWSalesRightsType."
        )


def _codes(territory: Territory) -> Iterator[str]:
    for code in unknown(territory):
        if code == WORLD:
            yield "WORLD stands among the countries, and is a region"
            continue
        right = meant(code)
        hint = f"; {right} is meant?" if right else "; two letters of ISO 3166-1 are expected"
        yield f"{short(code, 30)!r} is no country{hint}"
    if {WORLD, REST} & set(territory.without_regions):
        yield "the whole world is excluded from a territory, and nothing is left of it"


def _contradictions(publishing: Publishing, *, is_old: bool) -> Iterator[str | Said]:
    sold, kept = named(publishing, FOR_SALE), named(publishing, NOT_FOR_SALE)
    regions = included(publishing, FOR_SALE), included(publishing, NOT_FOR_SALE)
    if both := (sold & kept) | (regions[0] & regions[1]):
        message = f"{listed(both)} {'is' if len(both) == 1 else 'are'} both for sale and not for sale"
        yield Said(message, remedy="Name each country once: under the sales rights that hold there.")
    # In 2.1 there is no other way to take a country out of the world.
    if (excepted := ((regions[0] & kept) | (regions[1] & sold)) - both) and not is_old:
        message = (
            f"{listed(excepted)} {'is' if len(excepted) == 1 else 'are'} stated otherwise than the region around it"
        )
        them = "it" if len(excepted) == 1 else "them"
        yield Said(f"{message}; exclude {them} from the region", Severity.WARNING, remedy=_EXCEPTED)
    # A part of a country (GB-SCT) is somewhere, and is not counted among the countries.
    has_parts = any(right.territory.regions for right in publishing.sales_rights if right.kind in FOR_SALE)
    if not both and not has_parts and not sold_in(publishing):
        yield "the title is for sale in no country"
    if twice := named(publishing, EXCLUSIVE) & named(publishing, SHARED):
        message = f"the rights in {listed(twice)} are stated as exclusive and as non-exclusive"
        remedy = "Say of each country either that the rights are exclusive (01) or that they are not (02)."
        yield Said(message, Severity.WARNING, remedy=remedy)
