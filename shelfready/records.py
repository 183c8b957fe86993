"""A product as its publisher describes it, in the words and codes of ONIX 3, whichever dialect it was written in.

Values are as the publisher wrote them, cleaned of white space only: what is wrong with them is a rule's business. The
parts are ONIX's blocks, because a block update (notification 04) replaces exactly those that it holds. A block that is
None is absent; one that is present and empty says that there is nothing.
"""

from pydantic import Field

from shelfready.values import Value


class Identifier(Value):
    """A product's identifier: `kind` after List 5 (15 ISBN-13, 03 GTIN-13, 02 ISBN-10, 06 DOI, 01 proprietary)."""

    kind: str
    value: str
    type_name: str | None = None


class TitleElement(Value):
    """One title: `kind` after List 15 (01 distinctive), `level` after List 149 (01 product, 02 collection).

    `is_of_collection` tells the title of a series from that of the product.
    """

    kind: str = "01"
    level: str = "01"
    text: str | None = None
    subtitle: str | None = None
    prefix: str | None = None
    part_number: str | None = None
    is_of_collection: bool = False


class Contributor(Value):
    """Who made it: `roles` after List 17 (A01 author, E07 reader), `unnamed` after List 19 (05 to 09 synthetic)."""

    sequence: int | None = None
    roles: tuple[str, ...] = ()
    name: str | None = None
    inverted_name: str | None = None
    unnamed: str | None = None


class StatedLanguage(Value):
    """A language: `role` after List 22 (01 of the text, 08 of the audio), `code` as written, ISO 639-2/B if right."""

    role: str
    code: str


class Extent(Value):
    """A length: `kind` after List 23 (09 duration), `unit` after List 24 (15 HHHMM, 16 HHHMMSS), `value` as written."""

    kind: str
    value: str
    unit: str


class Subject(Value):
    """A subject: `scheme` after List 27 (10 BISAC, 93 Thema, 12 BIC, 20 keywords)."""

    scheme: str
    code: str | None = None
    heading: str | None = None
    is_main: bool = False


class Feature(Value):
    """A feature of the product form: `kind` after List 79 (09 accessibility, its `value` after List 196)."""

    kind: str
    value: str | None = None
    description: str | None = None


class Constraint(Value):
    """What may be done: `kind` after List 145 (13, 14 text and data mining for AI), `status` after List 146."""

    kind: str
    status: str


class Text(Value):
    """A text about the product, its markup kept: `kind` after List 153 (02 short, 03 description)."""

    kind: str
    text: str
    format: str | None = None
    audiences: tuple[str, ...] = ()


class Resource(Value):
    """A file that supports the sale: `kind` after List 158 (01 front cover, 15 sample), `mode` after List 159.

    `features` by List 160's codes (06 MD5, 07 exact bytes, 08 SHA-256).
    """

    kind: str
    mode: str | None = None
    form: str | None = None
    link: str | None = None
    features: dict[str, str] = Field(default_factory=dict)


class StatedDate(Value):
    """A date: `role` after List 163 or 173, `format` after List 55 (00 YYYYMMDD), `value` as written."""

    role: str
    value: str
    format: str = "00"


class Territory(Value):
    """Where: country codes (ISO 3166-1) and region codes (List 49: WORLD, ROW, sub-regions), in and out."""

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    without_countries: tuple[str, ...] = ()
    without_regions: tuple[str, ...] = ()


class SalesRights(Value):
    """A statement of rights: `kind` after List 46 (01, 02 for sale, 03 to 06 not for sale)."""

    kind: str
    territory: Territory = Territory()


class Tax(Value):
    """A tax in a price: `kind` after List 171, `rate_code` after List 62, `percent` as written."""

    kind: str | None = None
    rate_code: str | None = None
    percent: str | None = None


