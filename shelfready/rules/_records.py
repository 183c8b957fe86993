"""Faultless records, from which the examples and tests of metadata rules differ in the one thing they show."""

from datetime import UTC, datetime

from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts, Oddity, SchemaFault, Trouble
from shelfready.records import (
    Collateral,
    Contributor,
    Descriptive,
    Extent,
    Identifier,
    Price,
    Publishing,
    Record,
    Related,
    RelatedProduct,
    SalesRights,
    StatedDate,
    StatedLanguage,
    Subject,
    Supplies,
    Supply,
    Tax,
    Territory,
    Text,
    TitleElement,
)

__all__ = [
    "Contributor",
    "Dialect",
    "Extent",
    "Identifier",
    "MessageHeader",
    "MetadataFacts",
    "Oddity",
    "Price",
    "Record",
    "RelatedProduct",
    "SalesRights",
    "SchemaFault",
    "StatedDate",
    "StatedLanguage",
    "Subject",
    "Territory",
    "Text",
    "TitleElement",
    "Trouble",
    "collateral",
    "descriptive",
    "onix",
    "publishing",
    "record",
    "related",
    "sheet",
    "supply",
]

WORLD = Territory(regions=("WORLD",))
"""Everywhere."""

DESCRIPTION = (
    "A keeper of a lighthouse finds a boat without anybody in it, and a diary that tells of the next day. "
    "Ada Brook's first novel, read by Tom Hill."
)


def record(**changes: object) -> Record:
    """The record of the audiobook of `_examples.audiobook`: two tracks of ten minutes, read by Tom Hill."""
    usual: dict[str, object] = {
        "reference": "com.harbour-press.10",
        "notification": "03",
        "identifiers": (
            Identifier(kind="15", value="9789999900010"),
            Identifier(kind="03", value="9789999900010"),
        ),
        "descriptive": descriptive(),
        "collateral": collateral(),
        "publishing": publishing(),
        "related": related(RelatedProduct(relation="06", identifiers=(Identifier(kind="15", value="9789999900027"),))),
        "supply": supply(price()),
    }
    return Record.model_validate(usual | changes)


def descriptive(**changes: object) -> Descriptive:
    """What the product is: an unabridged audiobook in English."""
    usual: dict[str, object] = {
        "composition": "00",
        "form": "AJ",
        "form_details": ("A103",),
        "content_types": ("01",),
        "protections": ("00",),
        "titles": (TitleElement(text="The Lighthouse"),),
        "contributors": (
            Contributor(sequence=1, roles=("A01",), name="Ada Brook", inverted_name="Brook, Ada"),
            Contributor(sequence=2, roles=("E07",), name="Tom Hill", inverted_name="Hill, Tom"),
        ),
        "editions": ("UBR",),
        "languages": (StatedLanguage(role="01", code="eng"), StatedLanguage(role="08", code="eng")),
        "extents": (Extent(kind="09", value="0002000", unit="16"),),
        "subjects": (
            Subject(scheme="10", code="FIC000000", is_main=True),
            Subject(scheme="93", code="FBA", is_main=True),
        ),
        "audiences": ("01",),
    }
    return Descriptive.model_validate(usual | changes)


def collateral(**changes: object) -> Collateral:
    """A description, and a short one."""
    usual: dict[str, object] = {
        "texts": (
            Text(kind="03", text=DESCRIPTION, format="06", audiences=("00",)),
            Text(kind="02", text="A boat without anybody in it.", format="06", audiences=("00",)),
        )
    }
    return Collateral.model_validate(usual | changes)


def publishing(**changes: object) -> Publishing:
    """Active, published on 2 March 2026, for sale in the whole world."""
    usual: dict[str, object] = {
        "imprints": ("Harbour Audio",),
        "publishers": ("Harbour Press",),
        "status": "04",
        "dates": (StatedDate(role="01", value="20260302"),),
        "sales_rights": (SalesRights(kind="01", territory=WORLD),),
    }
    return Publishing.model_validate(usual | changes)


def related(*products: RelatedProduct, **changes: object) -> Related:
    """Other products."""
    return Related.model_validate({"products": products} | changes)


def price(amount: str = "14.99", currency: str = "EUR", **changes: object) -> Price:
    """A consumer's price, tax included, everywhere."""
    usual: dict[str, object] = {
        "kind": "02",
        "qualifier": "05",
        "amount": amount,
        "currency": currency,
        "territory": WORLD,
        "taxes": (Tax(kind="01", rate_code="R", percent="7"),),
    }
    return Price.model_validate(usual | changes)


def supply(*prices: Price, **changes: object) -> Supplies:
    """One supplier, who has it, at these prices; and a subscription service may have it for its own price."""
    subscription = price("4.00", qualifier="13")
    usual: dict[str, object] = {"market": WORLD, "availability": "20", "prices": (*prices, subscription)}
    return Supplies(supplies=(Supply.model_validate(usual | changes),))


def onix(stated: Record | None = None, /, **changes: object) -> MetadataFacts:
    """A record as it was read from a message of ONIX 3.1 without any oddity."""
    usual: dict[str, object] = {"dialect": Dialect.ONIX, "record": stated or record(), "header": header()}
    return MetadataFacts.model_validate(usual | changes)


def header(**changes: object) -> MessageHeader:
    """A message in reference names, in UTF-8."""
    usual: dict[str, object] = {
        "name": "onix.xml",
        "release": "3.1",
        "style": "reference",
        "encoding": "utf-8",
        "sender": "Harbour Press",
        "sent": "20260301T1200Z",
        "sent_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
    }
    return MessageHeader.model_validate(usual | changes)


def sheet(stated: Record | None = None, /, **changes: object) -> MetadataFacts:
    """A row of a sheet, which says little and is not held to what ONIX asks for."""
    little = Record(
        identifiers=(Identifier(kind="15", value="9789999900010"),),
        descriptive=Descriptive(titles=(TitleElement(text="The Lighthouse"),)),
    )
    usual: dict[str, object] = {
        "dialect": Dialect.SHEET,
        "record": stated or little,
        "header": MessageHeader(name="titles.csv", encoding="utf-8"),
    }
    return MetadataFacts.model_validate(usual | changes)
