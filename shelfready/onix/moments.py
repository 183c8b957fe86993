"""When a message was sent, in the compact forms of List 55 and in those that people write instead."""

import re
from datetime import UTC, datetime, timedelta

from shelfready.metadata_facts import MessageHeader

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)

_DAY = timedelta(hours=23, minutes=59)


def moment(text: str) -> datetime | None:
    """The moment in UTC; without a zone it is taken as UTC, without a time as midnight. None if it is no moment.

    >>> moment("20260131T1530-0500").isoformat()
    '2026-01-31T20:30:00+00:00'
    >>> moment("20260131") == moment("2026-01-31T00:00:00Z")
    True
    >>> moment("31.1.2026") is None
    True
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    numbers = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    try:
        year, month, day, hour, minute, second = numbers
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return local - _offset(found["zone"])
    except (ValueError, OverflowError):
        return None


def sent_at(header: MessageHeader, arrived: datetime) -> datetime:
    """When a message was sent, no later than it arrived: a later moment is of a wrong clock, and none at all is that.

    One that states a day only may have been sent at any hour of it, and is taken as late as can be: midnight would put
    it before everything else of the day, and it would be passed over.

    >>> arrived = datetime(2026, 1, 31, 15, tzinfo=UTC)
    >>> texts = ("20260131", "20260131T0900", "20260130")
    >>> headers = [MessageHeader(sent=text, sent_at=moment(text)) for text in texts]
    >>> [f"{sent_at(header, arrived):%d %H:%M}" for header in headers]
    ['31 15:00', '31 09:00', '30 23:59']
    """
    stated = header.sent_at
    if stated is None or stated >= arrived:
        return arrived
    is_day = len(re.sub(r"\D", "", header.sent or "")) == 8
    return min(stated + _DAY, arrived) if is_day else stated


def is_compact(text: str) -> bool:
    """Whether the text has a form that ONIX allows: no dashes, no colons."""
    return not set(text) & {"-", ":"} or re.fullmatch(r"\d{8}T\d{4}(\d{2})?[+-]\d{4}", text, re.ASCII) is not None


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return offset if zone[0] == "+" else -offset
