"""Where what ONIX 3.0 and 3.1 say goes in a record. Names are the reference names of the format."""

from collections.abc import Iterable

from shelfready.onix.composites import (
    LANGUAGES,
    TITLE_ELEMENT,
    audiences,
    contributors,
    dates,
    extents,
    features,
    identifiers,
    subjects,
    whole_title,
)
from shelfready.onix.fields import (
    Draft,
    Fields,
    flag,
    inside,
    many,
    markup,
    mended,
    number,
    one,
    part,
    single,
    whole_number,
    within,
    words,
)
from shelfready.onix.shapes import duration


def _titles(draft: Draft) -> Iterable[Draft]:
    kind = {"kind": draft["kind"]} if "kind" in draft else {}
    return [whole_title(element) | kind for element in draft.get("elements", ())]


_TITLE_DETAIL = part(
    "titles", {"TitleType": one("kind"), "TitleElement": part("elements", TITLE_ELEMENT)}, made=_titles
)


def _of_collection(draft: Draft) -> Iterable[Draft]:
    return [title | {"is_of_collection": True} for title in draft.get("titles", ())]


_DESCRIPTIVE: Fields = {
    "ProductComposition": one("composition"),
    "ProductForm": one("form"),
    "ProductFormDetail": many("form_details"),
    "ProductFormFeature": features(),
    "PrimaryContentType": many("content_types"),
    "ProductContentType": many("content_types"),
    "EpubTechnicalProtection": many("protections"),
    "EpubUsageConstraint": part(
        "constraints", {"EpubUsageType": one("kind"), "EpubUsageStatus": one("status")}, needs=("kind", "status")
    ),
    "Collection": part("titles", {"TitleDetail": _TITLE_DETAIL}, made=_of_collection),
    "TitleDetail": _TITLE_DETAIL,
    "Contributor": contributors(),
    "NoContributor": flag("has_no_contributor"),
    "EditionType": many("editions"),
    "Language": LANGUAGES,
    "Extent": extents(),
    "Subject": subjects(),
    "AudienceCode": many("audiences"),
    "Audience": audiences(),
}


def _versions(draft: Draft) -> Iterable[Draft]:
    """One resource for each of its versions: each is a file of its own."""
    whole = {key: draft[key] for key in ("kind", "mode") if key in draft}
    for version in draft.get("versions", ({},)):
        said = {feature["kind"]: feature["value"] for feature in version.get("features", ())}
        yield whole | {"form": version.get("form"), "link": version.get("link"), "features": said}


_COLLATERAL: Fields = {
    "TextContent": part(
        "texts",
        {"TextType": one("kind"), "ContentAudience": many("audiences"), "Text": markup("text", "format")},
        needs=("kind", "text"),
    ),
    "SupportingResource": part(
        "resources",
        {
            "ResourceContentType": one("kind"),
            "ResourceMode": one("mode"),
            "ResourceVersion": part(
                "versions",
                {
                    "ResourceForm": one("form"),
                    "ResourceLink": one("link"),
                    "ResourceVersionFeature": part(
                        "features",
                        {"ResourceVersionFeatureType": one("kind"), "FeatureValue": one("value")},
                        needs=("kind", "value"),
                    ),
                },
            ),
        },
        needs=("kind",),
        made=_versions,
    ),
}


def _chapter(draft: Draft) -> Iterable[Draft]:
    """A chapter runs from the start of its first run to the end of its last; untitled it goes by its number."""
    titles, runs = draft.get("titles", ()), draft.get("runs", ())
    numbered = " ".join(draft[key] for key in ("component", "component_number") if key in draft)
    yield {
        "sequence": draft.get("sequence"),
        "title": next((title["text"] for title in titles if "text" in title), None) or numbered or None,
        "start": runs[0].get("start") if runs else None,
        "end": runs[-1].get("end") if runs else None,
        "duration": draft.get("duration"),
    }


_CONTENT: Fields = {
    "ContentItem": part(
        "chapters",
        {
            "LevelSequenceNumber": one("sequence"),
            "ComponentTypeName": one("component"),
            "ComponentNumber": one("component_number"),
            "TitleDetail": _TITLE_DETAIL,
            "AVItem": within(
                {
                    "TimeRun": part(
                        "runs", {"StartTime": mended("start", duration), "EndTime": mended("end", duration)}
                    ),
                    "AVDuration": mended("duration", duration),
                }
            ),
        },
        made=_chapter,
    ),
}

_TERRITORY: Fields = {
    "CountriesIncluded": words("countries"),
    "RegionsIncluded": words("regions"),
    "CountriesExcluded": words("without_countries"),
    "RegionsExcluded": words("without_regions"),
}

_PUBLISHING: Fields = {
    "Imprint": within({"ImprintName": many("imprints")}),
    "Publisher": within({"PublisherName": many("publishers")}),
    "PublishingStatus": one("status"),
    "PublishingDate": dates("dates", "PublishingDateRole"),
    "SalesRights": part(
        "sales_rights",
        {
            "SalesRightsType": one("kind"),
            "Territory": single("territory", _TERRITORY),
            "SalesRestriction": within({"SalesRestrictionType": many("restrictions")}),
        },
        needs=("kind",),
    ),
    "ROWSalesRightsType": one("row_rights"),
    "SalesRestriction": within({"SalesRestrictionType": many("restrictions")}),
}


