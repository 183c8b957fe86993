"""The day on which a title opens."""

from datetime import date

import pytest

from shelfready.records import Publishing, Record, StatedDate, Supplies, Supply
from shelfready.selling_dates import earliest_listening, shut


def _record(*dates: tuple[str, str], markets: tuple[tuple[str, str], ...] = ()) -> Record:
    stated = tuple(StatedDate(role=role, value=value) for role, value in dates)
    of_markets = tuple(Supply(market_dates=(StatedDate(role=role, value=value),)) for role, value in markets)
    return Record(publishing=Publishing(dates=stated), supply=Supplies(supplies=of_markets))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record(), None),
        (_record(("01", "20260302")), date(2026, 3, 2)),
        (_record(("01", "20260302"), ("02", "20260220")), date(2026, 2, 20)),
        (_record(("01", "20260302"), ("30", "20260401")), date(2026, 4, 1)),
        (_record(("01", "20260302"), ("31", "20260501"), ("30", "20260401")), date(2026, 5, 1)),
        (_record(("01", "20260302"), markets=(("01", "20260310"), ("02", "20260305"))), date(2026, 3, 10)),
        (_record(("11", "18440828"), ("19", "20270101"), ("38", "20270101")), None),
        (_record(("02", "to be announced")), date.max),
    ],
)
def test_the_latest_gate_opens_the_title(record: Record, expected: date | None) -> None:
    """An embargo replaces the publication date; print, previews and first editions hold nothing back."""
    assert earliest_listening(record) == expected


def test_gates_are_shut_before_their_day_and_not_on_it() -> None:
    """Midnight is the moment."""
    record = _record(("01", "20260302"), ("30", "20260401"))

    assert [gate.name for gate in shut(record, date(2026, 3, 1))] == ["streaming embargo", "publication date"]
    assert [gate.name for gate in shut(record, date(2026, 3, 2))] == ["streaming embargo"]
    assert shut(record, date(2026, 4, 1)) == ()


def test_embargo_of_a_supplier_counts() -> None:
    """Code list 166 has a sales embargo too; its expected availability (08) is of stock."""
    dates = (StatedDate(role="02", value="20260601"), StatedDate(role="08", value="20270101"))
    record = Record(supply=Supplies(supplies=(Supply(dates=dates),)))

    assert earliest_listening(record) == date(2026, 6, 1)
