"""Dates as ONIX states them: a value, and its format after code list 55."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from shelfready.records import StatedDate

_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(T[0-9:]{4,8}(Z|[+-][0-9:]{4,5})?)?")
_DAYS = re.compile(r"([0-9]{8})([0-9]{8})")
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_WEEK = re.compile(r"([0-9]{4})W?([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})Q?([1-4])")

_OTHER_CALENDARS = frozenset({"20", "21", "25", "32"})
"""Formats of the Hijri calendar: true dates, which we do not convert."""

TEXTS = frozenset({"12", *_OTHER_CALENDARS})
"""Formats that say a day in a way that is for people, and not for a gate."""


def span(stated: StatedDate) -> tuple[date, date] | None:
    """The first and the last day that a date may mean; None where it cannot be read.

    >>> span(StatedDate(role="01", value="201402", format="01"))
    (datetime.date(2014, 2, 1), datetime.date(2014, 2, 28))
    >>> span(StatedDate(role="01", value="20140710T000000+0200", format="14"))
    (datetime.date(2014, 7, 10), datetime.date(2014, 7, 10))
    """
    value = stated.value.strip()
    if stated.format in TEXTS or len(value) > 32:
        return None
    try:
        return _span(value, stated.format)
    except (ValueError, OverflowError):
        return None


def first_day(stated: StatedDate) -> date | None:
    """The first day that a date may mean."""
    found = span(stated)
    return found[0] if found else None


def last_day(stated: StatedDate) -> date | None:
    """The last day that a date may mean: who must not be early goes by it."""
    found = span(stated)
    return found[1] if found else None


def of_role(dates: Iterable[StatedDate], *roles: str) -> tuple[StatedDate, ...]:
    """The dates in one of the roles, in the order in which they were stated."""
    return tuple(stated for stated in dates if stated.role in roles)


def _span(value: str, form: str) -> tuple[date, date] | None:
    if days := _DAYS.fullmatch(value):
        ends = [_span(part, "00") for part in days.groups()]
        first, last = ends
        return (first[0], last[1]) if first and last else None
    if day := _DAY.fullmatch(value):
        exact = date(int(day[1]), int(day[2]), int(day[3]))
        return exact, exact
    if form == "02" and (week := _WEEK.fullmatch(value)):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(days=6)
    if form in ("03", "04") and (quarter := _QUARTER.fullmatch(value)):
        return _months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3)
    if month := _MONTH.fullmatch(value):
        return _months(int(month[1]), int(month[2]), 1)
    if _YEAR.fullmatch(value):
        return _months(int(value), 1, 12)
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
