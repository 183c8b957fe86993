"""Reads ISBNs as spreadsheets leave them: as numbers, rounded, without their zeros."""

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import category, normalize

from stdnum import isbn

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.records import Identifier
from shelfready.sheets.cells import number_text

_PREFIX = re.compile(r"(e-?)?(isbn|ean|gtin)([ -]?1[03])?[ :.]*(?=[\dx])", re.IGNORECASE)
# Identifiers of other schemes, as Google's catalogue writes them: GGKEY:ABC123.
_OTHER = re.compile(r"([A-Z]{2,20}):\s*(\S.*)", re.IGNORECASE)
_POWER = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d+)[.,]0*")
_ISBN_10_WITHOUT_ZEROS = re.compile(r"\d{6,8}[\dX]")

_LONGEST = 100

# So many digits of a rounded ISBN must stand in another column's: fewer fit half of a publisher's list.
_ENOUGH_DIGITS = 9
_USUAL_DIGITS = 12


@dataclass(frozen=True)
class Rounded:
    """What is left of an ISBN that a program rounded: its first digits, and how many it had."""

    digits: str
    length: int

    def may_be(self, number: str) -> bool:
        """Whether a whole ISBN would be rounded to this."""
        if len(self.digits) < _ENOUGH_DIGITS or len(number) != self.length:
            return False
        # Programs that keep so many keep twelve, and do not write zeros at the end.
        digits = self.digits.ljust(_USUAL_DIGITS, "0")
        rest = 10 ** max(self.length - len(digits), 0)
        # Most round half up or to even, some cut off.
        return int(digits) in (int(number) // rest, (int(number) + rest // 2) // rest)


@dataclass(frozen=True)
class IsbnCell:
    """What a cell says: the identifier, or why there is none."""

    identifier: Identifier | None = None
    oddity: Oddity | None = None
    rounded: Rounded | None = None


def read_isbn(cell: str, line: int | None = None) -> IsbnCell:
    """The identifier in a cell that should hold an ISBN, mended where its check digit proves the mending.

    What is no ISBN and was not damaged by a program is given as it was written, for a rule to say so.
    """
    text = number_text(cell)[:_LONGEST]
    if not text:
        return IsbnCell()
    other = _OTHER.fullmatch(text)
    if other and other.group(1).upper() not in ("ISBN", "EISBN", "EAN", "GTIN"):
        # 01: proprietary
        return IsbnCell(Identifier(kind="01", type_name=other.group(1).upper(), value=other.group(2)))
    digits = _compact(_PREFIX.sub("", text, count=1))
    if power := _POWER.fullmatch(digits):
        return _of_power(text, power, line)
    if decimal := _DECIMAL.fullmatch(digits):
        return _of_digits(decimal.group(1), text, line, is_number=True)
    return _of_digits(digits, text, line, is_number=False)


def recovered(rounded: Rounded, ten: str, line: int | None = None) -> IsbnCell:
    """The ISBN-13 of which only the first digits are left, by the ISBN-10 in the same row, if they are the same."""
    if not isbn.is_valid(ten):
        return IsbnCell()
    thirteen = isbn.to_isbn13(ten)
    if not rounded.may_be(thirteen):
        return IsbnCell()
    found = _odd(f"{rounded.digits}...", line, "its ISBN-10 in the same row gives the lost digits", after=thirteen)
    return IsbnCell(Identifier(kind="15", value=thirteen), found)


def _compact(text: str) -> str:
    """Without hyphens and spaces of any kind."""
    return "".join(char for char in normalize("NFKC", text) if category(char) not in ("Pd", "Zs", "Cf")).upper()


def _of_power(text: str, power: re.Match[str], line: int | None) -> IsbnCell:
    digits = power.group(1) + (power.group(2) or "").rstrip("0")
    length = int(power.group(3)) + 1
    if len(digits) == length == 13:
        number = str(int(Decimal(power.group(0).replace(",", "."))))
        return _of_digits(number, text, line, is_number=True)
    why = f"only {len(digits)} of {length} digits are left: format the column as text, and enter the number again"
    return IsbnCell(oddity=_odd(text, line, why), rounded=Rounded(digits, length))


def _of_digits(digits: str, text: str, line: int | None, *, is_number: bool) -> IsbnCell:
    if len(digits) == 13 and digits.isdigit():
        # 15: ISBN-13
        return _whole("15", digits, text, line, is_number=is_number)
    if len(digits) == 10 and digits[:9].isdigit():
        # 02: ISBN-10
        return _whole("02", digits, text, line, is_number=is_number)
    if _ISBN_10_WITHOUT_ZEROS.fullmatch(digits):
        ten = digits.zfill(10)
        if isbn.is_valid(ten):
            found = _odd(text, line, "the zeros that an ISBN-10 begins with were lost, and were put back", after=ten)
            return IsbnCell(Identifier(kind="02", value=ten), found)
    if digits.rstrip("X").isdigit() and 6 <= len(digits) <= 12:
        why = f"{len(digits)} digits are left of 13 or 10: format the column as text, and enter the number again"
        return IsbnCell(oddity=_odd(text, line, why))
    return IsbnCell(Identifier(kind="15", value=text))


def _whole(kind: str, digits: str, text: str, line: int | None, *, is_number: bool) -> IsbnCell:
    found = _odd(text, line, "no digit was lost", after=digits) if is_number else None
    return IsbnCell(Identifier(kind=kind, value=digits), found)


def _odd(before: str, line: int | None, why: str, after: str | None = None) -> Oddity:
    return Oddity(
        trouble=Trouble.ISBN_DAMAGED,
        message=f"a spreadsheet program made the ISBN the number {before}; {why}",
        is_repaired=after is not None,
        line=line,
        before=before,
        after=after,
    )
