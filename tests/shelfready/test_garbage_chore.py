"""The store is swept by one process at a time, and not oftener than it must be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shelfready.adapters.database import SqlCatalogue, open_marks
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs
from shelfready.errors import ConflictError
from shelfready.garbage_chore import CHORE, GarbageChore
from shelfready.ports import Marks

DAY = timedelta(days=1)


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    """No marks yet."""
    with open_marks(tmp_path) as opened:
        yield opened


def chore(catalogue: SqlCatalogue, store: LocalStore, holder: str = "one", days: float = 30) -> GarbageChore:
    """The chore of a process some days from now."""
    return GarbageChore(catalogue, Blobs(store, lambda: datetime.now(UTC) + days * DAY), holder)


def test_it_is_done_once_a_day(catalogue: SqlCatalogue, local_store: LocalStore, marks: Marks) -> None:
    """Whoever did it last."""
    Blobs(local_store).put_bytes(b"orphan")
    assert chore(catalogue, local_store).is_due(DAY)
    found = chore(catalogue, local_store).do(marks, may_be_wide=True)

    assert found.removed_bytes == 6
    assert not chore(catalogue, local_store, "two", days=30.9).is_due(DAY)
    assert chore(catalogue, local_store, "two", days=31.1).is_due(DAY)


def test_it_is_done_by_one(catalogue: SqlCatalogue, local_store: LocalStore, marks: Marks) -> None:
    """Another one is told by whom, and need not be; who died is waited for an hour, not for ever."""
    Blobs(local_store).put_bytes(b"orphan")
    refused: list[ConflictError] = []
    due: list[bool] = []

    def meanwhile(_part: str, _count: int) -> None:
        due.append(chore(catalogue, local_store, "two").is_due(DAY))
        try:
            chore(catalogue, local_store, "two").do(marks)
        except ConflictError as error:
            refused.append(error)

    chore(catalogue, local_store).do(marks, may_be_wide=True, going_on=meanwhile)
    assert {(error.cause_code, error.message.partition(" ")[0]) for error in refused} == {("sweep-at-work", "one")}
    assert set(due) == {False}

    with catalogue.begin() as unit:
        now = datetime.now(UTC) + 40 * DAY
        unit.chores.claim(CHORE, "dead", now, now + timedelta(hours=1))
    assert not chore(catalogue, local_store, days=40).is_due(DAY)
    assert chore(catalogue, local_store, days=40.1).is_due(DAY)


def test_what_was_broken_off_is_due_at_once(catalogue: SqlCatalogue, local_store: LocalStore, marks: Marks) -> None:
    """It is let go of, and not counted as done."""

    class BrokenOffError(Exception):
        """The worker stops."""

    def break_off(_part: str, _count: int) -> None:
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        chore(catalogue, local_store).do(marks, going_on=break_off)

    assert chore(catalogue, local_store, "two").is_due(DAY)


def test_who_has_lost_the_chore_stops(
    catalogue: SqlCatalogue, local_store: LocalStore, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that slept until another took over removes nothing beside it."""
    monkeypatch.setattr("shelfready.garbage_chore.RENEWED_S", -1.0)
    Blobs(local_store).put_bytes(b"orphan")

    def take_over(_part: str, _count: int) -> None:
        with catalogue.begin() as unit:
            later = datetime.now(UTC) + 31 * DAY
            unit.chores.claim(CHORE, "two", later, later + DAY)

    with pytest.raises(ConflictError) as lost:
        chore(catalogue, local_store).do(marks, may_be_wide=True, going_on=take_over)
    assert lost.value.cause_code == "sweep-at-work"
    assert len(list(local_store.list("blobs/"))) == 1
    with catalogue.begin(read_only=True) as unit:
        assert unit.chores.get(CHORE).holder == "two"
