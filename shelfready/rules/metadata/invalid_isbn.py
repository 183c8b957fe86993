"""META-001: A number that is given as an ISBN is none, or is written in another way than ONIX asks for.

What it checks
    A title id of 13 digits that begins with 978 or 979 has the right check digit; publishers' own ids are left alone.
    In a record, what is marked as ISBN-13 (list 5, code 15) has 13 digits, begins with 978 or 9791 to 9799, and has
    the right check digit; a GTIN-13 (code 03) and an ISBN-10 (code 02) beside it are the same number.

Why it matters
    A mistyped ISBN is another publisher's product, or nobody's: sales, reports and withdrawals go astray. No XML
    schema finds it.

How to mend it
    Correct the number, which is mostly two digits exchanged or a spreadsheet's rounding, and send the title again
    under the right one.

Source
    ISO 2108; ONIX code list 5; content-rules PKG-002 and META-001

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import Identifier, onix, record
    >>> invalid_isbn(audiobook(described=onix())) + invalid_isbn(audiobook(title_id="harbour-0042"))
    []
    >>> [found.message for found in invalid_isbn(audiobook(title_id="9789999900011"))]
    ['9789999900011 is not an ISBN: its check digit is 1, and 0 is expected']
    >>> twice = (Identifier(kind="15", value="9789999900010"), Identifier(kind="03", value="9789999900027"))
    >>> [found.message for found in invalid_isbn(audiobook(described=onix(record(identifiers=twice))))]
    ['the record has the ISBN 9789999900010, and GTIN-13 9789999900027: they must be the same number']
"""

import re
from collections.abc import Iterator

from stdnum import ean

from shelfready.findings import Said, Says, Severity, rule
from shelfready.isbns import fault, plain, thirteen
from shelfready.profiles import Profile
from shelfready.records import Identifier
from shelfready.rules._described import stated, whole
from shelfready.titles import TitleFacts

_ISBN_13, _GTIN_13, _ISBN_10 = "15", "03", "02"
_NAMES = {_ISBN_13: "ISBN-13", _GTIN_13: "GTIN-13", _ISBN_10: "ISBN-10"}

_AS_DIGITS = "Write the number as thirteen digits, without hyphens or blanks."
_ONE = "Find out which number is this product's, and leave the other one out; another format is a related product."


@rule("META-001", Severity.ERROR)
def invalid_isbn(title: TitleFacts, _profile: Profile) -> Says:
    """Says which check digit is expected. A number is told of once, however often it stands there."""
    record = stated(title)
    identifiers = record.identifiers if record else ()
    own = plain(title.title_id)
    said = {own: fault(own)} if re.fullmatch(r"97[89][0-9]{10}", own) else {}
    for identifier in identifiers:
        said.setdefault(plain(identifier.value), _fault(identifier))
    for number, found in said.items():
        # What is valid, and only written in another way, is clear to everybody.
        if found:
            is_clear = thirteen(number) is not None
            yield Said(found, Severity.WARNING, remedy=_AS_DIGITS) if is_clear else found
    yield from _differences(identifiers)
    if whole(title) is not None and not identifiers:
        message = "the record has no product identifier; an ISBN-13 (list 5, code 15) is expected"
        yield Said(message, Severity.WARNING, remedy="Give ProductIdentifier with the type 15 and the title's ISBN-13.")


def _fault(identifier: Identifier) -> str | None:
    number = plain(identifier.value)
    is_of_books = number.startswith(("978", "979"))
    if identifier.kind == _ISBN_13 or (identifier.kind == _GTIN_13 and is_of_books):
        return fault(identifier.value)
    if identifier.kind == _GTIN_13 and not ean.is_valid(number):
        return f"{number[:40]!r} is not a GTIN-13: 13 digits with their check digit are expected"
    if identifier.kind == _ISBN_10 and thirteen(number) is None:
        return f"{number[:40]!r} is not an ISBN-10: ten digits with their check digit are expected"
    return None


def _differences(identifiers: tuple[Identifier, ...]) -> Iterator[Said]:
    """Numbers that are each right, and are not those of one product."""
    own = _numbers(identifiers, _ISBN_13)
    if len(own) > 1:
        yield Said(f"the record has several ISBNs, {' and '.join(own)}: one product has one", remedy=_ONE)
    for kind in (_GTIN_13, _ISBN_10):
        for number in _numbers(identifiers, kind) if own else ():
            if number not in own:
                message = f"the record has the ISBN {own[0]}, and {_NAMES[kind]} {number}"
                yield Said(f"{message}: they must be the same number", remedy=_ONE)


def _numbers(identifiers: tuple[Identifier, ...], kind: str) -> list[str]:
    found = (thirteen(one.value) for one in identifiers if one.kind == kind)
    return list(dict.fromkeys(number for number in found if number))
