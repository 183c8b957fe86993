"""Removes from the store what nothing names any more, and nothing has used for days.

Mark and sweep. The marks are everything that the catalogue names, and what lies behind that (`garbage_roots`); what is
neither marked nor young is removed (`garbage_removing`). Whoever uses an old object meanwhile keeps it by a lease
(`leases`). Why this is safe is in `docs/decisions/0016-what-is-garbage.md`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from shelfready.blobs import Blobs
from shelfready.errors import ConflictError, RejectedError
from shelfready.garbage_removing import Removing, Swept, Window
from shelfready.garbage_roots import Roots
from shelfready.leases import YOUNG, Leases
from shelfready.ports import Catalogue, Marks
from shelfready.values import Value

GRACE = timedelta(days=7)
"""What was stored or used since stays, whether anything names it or not."""

LEAST_GRACE = 2 * YOUNG
"""Half of it is for what is used without a lease; in the rest, less the length of a sweep, a title must have said what
it uses."""

LONGEST = timedelta(hours=12)
"""A sweep that takes longer ends here, and the next one goes on: what its marks say is too old to be relied upon."""

WIDEST = 0.5
"""The share of the stored bytes above which a person must agree: most likely the catalogue is not the store's own."""


class Garbage(Value):
    """What a sweep has removed, or would remove, by kind.

    `missing` counts documents that the catalogue names and that are not there. A sweep that is not `is_complete` ran
    out of time; the next one goes on.
    """

    is_dry_run: bool
    older_than: datetime
    swept: tuple[Swept, ...]
    missing: int = 0
    is_complete: bool = True

    @property
    def removed_bytes(self) -> int:
        """Bytes that are free now, or would be."""
        return sum(one.removed_bytes for one in self.swept)


def collect(
    catalogue: Catalogue,
    blobs: Blobs,
    marks: Marks,
    *,
    grace: timedelta = GRACE,
    is_dry_run: bool = False,
    may_be_wide: bool = False,
    going_on: Callable[[str, int], None] = lambda _part, _count: None,
) -> Garbage:
    """Find what is garbage, and remove it unless only asked.

    `marks` is empty to begin with. `going_on` is told what is being looked at and how much of it there was so far; it
    may raise to call the work off, which leaves nothing half done. Two at a time are not safe: claim the chore first.
    """
    if grace < LEAST_GRACE:
        raise RejectedError(
            f"what is younger than {LEAST_GRACE.days} days may be in use by a title that has not said so yet, and "
            f"{grace} was asked for: ask for {LEAST_GRACE.days} days or more",
            cause_code="sweep-too-young",
        )
    began = blobs.now()
    window = Window(older_than=began - grace, ends_at=began + LONGEST)
    roots = Roots(catalogue, blobs.store, marks, window.older_than, going_on)
    roots.mark()
    removing = Removing(blobs.store, Leases(blobs.store, blobs.now), marks, window, going_on)
    found = removing.survey()
    if is_dry_run:
        return Garbage(is_dry_run=True, older_than=window.older_than, swept=found, missing=roots.missing)
    if not may_be_wide:
        _must_not_be_wide(found)
    swept, is_complete = removing.remove(found)
    return Garbage(
        is_dry_run=False, older_than=window.older_than, swept=swept, missing=roots.missing, is_complete=is_complete
    )


def _must_not_be_wide(found: tuple[Swept, ...]) -> None:
    removed = sum(one.removed_bytes for one in found)
    everything = removed + sum(one.kept_bytes for one in found)
    if removed > WIDEST * everything:
        raise ConflictError(
            f"{removed:,} of {everything:,} stored bytes are named by nothing, which is more than "
            f"{WIDEST:.0%}: is this the store's own catalogue, and not an older copy of it? If it is, look at "
            "`shelfready gc --dry-run`, then let `shelfready gc --wide` remove them",
            cause_code="sweep-too-wide",
        )
