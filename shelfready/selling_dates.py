"""The day from which a title may be listened to, after everything that its record says of dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shelfready.onix_dates import last_day, of_role
from shelfready.records import Record, StatedDate

EMBARGOES = {"02": "sales embargo", "30": "streaming embargo", "31": "subscription embargo"}
"""Roles of list 163 before which nobody may listen, whatever the publication date."""

ROLES = {"01": "publication date", **EMBARGOES}
"""Roles of list 163 that hold a title back."""


@dataclass(frozen=True)
class Gate:
    """One date that holds a title back: `day` is None where it cannot be read, and then nothing opens it."""

    name: str
    stated: str
    day: date | None


def gates(record: Record) -> tuple[Gate, ...]:
    """Every date that holds a title back.

    The publication date counts where no sales embargo is stated, which replaces it. A release is offered everywhere at
    once, so that the dates of every market count.
    """
    return tuple(_gates(record))


def shut(record: Record, today: date) -> tuple[Gate, ...]:
    """The gates that are still shut, the last to open first; those that cannot be read before all."""
    closed = [gate for gate in gates(record) if gate.day is None or gate.day > today]
    return tuple(sorted(closed, key=lambda gate: gate.day or date.max, reverse=True))


def earliest_listening(record: Record) -> date | None:
    """The first day on which the title may be listened to; None where nothing holds it back.

    >>> from shelfready.records import Publishing
    >>> dates = (StatedDate(role="01", value="20260105"), StatedDate(role="30", value="20260301"))
    >>> earliest_listening(Record(publishing=Publishing(dates=dates)))
    datetime.date(2026, 3, 1)
    """
    days = [gate.day or date.max for gate in gates(record)]
    return max(days, default=None)


def _gates(record: Record) -> Iterator[Gate]:
    dates = record.publishing.dates if record.publishing else ()
    has_embargo = bool(of_role(dates, "02"))
    for stated in of_role(dates, *ROLES):
        if stated.role != "01" or not has_embargo:
            yield _gate(ROLES[stated.role], stated)
    for supply in record.supply.supplies if record.supply else ():
        has_embargo = bool(of_role(supply.market_dates, "02"))
        for stated in of_role(supply.market_dates, *ROLES):
            if stated.role != "01" or not has_embargo:
                yield _gate(f"{ROLES[stated.role]} of a market", stated)
        for stated in of_role(supply.dates, "02"):
            yield _gate("sales embargo of a supplier", stated)


def _gate(name: str, stated: StatedDate) -> Gate:
    return Gate(name, stated.value, last_day(stated))
