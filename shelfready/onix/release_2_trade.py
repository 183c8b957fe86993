"""Rights, publishing and supply in ONIX 2.1: where it may be sold, when, and for how much."""

from collections.abc import Iterable

from shelfready.onix.fields import Draft, Field, Fields, alone, many, one, part, within, words
from shelfready.onix.release_2_codes import AVAILABILITIES, FORMATS_OF_DATES, REGIONS
from shelfready.onix.shapes import day


def _date(role: str, key: str = "dates") -> Field:
    """An element of its own for one kind of date; how exact it is, its length says."""

    def made(text: str) -> Draft:
        return {"role": role, "value": text, "format": FORMATS_OF_DATES.get(len(text), "00")}

    return alone(key, made, day)


_RIGHTS: Fields = {
    "SalesRightsType": one("kind"),
    "RightsCountry": words("countries"),
    "RightsTerritory": words("regions"),
    "RightsRegion": words("old_regions"),
}


def _territory(draft: Draft) -> Draft:
    regions = draft.get("regions", []) + [REGIONS[code] for code in draft.get("old_regions", ()) if code in REGIONS]
    return {
        "countries": draft.get("countries", ()),
        "regions": regions,
        "without_countries": draft.get("without_countries", ()),
        "without_regions": draft.get("without_regions", ()),
    }


def _rights(draft: Draft) -> Iterable[Draft]:
    # 03: not for sale, for a reason that 2.1 does not tell
    return [{"kind": draft.get("kind", "03"), "territory": _territory(draft)}]


PUBLISHING: Fields = {
    "ImprintName": many("imprints"),
    "Imprint": within({"ImprintName": many("imprints")}),
    "PublisherName": many("publishers"),
    "Publisher": within({"PublisherName": many("publishers")}),
    "PublishingStatus": one("status"),
    "AnnouncementDate": _date("09"),
    "TradeAnnouncementDate": _date("10"),
    "PublicationDate": _date("01"),
    "YearFirstPublished": _date("11"),
    "OutOfPrintDate": _date("13"),
    "SalesRights": part("sales_rights", _RIGHTS, needs=("kind",), made=_rights),
    "NotForSale": part("sales_rights", _RIGHTS, made=_rights),
    "SalesRestriction": within({"SalesRestrictionType": many("restrictions")}),
}
"""Who publishes it, when, and where it may be sold."""

_TAXES = {
    f"Tax{element}{number}": one(f"tax_{key}_{number}")
    for number in (1, 2)
    for element, key in (("RateCode", "rate_code"), ("RatePercent", "percent"))
}


def _price(draft: Draft) -> Iterable[Draft]:
    taxes = [
        {
            "kind": "01",
            "rate_code": draft.get(f"tax_rate_code_{n}"),
            "percent": draft.get(f"tax_percent_{n}"),
        }  # 01: VAT
        for n in (1, 2)
        if f"tax_rate_code_{n}" in draft or f"tax_percent_{n}" in draft
    ]
    territory = _territory(draft)
    yield draft | {"taxes": taxes, "territory": territory if any(territory.values()) else None}


_PRICE: Fields = {
    "PriceTypeCode": one("kind"),
    "PriceQualifier": one("qualifier"),
    "PriceStatus": one("status"),
    "PriceAmount": one("amount"),
    "CurrencyCode": one("currency"),
    "CountryCode": words("countries"),
    "Territory": words("regions"),
    "CountryExcluded": words("without_countries"),
    "TerritoryExcluded": words("without_regions"),
    "PriceEffectiveFrom": _date("14"),
    "PriceEffectiveUntil": _date("15"),
    **_TAXES,
}


def _supply(draft: Draft) -> Iterable[Draft]:
    market = _territory(draft)
    available = draft.get("availability") or AVAILABILITIES.get(draft.get("old_availability", ""))
    prices = draft.get("prices", [])
    if "amount" in draft:
        prices = [*prices, {"kind": draft.get("kind"), "amount": draft["amount"]}]
    yield draft | {
        "market": market if any(market.values()) else None,
        "availability": available,
        "prices": prices,
    }


_SUPPLY_DETAIL: Fields = {
    "SupplierName": one("supplier"),
    "SupplyToCountry": words("countries"),
    "SupplyToTerritory": words("regions"),
    "SupplyToRegion": words("old_regions"),
    "SupplyToCountryExcluded": words("without_countries"),
    "AvailabilityCode": one("old_availability"),
    "ProductAvailability": one("availability"),
    "ExpectedShipDate": _date("08"),
    "OnSaleDate": _date("02"),
    "PriceAmount": one("amount"),
    "UnpricedItemType": one("unpriced"),
    "Price": part("prices", _PRICE, made=_price),
}

SUPPLIES = part("supplies", _SUPPLY_DETAIL, made=_supply)
"""What may be ordered where; ONIX 2.1 knows no markets but these."""