def _by_relation(draft: Draft) -> Iterable[Draft]:
    return [draft | {"relation": relation} for relation in draft.get("relations", ())]


_RELATED: Fields = {
    "RelatedWork": part(
        "works",
        {"WorkRelationCode": many("relations"), "WorkIdentifier": identifiers("identifiers", "WorkIDType")},
        made=_by_relation,
    ),
    "RelatedProduct": part(
        "products",
        {
            "ProductRelationCode": many("relations"),
            "ProductIdentifier": identifiers("identifiers", "ProductIDType"),
            "ProductForm": one("form"),
        },
        made=_by_relation,
    ),
}

_PRICE: Fields = {
    "PriceType": one("kind"),
    "PriceQualifier": one("qualifier"),
    "PriceStatus": one("status"),
    "PriceAmount": one("amount"),
    "UnpricedItemType": one("unpriced"),
    "CurrencyCode": one("currency"),
    "Territory": single("territory", _TERRITORY),
    "Tax": part("taxes", {"TaxType": one("kind"), "TaxRateCode": one("rate_code"), "TaxRatePercent": one("percent")}),
    "PriceDate": dates("dates", "PriceDateRole"),
    "PriceCondition": within({"PriceConditionType": many("conditions")}),
}


def _supplies(draft: Draft) -> Iterable[Draft]:
    """One supply for each supply detail; what its market says holds for each of them."""
    of_market = {key: draft[key] for key in ("market", "market_dates", "restrictions") if key in draft}
    return [of_market | detail for detail in draft.get("details", ({},))]


_PRODUCT_SUPPLY: Fields = {
    "Market": within(
        {
            "Territory": single("market", _TERRITORY),
            "SalesRestriction": within({"SalesRestrictionType": many("restrictions")}),
        }
    ),
    "MarketPublishingDetail": within({"MarketDate": dates("market_dates", "MarketDateRole")}),
    "SupplyDetail": part(
        "details",
        {
            "Supplier": within({"SupplierName": one("supplier")}),
            "ProductAvailability": one("availability"),
            "SupplyDate": dates("dates", "SupplyDateRole"),
            "UnpricedItemType": one("unpriced"),
            "Price": part("prices", _PRICE),
        },
    ),
}

# 04 name, 06 MD5, 07 exact bytes, 08 SHA-256, 31 loudness (List 253)
_FILE_FEATURES = {"04": "name", "06": "md5", "07": "size_bytes", "08": "sha256", "31": "loudness_lufs"}


def _file(kind: str) -> Fields:
    def made(draft: Draft) -> Iterable[Draft]:
        file = {"part": kind, "sequence": draft.get("sequence"), "link": draft.get("link")}
        for feature in draft.get("features", ()):
            key = _FILE_FEATURES.get(feature["kind"])
            if key is not None:
                file.setdefault(key, whole_number(feature["value"]) if key == "size_bytes" else feature["value"])
        yield file

    fields: Fields = {
        "SequenceNumber": number("sequence"),
        "ResourceFileLink": one("link"),
        "ResourceFileFeature": part(
            "features",
            {"ResourceFileFeatureType": one("kind"), "ResourceFileFeatureValue": one("value")},
            needs=("kind", "value"),
        ),
    }
    names = ("CoverResource", "BodyResource", "InsertResource")
    return {name: part("files", fields, made=made) for name in names}


_SUPPLEMENT = {name: within(_file("supplement")) for name in ("CoverManifest", "BodyManifest", "InsertManifest")}

_PRODUCTION: Fields = {
    "ProductionManifest": within(
        {
            "CoverManifest": within(_file("cover")),
            "BodyManifest": within(_file("body")),
            "InsertManifest": within(_file("supplement")),
            "SupplementManifest": within(_SUPPLEMENT),
        }
    ),
}

PRODUCT: Fields = {
    "RecordReference": one("reference"),
    "NotificationType": one("notification"),
    "DeletionText": one("deletion_text"),
    "ProductIdentifier": identifiers("identifiers", "ProductIDType"),
    "DescriptiveDetail": single("descriptive", _DESCRIPTIVE),
    "CollateralDetail": single("collateral", _COLLATERAL),
    "ContentDetail": single("content", _CONTENT),
    "PublishingDetail": single("publishing", _PUBLISHING),
    "RelatedMaterial": single("related", _RELATED),
    "ProductionDetail": single("production", _PRODUCTION),
    "ProductSupply": inside("supply", part("supplies", _PRODUCT_SUPPLY, made=_supplies)),
}
"""A product of ONIX 3; each block of `records` is one composite, and only supply is several."""


def finished(draft: Draft) -> Draft:
    """What the tables alone cannot say: restrictions within rights hold for the product."""
    publishing = draft.get("publishing")
    if publishing:
        for rights in publishing.get("sales_rights", ()):
            publishing.setdefault("restrictions", []).extend(rights.get("restrictions", ()))
    return draft


HEADER: Fields = {
    "Sender": within(
        {
            "SenderName": one("sender"),
            "SenderIdentifier": identifiers("sender_identifiers", "SenderIDType"),
        }
    ),
    "MessageNumber": one("message_number"),
    "SentDateTime": one("sent"),
    "MessageNote": one("note"),
}
