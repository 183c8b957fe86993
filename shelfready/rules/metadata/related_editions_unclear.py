"""META-012: What the record says of other editions cannot be joined with them.

What it checks
    Related products have an identifier, and their ISBNs are valid; the product replaces (03) or is replaced by (05)
    another and not itself, nor is one both; what it is based on (13) is a printed book, and 27 (electronic version)
    leads to something electronic.

Why it matters
    Audio, ebook and print are shown as one book by these relations; a wrong one joins strangers.

How to mend it
    Use 06 (alternative format) between audio, ebook and print; 13 from an ebook to its printed book, and 27 back; 03
    from the new edition to the old, and 05 back.

Source
    ONIX code list 51; JSTOR's experience with relation codes; content-rules META-012

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Identifier, RelatedProduct, onix, record, related
    >>> related_editions_unclear(audiobook(described=onix()))
    []
    >>> wrong = related(RelatedProduct(relation="06", identifiers=(Identifier(kind="15", value="9789999900011"),)))
    >>> for found in related_editions_unclear(audiobook(described=onix(record(related=wrong)))):
    ...     print(found.message)
    the related product (06, alternative format): 9789999900011 is not an ISBN: its check digit is 1, and 0 is expected
"""

from collections.abc import Iterator

from shelfready.findings import Said, Says, Severity, rule
from shelfready.isbns import fault, thirteen
from shelfready.profiles import Profile
from shelfready.records import Record, RelatedProduct
from shelfready.rules._described import several, short, stated
from shelfready.titles import TitleFacts

REPLACES, REPLACED_BY, BASED_ON_PRINT, ELECTRONIC = "03", "05", "13", "27"
"""Relations of list 51."""

_RELATIONS = {
    "03": ", replaces",
    "05": ", replaced by",
    "06": ", alternative format",
    "13": ", based on print",
    "27": ", electronic version",
}
_NUMBER = "Give the related product its ISBN-13 (list 5, code 15), or leave the relation out."
_SELF = "Give 03 to the older edition that this one replaces, 05 to the newer one, and leave out what is neither."


@rule("META-012", Severity.INFO)
def related_editions_unclear(title: TitleFacts, _profile: Profile) -> Says:
    """Looks at each relation by itself, and then at those that contradict each other."""
    record = stated(title)
    products = record.related.products if record and record.related else ()
    if record is None or not products:
        return
    unknown = several([message for product in products for message in _without_number(product)])
    yield from (Said(message, remedy=_NUMBER) for message in unknown)
    yield from several([message for product in products for message in _misnamed(product)])
    yield from (Said(message, remedy=_SELF) for message in several(list(_contradictions(record, products))))


def _name(product: RelatedProduct) -> str:
    relation = short(product.relation, 20)
    return f"the related product ({relation}{_RELATIONS.get(relation, '')})"


def _without_number(product: RelatedProduct) -> Iterator[str]:
    name = _name(product)
    if not product.identifiers:
        yield f"{name} has no identifier, and cannot be found by anybody"
    for identifier in product.identifiers:
        found = fault(identifier.value) if identifier.kind == "15" else None
        if found and thirteen(identifier.value) is None:
            yield f"{name}: {found}"


def _misnamed(product: RelatedProduct) -> Iterator[str]:
    name = _name(product)
    given = short(product.form or "", 20)
    form = given[:1]
    if product.relation == BASED_ON_PRINT and form in ("A", "E"):
        yield f"{name} is called the printed book, and its form is {given}; 06 is expected"
    if product.relation == ELECTRONIC and form == "B":
        yield f"{name} is called the electronic version, and its form is {given}; 13 is expected"


def _contradictions(record: Record, products: tuple[RelatedProduct, ...]) -> Iterator[str]:
    own = thirteen(record.isbn or "")
    replaced, replacing = _numbers(products, REPLACES), _numbers(products, REPLACED_BY)
    if own and own in replaced | replacing:
        yield f"the record says that {own} replaces itself"
    for number in sorted(replaced & replacing):
        yield f"the record says of {number} that it replaces this product (05) and is replaced by it (03)"


def _numbers(products: tuple[RelatedProduct, ...], relation: str) -> set[str]:
    found = (thirteen(one.value) for product in products if product.relation == relation for one in product.identifiers)
    return {number for number in found if number}
