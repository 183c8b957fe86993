"""Where what ONIX 2.1 says goes in a record, in the words and codes of ONIX 3.

ONIX 2.1 is one flat list of elements, many of them twice: an old one for the single case, a composite for the rest.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from shelfready.onix.composites import (
    LANGUAGES,
    audiences,
    contributors,
    extents,
    features,
    identifiers,
    subjects,
    whole_title,
)
from shelfready.onix.fields import (
    Draft,
    Field,
    Fields,
    alone,
    flag,
    inside,
    many,
    markup,
    one,
    part,
    text_alone,
)
from shelfready.onix.release_2_codes import EPUB_TYPES, MEDIA_FILES, TEXT_TYPES
from shelfready.onix.release_2_trade import PUBLISHING, SUPPLIES
from shelfready.onix.shapes import language


def _keyed(key: str, value: str, **others: object) -> Draft:
    return {key: value} | others


def _identifier(kind: str) -> Field:
    return alone("identifiers", partial(_keyed, "value", kind=kind))


def _related(relation: str, kind: str) -> Field:
    """An element that names one other product: 15 ISBN-13, 02 ISBN-10."""
    return inside(
        "related",
        alone("products", lambda text: {"relation": relation, "identifiers": [{"kind": kind, "value": text}]}),
    )


_TITLE: Fields = {
    "TitleType": one("kind"),
    "TitleText": one("text"),
    "TitlePrefix": one("prefix"),
    "TitleWithoutPrefix": one("without_prefix"),
    "Subtitle": one("subtitle"),
}


def _of_series(draft: Draft) -> Iterable[Draft]:
    """The titles of a series, on the level of a collection (02)."""
    above = {"level": "02", "is_of_collection": True, "part_number": draft.get("part_number")}
    titles = draft.get("titles") or [{"text": draft["title"]}] if "title" in draft or "titles" in draft else []
    return [title | above for title in titles]


_TITLES = part("titles", _TITLE, made=lambda draft: [whole_title(draft)])

_DESCRIPTIVE: Fields = {
    "ProductForm": one("form"),
    "ProductFormDetail": many("form_details"),
    "ProductFormFeature": features(),
    "ProductContentType": many("content_types"),
    "EpubType": one("epub_type"),
    "Series": part(
        "titles",
        {"TitleOfSeries": one("title"), "Title": _TITLES, "NumberWithinSeries": one("part_number")},
        made=_of_series,
    ),
    "Title": _TITLES,
    "DistinctiveTitle": one("distinctive_title"),
    "TitlePrefix": one("title_prefix"),
    "TitleWithoutPrefix": one("title_without_prefix"),
    "Subtitle": one("subtitle"),
    "Contributor": contributors(),
    "NoContributor": flag("has_no_contributor"),
    "EditionTypeCode": many("editions"),
    "LanguageOfText": alone("languages", partial(_keyed, "code", role="01"), language),
    "OriginalLanguage": alone("languages", partial(_keyed, "code", role="02"), language),
    "Language": LANGUAGES,
    "NumberOfPages": alone("extents", partial(_keyed, "value", kind="00", unit="03")),  # 00 main content, 03 pages
    "Extent": extents(),
    "BASICMainSubject": alone("subjects", partial(_keyed, "code", scheme="10", is_main=True)),  # 10: BISAC
    "BICMainSubject": alone("subjects", partial(_keyed, "code", scheme="12", is_main=True)),  # 12: BIC
    "MainSubject": part(
        "subjects",
        {
            "MainSubjectSchemeIdentifier": one("scheme"),
            "SubjectCode": one("code"),
            "SubjectHeadingText": one("heading"),
        },
        needs=("scheme",),
        made=lambda draft: [draft | {"is_main": True}],
    ),
    "Subject": subjects(),
    "AudienceCode": many("audiences"),
    "Audience": audiences(),
}


def _text(draft: Draft) -> Iterable[Draft]:
    return [draft | {"kind": TEXT_TYPES.get(draft["kind"], "01")}]  # 01: sender-defined


def _media_file(draft: Draft) -> Iterable[Draft]:
    kind = MEDIA_FILES.get(draft["kind"])
    return [{"kind": kind[0], "mode": kind[1], "form": "01", "link": draft["link"]}] if kind else []  # 01: linkable


def _described(kind: str) -> Field:
    """An element that is one text, and may hold XHTML."""
    return text_alone("texts", lambda text: {"kind": kind, "text": text})


_COLLATERAL: Fields = {
    "Annotation": _described("02"),
    "MainDescription": _described("03"),
    "OtherText": part(
        "texts",
        {"TextTypeCode": one("kind"), "TextFormat": one("format"), "Text": markup("text", "format")},
        needs=("kind", "text"),
        made=_text,
    ),
    "CoverImageLink": alone("resources", partial(_keyed, "link", kind="01", mode="03", form="01")),
    "MediaFile": part(
        "resources",
        {"MediaFileTypeCode": one("kind"), "MediaFileLink": one("link")},
        needs=("kind", "link"),
        made=_media_file,
    ),
}


def _in(block: str, fields: Fields) -> dict[str, Field]:
    return {name: inside(block, field) for name, field in fields.items()}


PRODUCT: Fields = {
    "RecordReference": one("reference"),
    "NotificationType": one("notification"),
    "DeletionText": one("deletion_text"),
    "ISBN": _identifier("02"),
    "EAN13": _identifier("03"),
    "UPC": _identifier("04"),
    "DOI": _identifier("06"),
    "PublisherProductNo": _identifier("01"),
    "ProductIdentifier": identifiers("identifiers", "ProductIDType"),
    **_in("descriptive", _DESCRIPTIVE),
    **_in("collateral", _COLLATERAL),
    **_in("publishing", PUBLISHING),
    "WorkIdentifier": inside(
        "related",
        part(
            "works",
            {"WorkIDType": one("kind"), "IDTypeName": one("type_name"), "IDValue": one("value")},
            needs=("kind", "value"),
            made=lambda draft: [{"relation": "01", "identifiers": [draft]}],  # 01: manifestation of
        ),
    ),
    "RelatedProduct": inside(
        "related",
        part(
            "products",
            {
                "RelationCode": one("relation"),
                "ISBN": _identifier("02"),
                "EAN13": _identifier("03"),
                "ProductIdentifier": identifiers("identifiers", "ProductIDType"),
                "ProductForm": one("form"),
            },
            needs=("relation",),
        ),
    ),
    "ReplacesISBN": _related("03", "02"),
    "ReplacesEAN13": _related("03", "03"),
    "ReplacedByISBN": _related("05", "02"),
    "ReplacedByEAN13": _related("05", "03"),
    "AlternativeFormatISBN": _related("06", "02"),
    "AlternativeFormatEAN13": _related("06", "03"),
    "SupplyDetail": inside("supply", SUPPLIES),
}
"""A product of ONIX 2.1."""

HEADER: Fields = {
    "FromCompany": one("sender"),
    "FromPerson": one("person"),
    "FromEANNumber": alone("sender_identifiers", partial(_keyed, "value", kind="06")),  # 06: GLN
    "FromSAN": alone("sender_identifiers", partial(_keyed, "value", kind="07")),
    "SenderIdentifier": identifiers("sender_identifiers", "SenderIDType"),
    "MessageNumber": one("message_number"),
    "SentDate": one("sent"),
    "MessageNote": one("note"),
}


def finished(draft: Draft) -> Draft:
    """What the tables alone cannot say: the old single title, and the forms that have other codes in ONIX 3."""
    descriptive = draft.get("descriptive")
    if not descriptive:
        return draft
    if not any(not title.get("is_of_collection") for title in descriptive.get("titles", ())):
        title = _old_title(descriptive)
        if title:
            descriptive.setdefault("titles", []).append(title)
    if descriptive.get("form") == "DG":  # electronic book text
        detail = EPUB_TYPES.get(descriptive.get("epub_type", ""))
        descriptive["form"] = "ED" if "epub_type" in descriptive else "EA"
        details = descriptive.setdefault("form_details", [])
        if detail and detail not in details:
            details.append(detail)
    return draft


def _old_title(descriptive: Mapping[str, str]) -> Draft | None:
    text = descriptive.get("title_without_prefix") or descriptive.get("distinctive_title")
    if text is None:
        return None
    prefix = descriptive.get("title_prefix") if "title_without_prefix" in descriptive else None
    return {"kind": "01", "level": "01", "text": text, "prefix": prefix, "subtitle": descriptive.get("subtitle")}
