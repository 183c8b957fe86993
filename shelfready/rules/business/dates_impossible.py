"""BIZ-001: A date that the record needs is missing, or cannot be right.

What it checks
    The record has a publication date, which a forthcoming title (status 02) must have, and a day of return if it is
    temporarily withdrawn (16). Dates can be read; publication is not before 1900 nor further ahead than the profile
    allows; one role has one day.

Why it matters
    Pre-orders, embargoes and royalties are counted from these days. A typing error in the year opens a book years too
    early, or never.

How to mend it
    Give PublishingDate with the role 01 as YYYYMMDD.

Source
    ONIX code lists 64, 163 and 55; Google Play Books (at most two years ahead); content-rules BIZ-001

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import StatedDate, onix, publishing, record
    >>> dates_impossible(audiobook(described=onix()))
    []
    >>> old = publishing(dates=(StatedDate(role="01", value="10260302"),))
    >>> [found.message for found in dates_impossible(audiobook(described=onix(record(publishing=old))))]
    ["the publication date is given as '10260302', before 1900"]
"""

from collections.abc import Iterator
from datetime import timedelta

from shelfready.findings import Said, Says, Severity, rule
from shelfready.onix_dates import TEXTS, first_day, of_role, span
from shelfready.profiles import Profile
from shelfready.records import Publishing, StatedDate
from shelfready.rules._described import short, stated, whole
from shelfready.selling_dates import ROLES
from shelfready.titles import TitleFacts

PUBLICATION, RETURN = "01", "22"
"""Roles of list 163: the day of publication, and that from which a withdrawn title is to be had again."""

_OLD = "Correct the year; that of a classic's first edition is given under roles of its own (11, 20)."
_FORTHCOMING, _AWAY = "02", "16"
_NAMES = {**ROLES, RETURN: "day of return"}


@rule("BIZ-001", Severity.ERROR)
def dates_impossible(title: TitleFacts, profile: Profile) -> Says:
    """That there is no publication date is only missed: what is active is out already."""
    record = stated(title)
    publishing = record.publishing if record else None
    if whole(title) is not None or publishing is not None:
        yield from _missing(publishing or Publishing(), is_asked=whole(title) is not None)
    dates = of_role(publishing.dates, *_NAMES) if publishing else ()
    for date in dict.fromkeys(dates):
        yield from _unreadable(date)
        yield from _far_off(date, title, profile)
    yield from _double(dates)


def _missing(publishing: Publishing, *, is_asked: bool) -> Iterator[str | Said]:
    if not of_role(publishing.dates, PUBLICATION):
        if publishing.status == _FORTHCOMING:
            yield "the title is forthcoming (status 02) and has no publication date (role 01)"
        elif is_asked:
            yield Said("the record has no publication date (role 01); one is expected", Severity.WARNING)
    if publishing.status == _AWAY and not of_role(publishing.dates, RETURN):
        message = "the title is temporarily withdrawn (status 16), and no day of return (role 22) is given"
        yield Said(message, remedy="Give PublishingDate with the role 22; or the status 11 if it will not return.")


def _unreadable(date: StatedDate) -> Iterator[Said]:
    if span(date) is None and date.format not in TEXTS:
        what = f"the {_NAMES[date.role]} is given as {short(date.value, 30)!r}"
        message = f"{what} in the format {short(date.format, 20)} of list 55, and cannot be read; YYYYMMDD is expected"
        yield Said(message, remedy="Write the date as YYYYMMDD, such as 20260302 (format 00 of list 55).")


def _far_off(date: StatedDate, title: TitleFacts, profile: Profile) -> Iterator[Said]:
    day, today = first_day(date), title.known.today
    if day is None:
        return
    if day.year < profile.earliest_publication_year:
        early = f"{short(date.value, 30)!r}, before {profile.earliest_publication_year}"
        yield Said(f"the {_NAMES[date.role]} is given as {early}", remedy=_OLD)
    elif today is not None and day > today + timedelta(days=profile.farthest_publication_days):
        ahead = f"more than {profile.farthest_publication_days} days ahead of {today.isoformat()}"
        remedy = "Correct the date. If the day is meant, ask for a waiver."
        yield Said(f"the {_NAMES[date.role]} is {day.isoformat()}, {ahead}", remedy=remedy)


def _double(dates: tuple[StatedDate, ...]) -> Iterator[Said]:
    for role, name in _NAMES.items():
        spans = {found for found in (span(date) for date in of_role(dates, role)) if found}
        # A month beside a day within it is the same date, said twice.
        latest_start, earliest_end = (
            max((one[0] for one in spans), default=None),
            min((one[1] for one in spans), default=None),
        )
        if latest_start and earliest_end and latest_start > earliest_end:
            days = " and ".join(sorted({one[0].isoformat() for one in spans})[:3])
            message = f"the {name} is given as {days}; one day is expected"
            yield Said(message, Severity.WARNING, remedy="Give one date of each role.")
