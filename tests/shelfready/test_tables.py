"""A table is held in memory only where it fits."""

from collections.abc import Iterator

import pytest

from shelfready.errors import LimitError
from shelfready.metadata_facts import Oddity, Trouble
from shelfready.tables import Row, Table, held


def test_a_held_table_may_be_read_again() -> None:
    """With all that was met on the way."""
    odd = Oddity(trouble=Trouble.ENCODING, message="is Windows-1252")

    table = held(Table(iter([("a",), ("b",)]), "UTF-8", (odd,)), "x.csv")

    assert [list(table.rows), list(table.rows)] == [[("a",), ("b",)]] * 2
    assert (table.encoding, table.oddities) == ("UTF-8", (odd,))


@pytest.mark.parametrize("row", [(), ("x" * 1000,), ("",) * 1000])
def test_an_endless_table_is_refused(row: Row) -> None:
    """Whether its rows are long, wide or empty."""

    def endless() -> Iterator[Row]:
        while True:
            yield row

    with pytest.raises(LimitError, match=r"x\.csv") as caught:
        held(Table(endless()), "x.csv")

    assert caught.value.cause_code == "sheet-too-large"
