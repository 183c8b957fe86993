"""Reads dates as people and spreadsheets write them, and leaves out those that may be one of two days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import combining, normalize

from shelfready.metadata_facts import Oddity, Trouble
from shelfready.sheets.cells import number_text

_YEARS = range(1400, 2200)
# Day 0 of Excel's calendar, given that it believes in a 29 February 1900.
_EXCEL_DAY_0 = date(1899, 12, 30)
# 1954 to 2119: numbers of five digits that are a day and nothing else.
_SERIALS = range(20_000, 80_000)

_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ]\d{2}:?\d{2}.*)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d*)?")
_YEAR = re.compile(r"(\d{4})(?:[.,]0*)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})[/.](\d{4})")
_WORDS = re.compile(
    r"(?:[a-z]+, )?(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?(?: de)? )?([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?,)?"
    r"(?: de)?,? (\d{4})"
)

# English, German, French, Spanish and Dutch, without accents; abbreviations that are no beginnings stand with them.
_MONTHS = tuple(
    frozenset(names.split())
    for names in (
        "january januar janner janvier enero januari",
        "february februar fevrier febrero februari",
        "march marz maerz mars marzo maart mrt mrz",
        "april avril abril",
        "may mai mayo mei",
        "june juni juin junio",
        "july juli juillet julio",
        "august aout agosto augustus",
        "september septembre septiembre",
        "october oktober octobre octubre",
        "november novembre noviembre",
        "december dezember decembre diciembre",
    )
)


@dataclass(frozen=True)
class DateCell:
    """A date as ONIX writes it (formats of List 55: 00 a day, 01 a month, 05 a year), or why there is none."""

    value: str | None = None
    format: str = "00"
    oddity: Oddity | None = None


def read_date(cell: str, line: int | None = None) -> DateCell:
    """The date in a cell.

    >>> read_date("22.11.2026").value, read_date("Nov 22, 2026").value, read_date("11/22/2026").value
    ('20261122', '20261122', '20261122')
    >>> read_date("03/04/2026").oddity.trouble
    <Trouble.DATE_AMBIGUOUS: 'date-ambiguous'>
    """
    text = number_text(cell)[:60]
    if not text:
        return DateCell()
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[3]), int(match[4]), text, line)
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(match, text, line)
    if match := _SERIAL.fullmatch(text):
        return _of_serial(int(match[1]), text, line)
    if (match := _YEAR.fullmatch(text)) and int(match[1]) in _YEARS:
        return DateCell(match[1], "05")
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        if year in _YEARS and 1 <= month <= 12:
            return DateCell(f"{year:04}{month:02}", "01")
    if match := _WORDS.fullmatch(_plain(text)):
        named = _month(match[2])
        if named and (match[1] or match[3]):
            return _day(int(match[4]), named, int(match[1] or match[3]), text, line)
        if named:
            return DateCell(f"{int(match[4]):04}{named:02}", "01")
    return DateCell(oddity=_odd(Trouble.CELL, text, line, "is no date that we can read"))


def _of_numbers(match: re.Match[str], text: str, line: int | None) -> DateCell:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if len(year) == 2:
        return DateCell(oddity=_odd(Trouble.DATE_AMBIGUOUS, text, line, "does not say its century"))
    # With points the day comes first wherever points are used; with strokes it depends on the country.
    if mark == "." or first > 12 or first == second:
        return _day(int(year), second, first, text, line)
    if second > 12:
        return _day(int(year), first, second, text, line)
    why = f"may be {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}"
    return DateCell(oddity=_odd(Trouble.DATE_AMBIGUOUS, text, line, why))


def _of_serial(number: int, text: str, line: int | None) -> DateCell:
    if number not in _SERIALS:
        return DateCell(oddity=_odd(Trouble.CELL, text, line, "is no date that we can read"))
    day = f"{_EXCEL_DAY_0 + timedelta(days=number):%Y%m%d}"
    found = Oddity(
        trouble=Trouble.REWRITTEN,
        message=f"the date {text} is Excel's number of a day, and was read as {day}: write dates as YYYY-MM-DD",
        is_repaired=True,
        line=line,
        before=text,
        after=day,
    )
    return DateCell(day, oddity=found)


def _day(year: int, month: int, day: int, text: str, line: int | None) -> DateCell:
    try:
        found = date(year, month, day)
    except ValueError:
        found = None
    if found is None or year not in _YEARS:
        return DateCell(oddity=_odd(Trouble.CELL, text, line, "is a day that no calendar has"))
    return DateCell(f"{found:%Y%m%d}")


def _month(word: str) -> int | None:
    """The month whose name begins so, if it is one only."""
    found = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if len(word) >= 3 and any(name.startswith(word) for name in names)
    ]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))


def _odd(trouble: Trouble, text: str, line: int | None, why: str) -> Oddity:
    return Oddity(
        trouble=trouble,
        message=f"the date {text} {why}, and was left out: write dates as YYYY-MM-DD",
        line=line,
        before=text,
    )