class Price(Value):
    """A price: `kind` after List 58, `qualifier` after List 59, `unpriced` after List 57, `amount` as written.

    `conditions` after List 167: under a rental or an upgrade, the same thing is another offer.
    """

    kind: str | None = None
    qualifier: str | None = None
    status: str | None = None
    amount: str | None = None
    unpriced: str | None = None
    currency: str | None = None
    territory: Territory | None = None
    taxes: tuple[Tax, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    conditions: tuple[str, ...] = ()


class Supply(Value):
    """One supply detail within a market: `availability` after List 65, `restrictions` after List 71."""

    market: Territory | None = None
    market_dates: tuple[StatedDate, ...] = ()
    restrictions: tuple[str, ...] = ()
    supplier: str | None = None
    availability: str | None = None
    dates: tuple[StatedDate, ...] = ()
    unpriced: str | None = None
    prices: tuple[Price, ...] = ()


class RelatedProduct(Value):
    """Another product: `relation` after List 51 (06 alternative format, 13 and 27 print and electronic)."""

    relation: str
    identifiers: tuple[Identifier, ...] = ()
    form: str | None = None


class ContentChapter(Value):
    """A chapter as a content item states it; times as written (HHHMMSS or HHHMMSScc) from the recording's start."""

    sequence: str | None = None
    title: str | None = None
    start: str | None = None
    end: str | None = None
    duration: str | None = None


class MasterFile(Value):
    """A file of the production manifest (ONIX 3.0.8): `part` is body, cover or supplement, `md5` and `sha256` hex."""

    part: str
    name: str | None = None
    sequence: int | None = None
    md5: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None
    loudness_lufs: str | None = None
    link: str | None = None


class Descriptive(Value):
    """Block 1, the product: form after List 150, details after List 175, content types after List 81."""

    composition: str | None = None
    form: str | None = None
    form_details: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    protections: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    features: tuple[Feature, ...] = ()
    titles: tuple[TitleElement, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    has_no_contributor: bool = False
    editions: tuple[str, ...] = ()
    languages: tuple[StatedLanguage, ...] = ()
    extents: tuple[Extent, ...] = ()
    subjects: tuple[Subject, ...] = ()
    audiences: tuple[str, ...] = ()


class Collateral(Value):
    """Block 2, what helps to sell it."""

    texts: tuple[Text, ...] = ()
    resources: tuple[Resource, ...] = ()


class Content(Value):
    """Block 3, what is in it."""

    chapters: tuple[ContentChapter, ...] = ()


class Publishing(Value):
    """Block 4: status after List 64, rights; `row_rights` is the kind that holds for the rest of the world."""

    imprints: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    status: str | None = None
    dates: tuple[StatedDate, ...] = ()
    sales_rights: tuple[SalesRights, ...] = ()
    row_rights: str | None = None
    restrictions: tuple[str, ...] = ()


class Related(Value):
    """Block 5, other products and works (identifiers of works with the relation of List 164)."""

    products: tuple[RelatedProduct, ...] = ()
    works: tuple[RelatedProduct, ...] = ()


class Supplies(Value):
    """Block 6, where and for how much it is supplied."""

    supplies: tuple[Supply, ...] = ()


class Production(Value):
    """Block 8, the master files."""

    files: tuple[MasterFile, ...] = ()


class Record(Value):
    """One product record. `notification` after List 1; 88 and 89 are tests, 05 deletes the record."""

    reference: str | None = None
    notification: str = "03"
    deletion_text: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    descriptive: Descriptive | None = None
    collateral: Collateral | None = None
    content: Content | None = None
    publishing: Publishing | None = None
    related: Related | None = None
    supply: Supplies | None = None
    production: Production | None = None

    @property
    def isbn(self) -> str | None:
        """The ISBN-13 as it is stated (kind 15, else 03), unchecked; None if neither is there."""
        stated = {identifier.kind: identifier.value for identifier in reversed(self.identifiers)}
        return stated.get("15") or stated.get("03")


BLOCKS = ("descriptive", "collateral", "content", "publishing", "related", "supply", "production")
"""The fields of a record that a block update replaces one by one."""


def updated(held: Record, update: Record) -> Record:
    """The record after a block update (04): its blocks replace those held, all others stay.

    Reference, notification and identifiers are the update's.

    >>> held = Record(reference="r", publishing=Publishing(status="04"), collateral=Collateral())
    >>> after = updated(held, Record(reference="r", notification="04", publishing=Publishing(status="07")))
    >>> after.publishing.status, after.collateral is not None
    ('07', True)
    """
    blocks = {name: getattr(update, name) for name in BLOCKS if getattr(update, name) is not None}
    head = {"notification": update.notification, "identifiers": update.identifiers or held.identifiers}
    return held.model_copy(update=blocks | head)
