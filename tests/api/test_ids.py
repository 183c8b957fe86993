"""Names of new things."""

from datetime import UTC, datetime, timedelta

import pytest

from api.ids import is_id, new_id

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_ids_sort_by_time() -> None:
    """Ids made later sort after those made before, as text."""
    ids = [new_id("sub", NOW + timedelta(milliseconds=step)) for step in range(0, 100_000, 997)]

    assert ids == sorted(ids)


def test_ids_of_one_moment_differ() -> None:
    """Nothing is told apart by time alone."""
    assert len({new_id("sub", NOW) for _ in range(1000)}) == 1000


def test_ids_are_recognised() -> None:
    """What we made is an id of its kind and of no other."""
    made = new_id("sub", NOW)

    assert is_id("sub", made)
    assert not is_id("upl", made)


@pytest.mark.parametrize("rest", ["", "_", "_" + "u" * 26, "_" + "0" * 25, "_" + "0" * 27, "_" + "É" * 26])
def test_other_texts_are_no_ids(rest: str) -> None:
    """What could not be made is not looked for."""
    assert not is_id("sub", f"sub{rest}")
