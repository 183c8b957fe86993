"""Reads prices, numbers and lengths of time as spreadsheets of several countries write them."""

import re
from dataclasses import dataclass

import pycountry

from shelfready.records import Extent
from shelfready.sheets.cells import number_text

_MONEY = re.compile(r"([^\d]*?)(-?\d[\d.,' ]*)([^\d]*)")
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN", "kč": "CZK", "us$": "USD", "ca$": "CAD", "a$": "AUD"}
_PLAIN = re.compile(r"\d{1,9}")
_ONE_MARK = re.compile(r"(\d{1,9})[.,](\d+)")
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,4})?")

_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?")
_HOURS = re.compile(r"(\d{1,3}):(\d{1,2})")
_WORDS = re.compile(
    r"(?:(\d{1,3}) ?(?:h|hr|hrs|hours?|std|stunden?|heures?|horas?|uur|u)\.?,?)? ?"
    r"(?:(\d{1,4}) ?(?:m|min|mins|minutes?|minuten|minutos|')\.?,?)? ?"
    r"(?:(\d{1,5}) ?(?:s|sec|secs|seconds?|sek|sekunden|secondes?|segundos|\"|'')\.?)?"
)
_ISO = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})(?:\.\d+)?S)?")
_NUMBER = re.compile(r"(\d{1,8})(?:[.,](\d{1,6}))?")


@dataclass(frozen=True)
class Money:
    """An amount with a decimal point, and its currency if the cell says one."""

    amount: str
    currency: str | None = None


def read_money(cell: str) -> Money | None:
    """The amount in a cell; None if it is none, or if its comma may be of thousands or of decimals.

    >>> read_money("9,99"), read_money("EUR 1.299,00"), read_money("1,299")
    (Money(amount='9.99', currency=None), Money(amount='1299.00', currency='EUR'), None)
    """
    match = _MONEY.fullmatch(number_text(cell)[:60])
    if not match:
        return None
    amount = _decimal(match[2].strip())
    before, after = match[1].strip(), match[3].strip()
    currency = _currency(before or after) if before or after else None
    if amount is None or ((before or after) and currency is None) or (before and after):
        return None
    return Money(amount, currency or None)


def read_currency(cell: str) -> str | None:
    """The ISO 4217 code that a cell says; None if it says none that there is."""
    return _currency(number_text(cell)) or None


def read_duration(cell: str) -> Extent | None:
    """A length of time with its units, or as clocks show it, as ONIX writes it; None for a number without a unit.

    >>> read_duration("10:15:30").value, read_duration("10 h 15 min").value, read_duration("10:15").unit
    ('0101530', '0101500', '15')
    """
    text = number_text(cell)[:60]
    if match := _CLOCK.fullmatch(text):
        return _extent(int(match[1]), int(match[2]), int(match[3])) if max(int(match[2]), int(match[3])) < 60 else None
    if match := _HOURS.fullmatch(text):
        # 15: HHHMM. As hours and minutes: no book is of minutes and seconds.
        return (
            Extent(kind="09", unit="15", value=f"{int(match[1]):03}{int(match[2]):02}") if int(match[2]) < 60 else None
        )
    match = _ISO.fullmatch(text.upper()) or _WORDS.fullmatch(text.casefold())
    if not match or not any(match.groups()):
        return None
    seconds = sum(int(part or 0) * unit for part, unit in zip(match.groups(), (3600, 60, 1), strict=True))
    return _extent(seconds // 3600, seconds // 60 % 60, seconds % 60) if seconds < 3_600_000 else None


def read_number_of(cell: str, unit: str, kind: str = "09") -> Extent | None:
    """A bare number in a unit that the column's name says (List 24: 05 minutes, 06 seconds, 03 pages)."""
    match = _NUMBER.fullmatch(number_text(cell)[:20])
    if not match:
        return None
    decimals = (match[2] or "").rstrip("0")
    if decimals and unit != "05":
        return None
    return Extent(kind=kind, unit=unit, value=f"{match[1]}.{decimals}" if decimals else match[1])


def _extent(hours: int, minutes: int, seconds: int) -> Extent:
    # 16: HHHMMSS
    return Extent(kind="09", unit="16", value=f"{hours:03}{minutes:02}{seconds:02}")


def _decimal(digits: str) -> str | None:
    if _PLAIN.fullmatch(digits):
        return digits
    match = _ONE_MARK.fullmatch(digits)
    if match and len(match[2]) != 3:
        # A price as a program calculated it has up to fifteen decimals: 9.990000000000002
        return f"{match[1]}.{match[2]}" if len(match[2]) <= 4 else f"{float(f'{match[1]}.{match[2]}'):.2f}"
    grouped = _GROUPED.fullmatch(digits)
    if not grouped or match:
        return None
    whole, mark, rest = digits, "", ""
    if digits[-4] not in ".,' ":
        mark = "," if digits.rfind(",") > digits.rfind(".") else "."
        whole, _, rest = digits.rpartition(mark)
    whole = re.sub(r"\D", "", whole)
    return f"{whole}.{rest}" if mark else whole


def _currency(text: str) -> str | None:
    """The code, None for what is no currency. A dollar alone is one of twenty, and so none."""
    said = text.casefold().rstrip(".-")
    if said in _SIGNS:
        return _SIGNS[said]
    code = text.upper()
    return code if len(code) == 3 and pycountry.currencies.get(alpha_3=code) else None
