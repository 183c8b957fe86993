"""META-002: The ISBN is that of another product: the printed book, another format, or an abridged version.

What it checks
    The product that held this ISBN before had the same kind of form (audio, digital text, print) and was abridged
    just as this one is; and the record does not name its own ISBN as that of the printed book or of another format.

Why it matters
    One number for two products joins their sales, prices and reviews for ever; and shops refuse the second one.

How to mend it
    Give each format, and each abridgement, a number of its own. If the number is right and the product has changed,
    send the old one's record again with its own number first.

Source
    BISG POL-1101; ONIX code list 51 (06, 13, 27); content-rules META-002

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import descriptive, onix, record
    >>> from shelfready.titles import Known
    >>> isbn_of_another_product(audiobook(described=onix(), known=Known(held=record())))
    []
    >>> printed = record(descriptive=descriptive(form="BC", editions=()))
    >>> [found.message for found in isbn_of_another_product(audiobook(described=onix(), known=Known(held=printed)))]
    ['9789999900010 was the number of a printed book (BC) until now, and is now given to a recording (AJ)']
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.isbns import thirteen
from shelfready.profiles import Profile
from shelfready.records import Record
from shelfready.rules._described import short, stated
from shelfready.titles import TitleFacts

_FAMILIES = {"A": "a recording", "B": "a printed book", "D": "a digital text", "E": "a digital text"}

_OTHER_FORMATS = {
    "06": "an alternative format",
    "13": "the printed book it is based on",
    "27": "its electronic version",
}

_RELATED = "Give the related product its own number, or this one its own; each format has one."


@rule("META-002", Severity.ERROR)
def isbn_of_another_product(title: TitleFacts, _profile: Profile) -> Says:
    """Compares with what is known of the number, and with what the record itself says of its relatives."""
    record, held = stated(title), title.known.held
    if record is None:
        return
    yield from _relatives(record)
    number = thirteen(record.isbn or "")
    if number and held is not None and thirteen(held.isbn or "") == number:
        yield from _changes(number, record, held)


def _relatives(record: Record) -> Iterator[Said]:
    own = thirteen(record.isbn or "")
    for product in record.related.products if record.related else ():
        same = any(one.kind in ("15", "03") and thirteen(one.value) == own for one in product.identifiers)
        if own and same and product.relation in _OTHER_FORMATS:
            other = _OTHER_FORMATS[product.relation]
            yield Said(f"{own} is this product's number, and the record gives it to {other} too", remedy=_RELATED)


def _changes(number: str, record: Record, held: Record) -> Iterator[str]:
    now, before = record.descriptive, held.descriptive
    if now is None or before is None:
        return
    family, former = _FAMILIES.get((now.form or "")[:1]), _FAMILIES.get((before.form or "")[:1])
    if family and former and family != former:
        was, is_now = f"{former} ({short(before.form or '', 20)})", f"{family} ({short(now.form or '', 20)})"
        yield f"{number} was the number of {was} until now, and is now given to {is_now}"
    version, old = _version(now.editions), _version(before.editions)
    if version and old and version != old:
        yield f"{number} was the number of the {old} version until now, and is now given to the {version} one"


def _version(editions: tuple[str, ...]) -> str | None:
    """None where it is not said, or both are."""
    said = {"ABR": "abridged", "UBR": "unabridged"}
    versions = {said[edition] for edition in editions if edition in said}
    return versions.pop() if len(versions) == 1 else None
