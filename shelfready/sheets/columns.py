"""Says by its name what a column of a sheet is."""

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

import pycountry

from shelfready.sheets.column_names import COLUMN_OF, Column
from shelfready.tables import Row
from shelfready.values import Value

HEADER_WITHIN = 20
"""The header is looked for in so many rows: a title, a logo and a note may stand above it."""

_LONGEST_NAME = 200


class Heading(Value):
    """A column whose name we know. `currency` and `tax` (01 without, 02 with) are those that a price's name states."""

    column: Column
    name: str
    currency: str | None = None
    tax: str | None = None


Header = tuple[Heading | None, ...]
"""The columns of a sheet from left to right, None where the name says nothing to us."""

# What stands twice in a sheet because a title has several of them: "Author 1", "Author 2".
REPEATED = frozenset(
    {Column.AUTHOR, Column.NARRATOR, Column.TRANSLATOR, Column.EDITOR, Column.ILLUSTRATOR, Column.CONTRIBUTOR}
    | {Column.BISAC, Column.THEMA, Column.BIC, Column.SUBJECT, Column.KEYWORDS, Column.PRICE, Column.ISBN}
)

_BRACKETS = re.compile(r"[\[(][^\])]*[\])]")
_NO_LETTER = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(.+?) ?\d{1,2}")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_MINUTES = re.compile(r"[\[(]\s*min(ute[ns]?|utos)?\.?\s*[\])]", re.IGNORECASE)
_WITHOUT_TAX = re.compile(r"(?<![a-z])(excl|excluding|ex|net|netto|nettopreis|ht|without)(?![a-z])")
_WITH_TAX = re.compile(r"(?<![a-z])(incl|including|inc|gross|brutto|bruttopreis|ttc|pvp)(?![a-z])")


def heading(name: str) -> Heading | None:
    """What a column is, by its name; None for a name that says nothing to us.

    >>> heading("ISBN-13").column, heading("Sprecher/-in").column, heading("Author 2").column
    (<Column.ISBN: 'isbn'>, <Column.NARRATOR: 'narrator'>, <Column.AUTHOR: 'author'>)
    >>> price = heading("List price (EUR, incl. VAT)")
    >>> price.column, price.currency, price.tax
    (<Column.PRICE: 'price'>, 'EUR', '02')
    """
    shown = " ".join(name[:_LONGEST_NAME].split())
    currency = _currency(shown)
    plain = _plain(_BRACKETS.sub(" ", shown)).removesuffix(" semicolon separated")
    column = _named(plain) or _named(_plain(shown))
    if column is None and currency:
        column = _named(" ".join(word for word in plain.split() if word != currency.lower()))
        column = column if column is Column.PRICE else None
    if column is None:
        return None
    if column is Column.DURATION and _MINUTES.search(shown):
        column = Column.DURATION_MINUTES
    if column is not Column.PRICE:
        return Heading(column=column, name=shown)
    words = _plain(shown)
    tax = "01" if _WITHOUT_TAX.search(words) else "02" if _WITH_TAX.search(words) else None
    return Heading(column=column, name=shown, currency=currency, tax=tax)


def header_of(row: Row) -> Header:
    """The columns of a row, if it were the header."""
    return tuple(heading(cell) for cell in row)


def recognised(row: Sequence[str]) -> int:
    """How many different things the cells name: what tells a header from the rows above and below it."""
    return len({found.column for found in header_of(tuple(row)) if found})


def _named(plain: str) -> Column | None:
    if plain in COLUMN_OF:
        return COLUMN_OF[plain]
    numbered = _NUMBERED.fullmatch(plain)
    column = COLUMN_OF.get(numbered.group(1)) if numbered else None
    return column if column in REPEATED else None


def _plain(name: str) -> str:
    letters = "".join(char for char in normalize("NFKD", name.casefold()) if not combining(char))
    return _NO_LETTER.sub(" ", letters).strip()


def _currency(name: str) -> str | None:
    codes = [code for code in _CAPITALS.findall(name) if pycountry.currencies.get(alpha_3=code)]
    if codes:
        return str(codes[0])
    return "EUR" if "€" in name else "GBP" if "£" in name else None
