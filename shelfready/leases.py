"""Keeps an object in the store that is being used again, although nothing has named it for long.

What is made once is found again by its content or by its action, however old it is, and a sweep of the store removes
what is old and named by nothing. The two must not miss each other, on stores that know no locks. Each therefore says
first what it is about to do, and looks afterwards at what the other has said:

* who uses an old object takes a lease on it, then looks for an announcement, then looks whether it is still there;
* who removes objects announces them, then looks for leases, then removes, then takes the announcement back.

Either the lease was there before the sweep looked for it: then the object stays. Or the announcement was there before
the user looked for it: then the user is told to come again in a moment. Or the removal was over before the user looked
whether the object is there: then it is made anew. What is new needs no lease: a sweep leaves it alone.

Sweeps may not be at work side by side, for the one might remove what was made anew after the other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

from pydantic import TypeAdapter

from shelfready.asking import ask_all
from shelfready.errors import MissingError, ShelfreadyError, UnavailableError
from shelfready.ports import ObjectInfo, ObjectStore

YOUNG = timedelta(days=1)
"""An object of this age is used without a lease: no sweep removes what is not at least a day older."""

LEASES = "leases/"
"""A lease's key is `leases/<key of the object>/<day>`. A day's lease is not written again once the day is over, so
that an old one can be removed without removing a new one."""

ANNOUNCEMENTS = "sweeping/"
"""An announcement's key is `sweeping/<moment>-<random>`, by the sweep's own clock; it holds the keys, as JSON."""

REMOVING = timedelta(minutes=10)
"""A sweep stops removing so long after its announcement."""

FORGOTTEN = timedelta(hours=1)
"""An announcement of this age is of a sweep that died: it removes nothing any more, and nobody waits for it."""

_COME_AGAIN_S = 5.0
_MOMENT = "%Y%m%dT%H%M%SZ"
_KEYS: TypeAdapter[list[str]] = TypeAdapter(list[str])


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Leases:
    """The leases and announcements of one store."""

    store: ObjectStore
    now: Callable[[], datetime] = utc_now

    def use(self, keys: Iterable[str]) -> dict[str, ObjectInfo]:
        """What is there of some objects, by key; what is old of it stays as long as if it were new.

        `UnavailableError` when one of them is being removed at this moment.
        """
        there = {info.key: info for info in ask_all(self.store.head, dict.fromkeys(keys)) if info is not None}
        now = self.now()
        old = [key for key, info in there.items() if now - info.modified_at > YOUNG]
        if not old:
            return there
        ask_all(self._lease, old)
        for key in self._announced().intersection(old):
            raise UnavailableError(
                f"{key} is being removed from the store, because nothing has used it for long: in a moment it is gone, "
                "and made anew",
                cause_code="object-being-removed",
                retry_after_s=_COME_AGAIN_S,
            )
        still = {info.key for info in ask_all(self.store.head, old) if info is not None}
        return {key: info for key, info in there.items() if key in still or key not in old}

    def is_used(self, key: str, since: datetime) -> bool:
        """Whether somebody has stored an object, or used it while it was old, since a moment."""
        info = self.store.head(key)
        return info is not None and (info.modified_at >= since or self._leased(key, since))

    @contextmanager
    def announced(self, keys: Sequence[str]) -> Iterator[Callable[[], None]]:
        """Tell that some objects are about to be removed, until the block ends.

        It is given a check, to be called before each removal: `UnavailableError` when the announcement counts no more.
        """
        name = f"{ANNOUNCEMENTS}{self.now():{_MOMENT}}-{uuid4().hex}"
        began = monotonic()

        def must_count() -> None:
            if monotonic() - began > REMOVING.total_seconds():
                raise UnavailableError(
                    f"the store took more than {REMOVING} to remove {len(keys)} objects; the next sweep goes on",
                    cause_code="sweep-too-slow",
                )

        self.store.put_bytes(name, _KEYS.dump_json(list(keys)))
        try:
            yield must_count
        finally:
            with suppress(ShelfreadyError):  # one that stays behind counts for an hour, and is swept
                self.store.delete(name)

    def forget(self) -> int:
        """Remove the announcements of sweeps that died; answers how many there were."""
        forgotten = [info.key for info in self.store.list(ANNOUNCEMENTS) if info.key < self._oldest]
        ask_all(self.store.delete, forgotten)
        return len(forgotten)

    @property
    def _oldest(self) -> str:
        """Before which key an announcement counts no more."""
        return f"{ANNOUNCEMENTS}{self.now() - FORGOTTEN:{_MOMENT}}"

    def _lease(self, key: str) -> None:
        name = f"{LEASES}{key}/{self.now():%Y-%m-%d}"
        if self.store.head(name) is None:
            self.store.put_bytes(name, b"")

    def _leased(self, key: str, since: datetime) -> bool:
        # A day more: whoever took it may have had another clock, and it says no hour.
        first = f"{since - timedelta(days=1):%Y-%m-%d}"
        return any(info.key.rpartition("/")[2] >= first for info in self.store.list(f"{LEASES}{key}/"))

    def _announced(self) -> set[str]:
        found: set[str] = set()
        for info in self.store.list(ANNOUNCEMENTS):
            if info.key >= self._oldest:
                with suppress(MissingError):  # taken back since it was listed
                    found.update(_KEYS.validate_json(self.store.read(info.key)))
        return found
