"""Who uses an old object and who removes it never miss each other, in whatever order their steps fall."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs, blob_key
from shelfready.errors import MissingError, UnavailableError
from shelfready.leases import ANNOUNCEMENTS, LEASES, Leases
from shelfready.ports import ObjectInfo, ObjectStore

DAY = timedelta(days=1)
DATA = b"made long ago"


def in_days(days: float) -> Callable[[], datetime]:
    """A clock that is ahead: for it, what is stored now is old."""
    return lambda: datetime.now(UTC) + days * DAY


def leases(store: ObjectStore) -> list[str]:
    """The keys of all leases."""
    return [info.key for info in store.list(LEASES)]


def test_what_is_young_needs_no_lease(object_store: ObjectStore) -> None:
    """Nor does what is not there."""
    object_store.put_bytes("a", b"x")

    assert list(Leases(object_store).use(["a", "none"])) == ["a"]
    assert leases(object_store) == []


def test_what_is_old_is_leased_once_a_day(object_store: ObjectStore) -> None:
    """However often it is used; the next day it is leased anew, under a name of its own."""
    object_store.put_bytes("a/b", b"x")
    for days in (2, 2, 3):
        assert list(Leases(object_store, in_days(days)).use(["a/b"])) == ["a/b"]

    assert [key.rpartition("/")[0] for key in leases(object_store)] == ["leases/a/b"] * 2


def test_a_lease_counts_from_its_day_on(object_store: ObjectStore) -> None:
    """It has no hour, and clocks differ: a day more than a sweep asks for."""
    object_store.put_bytes("a", b"x")
    found = Leases(object_store, in_days(10))
    assert not found.is_used("a", found.now() - DAY)
    found.use(["a"])

    assert found.is_used("a", found.now())
    assert not found.is_used("a", found.now() + 3 * DAY)
    assert not found.is_used("none", found.now())


def test_what_is_being_removed_is_not_used(object_store: ObjectStore) -> None:
    """The user comes again in a moment: there is no telling yet whether it will be there."""
    for key in ("a", "b"):
        object_store.put_bytes(key, b"x")
    found = Leases(object_store, in_days(10))

    with found.announced(["a"]):
        assert list(found.use(["b"])) == ["b"]
        with pytest.raises(UnavailableError) as going:
            found.use(["a", "b"])
    assert (going.value.cause_code, list(found.use(["a"]))) == ("object-being-removed", ["a"])


def test_a_sweep_that_died_keeps_nobody_waiting_for_ever(object_store: ObjectStore) -> None:
    """Its announcement counts for an hour, and is removed by the next sweep."""
    object_store.put_bytes("a", b"x")
    begun, soon, later = (Leases(object_store, in_days(days)) for days in (10, 10 + 0.5 / 24, 10 + 1.5 / 24))
    dying = begun.announced(["a"])
    dying.__enter__()

    with pytest.raises(UnavailableError):
        soon.use(["a"])
    assert soon.forget() == 0
    assert list(later.use(["a"])) == ["a"]
    assert later.forget() == 1
    assert list(object_store.list(ANNOUNCEMENTS)) == []


def test_a_removal_that_takes_too_long_stops(local_store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its announcement is forgotten by others, with much to spare; and it is taken back however it ends."""
    seconds = iter([0.0, 599.0, 601.0])
    monkeypatch.setattr("shelfready.leases.monotonic", lambda: next(seconds))

    with Leases(local_store).announced(["a"]) as must_count:
        must_count()
        with pytest.raises(UnavailableError) as late:
            must_count()
    assert late.value.cause_code == "sweep-too-slow"
    assert list(local_store.list(ANNOUNCEMENTS)) == []


@dataclass
class Turns:
    """Lets two threads take their steps in a given order; who has ended is passed over, as is the end of the order."""

    order: list[str]
    ended: set[str] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_stepping: bool = False

    @contextmanager
    def step(self) -> Iterator[None]:
        """Wait for this thread's turn, and keep the other waiting meanwhile."""
        name = threading.current_thread().name
        with self.changed:
            assert self.changed.wait_for(lambda: not self.is_stepping and self._next() in (None, name), timeout=30)
            if self.order:
                self.order.pop(0)
            self.is_stepping = True
        try:
            yield
        finally:
            with self.changed:
                self.is_stepping = False
                self.changed.notify_all()

    def end(self) -> None:
        """This thread takes no more steps."""
        with self.changed:
            self.ended.add(threading.current_thread().name)
            self.changed.notify_all()

    def _next(self) -> str | None:
        while self.order and self.order[0] in self.ended:
            self.order.pop(0)
        return self.order[0] if self.order else None


