"""Composites that ONIX 2.1 and 3 share, and what several elements together make of a value."""

from collections.abc import Iterable
from typing import Any

from shelfready.onix.fields import (
    Draft,
    Field,
    Fields,
    also,
    attribute,
    flag,
    many,
    mended,
    number,
    one,
    part,
)
from shelfready.onix.shapes import day, duration, language

NAMES_OF_A_PERSON = (
    ("TitlesBeforeNames", "titles_before"),
    ("NamesBeforeKey", "before_key"),
    ("PrefixToKey", "prefix_to_key"),
    ("KeyNames", "key_names"),
    ("NamesAfterKey", "after_key"),
    ("SuffixToKey", "suffix_to_key"),
    ("LettersAfterNames", "letters_after"),
    ("TitlesAfterNames", "titles_after"),
)
"""The elements that hold the parts of a person's name, in the order in which they are read."""


def identifiers(key: str, kind: str) -> Field:
    """Identifiers of a product, work or sender; `kind` is the name of the element that says which."""
    fields = {kind: one("kind"), "IDTypeName": one("type_name"), "IDValue": one("value")}
    return part(key, fields, needs=("kind", "value"))


def dates(key: str, role: str) -> Field:
    """Composites that date something; `role` is the name of the element that says what."""
    fields: Fields = {
        role: one("role"),
        "DateFormat": one("format"),
        "Date": also(attribute("format", "dateformat"), mended("value", day)),
    }
    return part(key, fields, needs=("role", "value"))


TITLE_ELEMENT: Fields = {
    "TitleElementLevel": one("level"),
    "TitleText": one("text"),
    "TitlePrefix": one("prefix"),
    "TitleWithoutPrefix": one("without_prefix"),
    "Subtitle": one("subtitle"),
    "PartNumber": one("part_number"),
}


def whole_title(draft: Draft) -> Draft:
    """A title of which the article may be given apart: `text` is what follows the prefix, if there is one."""
    if "without_prefix" in draft:
        return draft | {"text": draft["without_prefix"]}
    return draft


def contributors(roles: str = "ContributorRole") -> Field:
    """Who made it."""
    fields: Fields = {
        "SequenceNumber": number("sequence"),
        roles: many("roles"),
        "PersonName": one("name"),
        "PersonNameInverted": one("inverted_name"),
        "CorporateName": one("name"),
        "CorporateNameInverted": one("inverted_name"),
        "UnnamedPersons": one("unnamed"),
        **{element: one(key) for element, key in NAMES_OF_A_PERSON},
    }
    return part("contributors", fields, made=_named)


def _named(draft: Draft) -> Iterable[Draft]:
    if "name" not in draft and "key_names" in draft:
        draft["name"] = " ".join(draft[key] for _, key in NAMES_OF_A_PERSON if key in draft)
    return (draft,)


LANGUAGES = part(
    "languages", {"LanguageRole": one("role"), "LanguageCode": mended("code", language)}, needs=("role", "code")
)


def extents() -> Field:
    """Lengths; a length written as a clock shows it is in HHHMMSS, whatever its unit says."""
    fields: Fields = {"ExtentType": one("kind"), "ExtentValue": mended("value", duration), "ExtentUnit": one("unit")}
    return part("extents", fields, needs=("kind", "value"), made=_with_unit)


def _with_unit(draft: Draft) -> Iterable[Draft]:
    unit = draft.get("clock_unit") or draft.get("unit")
    return [draft | {"unit": unit}] if unit else []


def features(key: str = "features") -> Field:
    """Features of the product form, accessibility above all."""
    fields: Fields = {
        "ProductFormFeatureType": one("kind"),
        "ProductFormFeatureValue": one("value"),
        "ProductFormFeatureDescription": one("description"),
    }
    return part(key, fields, needs=("kind",))


def subjects(heading: str = "SubjectHeadingText") -> Field:
    """Subjects."""
    fields: Fields = {
        "MainSubject": flag("is_main"),
        "SubjectSchemeIdentifier": one("scheme"),
        "SubjectCode": one("code"),
        heading: one("heading"),
    }
    return part("subjects", fields, needs=("scheme",))


def audiences() -> Field:
    """For whom, by ONIX's own codes only (scheme 01): those of another scheme mean nothing without it."""
    fields: Fields = {"AudienceCodeType": one("scheme"), "AudienceCodeValue": one("code")}
    return part("audiences", fields, needs=("scheme", "code"), made=_of_onix)


def _of_onix(draft: Draft) -> Iterable[Any]:
    return [draft["code"]] if draft["scheme"] == "01" else []
