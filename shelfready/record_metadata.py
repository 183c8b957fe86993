"""What a record says of a title, in the few fields that a shelf shows."""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape

from shelfready.descriptions import names, one_line, paragraphs
from shelfready.languages import language_tag
from shelfready.records import Collateral, Contributor, Descriptive, Publishing, Record, Subject
from shelfready.titles import Metadata

# Codes of List 17. By and with; where there is no author, whoever put the book together stands in front.
_AUTHORS, _EDITORS, _READERS = frozenset({"A01", "A02"}), frozenset({"B01"}), frozenset({"E07"})
# Codes of List 19: voices that nobody has.
_SYNTHETIC = frozenset({"05", "06", "07", "08", "09"})
# Codes of List 22: of the audio track, of the text.
_LANGUAGE_ROLES = ("08", "01")

_LONGEST_DESCRIPTION = 20_000
_MOST_SUBJECTS = 200

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "dd", "dt"}
)


def metadata_of(record: Record) -> Metadata:
    """The record's own statements: nothing is guessed from others, and what it does not say is absent."""
    described = record.descriptive or Descriptive()
    publishing = record.publishing or Publishing()
    title, subtitle = _title(described)
    return Metadata(
        title=title,
        subtitle=subtitle,
        authors=_people(described.contributors, _AUTHORS) or _people(described.contributors, _EDITORS),
        narrators=_people(described.contributors, _READERS),
        language=_language(described),
        publisher=next(iter(names([*publishing.publishers, *publishing.imprints])), None),
        published_on=_published_on(publishing),
        description=_description(record.collateral or Collateral()),
        is_abridged=_is_abridged(described.editions),
        is_synthetic_voice=_is_synthetic(described.contributors),
        subjects=_subjects(described.subjects),
    )


def _title(described: Descriptive) -> tuple[str | None, str | None]:
    """The distinctive title (01) of the product (level 01); of a part of something, whatever level it is named on."""
    own = [title for title in described.titles if not title.is_of_collection and title.kind == "01"]
    ranked = sorted(own, key=lambda title: title.level != "01")
    for title in ranked:
        text = one_line(" ".join(filter(None, (title.prefix, title.text))))
        if text:
            return text, one_line(title.subtitle)
    return None, None


def _people(contributors: Iterable[Contributor], roles: frozenset[str]) -> tuple[str, ...]:
    chosen = [person for person in contributors if roles.intersection(person.roles)]
    # Those without a number follow, in the order in which they stand.
    ordered = sorted(chosen, key=lambda person: (person.sequence is None, person.sequence or 0))
    return names(person.name or _turned(person.inverted_name) for person in ordered)


def _turned(inverted: str | None) -> str | None:
    """`Brook, Ada` as it is spoken; a name with more commas is left as it is."""
    if inverted is None or inverted.count(",") != 1:
        return inverted
    surname, _, given = inverted.partition(",")
    return f"{given.strip()} {surname.strip()}"


def _language(described: Descriptive) -> str | None:
    for role in _LANGUAGE_ROLES:
        for stated in described.languages:
            tag = language_tag(stated.code) if stated.role == role and len(stated.code) <= 35 else None
            if tag:
                return tag
    return None


def _published_on(publishing: Publishing) -> date | None:
    """The publication date (01) if it is a whole day."""
    for stated in publishing.dates:
        digits = stated.value.strip().replace("-", "")[:8]
        if stated.role == "01" and len(digits) == 8 and digits.isascii() and digits.isdigit():
            try:
                return date.fromisoformat(digits)
            except ValueError:
                continue
    return None


def _description(collateral: Collateral) -> str | None:
    """The description (03), without its markup."""
    found = next((text for text in collateral.texts if text.kind == "03" and text.text.strip()), None)
    if found is None:
        return None
    text = found.text[: 2 * _LONGEST_DESCRIPTION]
    if _TAG.search(text):
        # XHTML's own line breaks mean nothing; only its elements do.
        text = unescape(_TAG.sub(lambda tag: "\n" if tag[2].lower() in _BLOCKS else "", " ".join(text.split())))
    return paragraphs(text, _LONGEST_DESCRIPTION)


def _is_abridged(editions: Iterable[str]) -> bool | None:
    stated = set(editions)
    # Codes of List 21; a record that says both says neither.
    return None if {"ABR", "UBR"} <= stated else True if "ABR" in stated else False if "UBR" in stated else None


def _is_synthetic(contributors: Iterable[Contributor]) -> bool | None:
    """Yes where a voice is declared that nobody has; no record says that there is none."""
    return True if any(person.unnamed in _SYNTHETIC for person in contributors) else None


def _subjects(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """Headings, or codes where there are none; the main ones first, keywords (20) left out."""
    ordered = sorted((one for one in subjects if one.scheme != "20"), key=lambda one: not one.is_main)
    return names(one.heading or one.code for one in ordered)[:_MOST_SUBJECTS]