@dataclass(frozen=True)
class Stepping(LocalStore):
    """A store that is used by two threads, one step at a time."""

    turns: Turns = field(default_factory=lambda: Turns([]))

    def head(self, key: str) -> ObjectInfo | None:
        """One step."""
        with self.turns.step():
            return super().head(key)

    def put_bytes(self, key: str, data: bytes) -> None:
        """One step."""
        with self.turns.step():
            super().put_bytes(key, data)

    def read(self, key: str) -> bytes:
        """One step."""
        with self.turns.step():
            return super().read(key)

    def delete(self, key: str) -> None:
        """One step, without looking first: that would be another."""
        with self.turns.step():
            (self.root / key).unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """One step."""
        with self.turns.step():
            return iter(list(super().list(prefix)))


def played(store: LocalStore, order: tuple[str, ...], **parts: Callable[[Stepping], object]) -> dict[str, object]:
    """Play two parts in an order of steps; answers what each ended with."""
    turns = Turns(list(order))
    stepping = Stepping(store.root, turns)
    outcomes: dict[str, object] = {}

    def play(name: str, part: Callable[[Stepping], object]) -> None:
        try:
            outcomes[name] = part(stepping)
        except UnavailableError as error:
            outcomes[name] = error
        finally:
            turns.end()

    threads = [threading.Thread(target=play, args=named, name=named[0]) for named in parts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


USER_STEPS, SWEEPER_STEPS = 7, 5
NOW = in_days(30)


def reuse(store: Stepping) -> object:
    """Store bytes that are there already, as whoever makes the same thing again does."""
    return Blobs(store, NOW).put_bytes(DATA)


def sweep(store: Stepping) -> object:
    """Remove them, because nothing has named them for weeks."""
    key, found = blob_key(Blobs(LocalStore(store.root)).put_bytes(DATA).sha256), Leases(store, NOW)
    with found.announced([key]):
        if not found.is_used(key, NOW() - 7 * DAY):
            store.delete(key)
            return True
    return False


def orders() -> list[tuple[str, ...]]:
    """Every order of the steps of both."""
    steps = range(USER_STEPS + SWEEPER_STEPS)
    return [tuple("reuse" if step in users else "sweep" for step in steps) for users in combinations(steps, USER_STEPS)]


def test_in_every_order_of_their_steps_nothing_is_lost(tmp_path: Path) -> None:
    """Whoever was told that the bytes are stored finds them afterwards; and the sweep is not just idle."""
    removed = kept = refused = 0
    for number, order in enumerate(orders()):
        store = LocalStore(tmp_path / str(number))
        blob = Blobs(store).put_bytes(DATA)
        outcomes = played(store, order, reuse=reuse, sweep=sweep)
        is_there = store.head(blob_key(blob.sha256)) is not None
        if isinstance(outcomes["reuse"], UnavailableError):
            refused += 1
        else:
            assert outcomes["reuse"] == blob, order
            assert is_there, order
        removed, kept = removed + (outcomes["sweep"] is True), kept + (outcomes["sweep"] is False)

    assert min(removed, kept, refused) > 20


def test_without_a_lease_something_would_be_lost(tmp_path: Path) -> None:
    """The test above finds what it is for: a user who only looks whether the bytes are there loses them."""

    def only_look(store: Stepping) -> object:
        return store.head(blob_key(Blobs(LocalStore(store.root)).put_bytes(DATA).sha256)) is not None

    lost = 0
    for number, order in enumerate(orders()[::20]):
        store = LocalStore(tmp_path / str(number))
        blob = Blobs(store).put_bytes(DATA)
        outcomes = played(store, order, reuse=only_look, sweep=sweep)
        lost += outcomes["reuse"] is True and store.head(blob_key(blob.sha256)) is None

    assert lost > 0


def test_what_is_gone_is_made_anew(object_store: ObjectStore) -> None:
    """An action whose record or output was removed is not done, and is done again."""
    blobs = Blobs(object_store, in_days(10))
    blob = blobs.put_bytes(DATA)
    blobs.record("ab" * 32, {"it": blob})
    assert blobs.done("ab" * 32) is not None
    object_store.delete(blob_key(blob.sha256))

    assert blobs.done("ab" * 32) is None
    assert blobs.put_bytes(DATA) == blob
    assert blobs.done("ab" * 32) is not None
    with pytest.raises(MissingError):
        blobs.read("cd" * 32)
