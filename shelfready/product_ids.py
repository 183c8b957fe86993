"""Which of our titles a record is about: its ISBN-13, or else the publisher's own id."""

from pydantic import TypeAdapter, ValidationError
from stdnum import ean

from shelfready.isbns import plain, thirteen
from shelfready.records import Record
from shelfready.titles import TitleId

_TITLE_ID = TypeAdapter[str](TitleId)
_ISBN_13, _GTIN_13, _ISBN_10, _PROPRIETARY = "15", "03", "02", "01"  # list 5


def title_id_of(record: Record) -> str | None:
    """The id of the title that a record describes; None when nothing in it can be one.

    An ISBN with a wrong check digit is nobody's: a record must not be taken for another product's.

    >>> from shelfready.records import Identifier
    >>> title_id_of(Record(identifiers=(Identifier(kind="15", value="978-0-306-40615-7"),)))
    '9780306406157'
    >>> title_id_of(Record(identifiers=(Identifier(kind="02", value="0-306-40615-2"),)))
    '9780306406157'
    >>> title_id_of(Record(identifiers=(Identifier(kind="15", value="9780306406158"),))) is None
    True
    >>> title_id_of(Record(identifiers=(Identifier(kind="01", value="HP-10"),)))
    'HP-10'
    """
    stated: dict[str, str] = {}
    for identifier in record.identifiers:
        stated.setdefault(identifier.kind, identifier.value)
    for kind in (_ISBN_13, _GTIN_13, _ISBN_10):
        if kind in stated:
            return thirteen(stated[kind]) or _gtin(stated[kind])
    return _own(stated.get(_PROPRIETARY, ""))


def _gtin(text: str) -> str | None:
    """Thirteen digits that are no ISBN are the number of a game, a calendar or printed music."""
    number = plain(text)
    return number if len(number) == 13 and not number.startswith(("978", "9791")) and ean.is_valid(number) else None


def _own(text: str) -> str | None:
    try:
        return _TITLE_ID.validate_python(text.strip())
    except ValidationError:
        return None
