"""Sweeps the store as a chore: by one process at a time, whoever asks, and not oftener than it must be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from shelfready.blobs import Blobs
from shelfready.errors import ConflictError
from shelfready.garbage import GRACE, Garbage, collect
from shelfready.ports import Catalogue, Marks

CHORE = "garbage"
HOLDS = timedelta(hours=1)
"""How long a claim counts that is not renewed: six times what a sweep removes on one announcement (`leases`)."""
RENEWED_S = 300.0


@dataclass(frozen=True)
class GarbageChore:
    """The chore of one process, which `holder` names for people."""

    catalogue: Catalogue
    blobs: Blobs
    holder: str

    def is_due(self, every: timedelta) -> bool:
        """Whether nobody has done it for so long, and nobody is at it."""
        now = self.blobs.now()
        with self.catalogue.begin(read_only=True) as unit:
            chore = unit.chores.get(CHORE)
        is_free = chore.held_until is None or chore.held_until < now
        return is_free and (chore.done_at is None or now - chore.done_at >= every)

    def do(
        self,
        marks: Marks,
        *,
        grace: timedelta = GRACE,
        may_be_wide: bool = False,
        going_on: Callable[[str, int], None] = lambda _part, _count: None,
    ) -> Garbage:
        """Sweep; `ConflictError` when somebody else is at it. What is told and asked is in `garbage.collect`."""
        self._claim()
        done_at: datetime | None = None
        try:
            renewing = _Renewing(self._claim, going_on, monotonic())
            found = collect(
                self.catalogue, self.blobs, marks, grace=grace, may_be_wide=may_be_wide, going_on=renewing.go_on
            )
            done_at = self.blobs.now() if found.is_complete else None
        finally:
            with self.catalogue.begin() as unit:
                unit.chores.end(CHORE, self.holder, done_at)
        return found

    def _claim(self) -> None:
        now = self.blobs.now()
        with self.catalogue.begin() as unit:
            if unit.chores.claim(CHORE, self.holder, now, now + HOLDS):
                return
            chore = unit.chores.get(CHORE)
        raise ConflictError(
            f"{chore.holder} is sweeping the store, and may until {chore.held_until}: wait for its end",
            cause_code="sweep-at-work",
        )


@dataclass
class _Renewing:
    """Renews a claim while the work goes on; who has lost it stops."""

    claim: Callable[[], None]
    told: Callable[[str, int], None]
    claimed_at: float

    def go_on(self, part: str, count: int) -> None:
        if monotonic() - self.claimed_at > RENEWED_S:
            self.claim()
            self.claimed_at = monotonic()
        self.told(part, count)
