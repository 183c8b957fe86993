"""Messages to the world, on both databases."""

import pytest

from shelfready.adapters.database import SqlCatalogue
from shelfready.errors import MissingError
from tests.shelfready.adapters.database.making import NOON, after


def test_messages_wait_in_order_until_they_are_delivered(any_catalogue: SqlCatalogue) -> None:
    """Oldest first, up to a limit; what is delivered is never answered again, and the ids only grow."""
    with any_catalogue.begin() as unit:
        for number in range(4):
            unit.outbox.add("release-published", {"number": number}, after(number))
    with any_catalogue.begin() as unit:
        first, second = unit.outbox.pending(2)
        unit.outbox.delivered(first.id, after(9))

    with any_catalogue.begin() as unit:
        left = unit.outbox.pending(9)
    assert [(told.kind, told.data, told.created_at) for told in left] == [
        ("release-published", {"number": number}, after(number)) for number in (1, 2, 3)
    ]
    assert first.id < second.id == left[0].id < left[1].id < left[2].id


def test_a_message_that_was_never_written_is_missing(any_catalogue: SqlCatalogue) -> None:
    """Nothing is delivered that was not to be told."""
    with pytest.raises(MissingError, match="7"), any_catalogue.begin() as unit:
        unit.outbox.delivered(7, NOON)
