"""Removes from the store what is not marked and not young: first counted, then announced and removed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from shelfready.asking import ask_all
from shelfready.blobs import ACTIONS, BLOBS, HOLDINGS, NEEDS
from shelfready.digests import digests_in
from shelfready.errors import MissingError
from shelfready.garbage_roots import chunks, is_over, name_of, owner_of
from shelfready.leases import LEASES, Leases
from shelfready.ports import Marks, ObjectInfo, ObjectStore
from shelfready.values import Value

KINDS = {
    "actions": ACTIONS,
    "blobs": BLOBS,
    "holdings": HOLDINGS,
    "needs": NEEDS,
    "leases": LEASES,
    "probes": "doctor/",
}
"""What is swept, in this order: a record goes before what it names. Uploads are the janitor's, by their own rows."""


class Window(Value):
    """What is young stays: what is not older than a moment. At `ends_at` the sweep must be over."""

    older_than: datetime
    ends_at: datetime


class Swept(Value):
    """What of one kind goes, and what stays."""

    kind: str
    removed: int = 0
    removed_bytes: int = 0
    kept: int = 0
    kept_bytes: int = 0


@dataclass(frozen=True)
class Removing:
    """The second half of a sweep, over marks that are complete."""

    store: ObjectStore
    leases: Leases
    marks: Marks
    window: Window
    going_on: Callable[[str, int], None]

    def survey(self) -> tuple[Swept, ...]:
        """Count what would go. What lies behind records that stay is marked on the way."""
        return tuple(self._surveyed(kind) for kind in KINDS)

    def remove(self, found: tuple[Swept, ...]) -> tuple[tuple[Swept, ...], bool]:
        """Remove what the survey found, but for what was used since; answers what went, and whether it came to the end.

        It stops when its time is over: the marks say how things stood when it began.
        """
        self.leases.forget()
        swept: list[Swept] = []
        is_complete = True
        for surveyed in found:
            removed = removed_bytes = 0
            for batch in chunks(chain.from_iterable(self._going(surveyed.kind))):
                is_complete = is_complete and self.leases.now() < self.window.ends_at
                gone = self._removed(surveyed.kind, batch) if is_complete else []
                removed, removed_bytes = removed + len(gone), removed_bytes + sum(info.size_bytes for info in gone)
                self.going_on(f"removing {surveyed.kind}", removed)
            swept.append(
                Swept(
                    kind=surveyed.kind,
                    removed=removed,
                    removed_bytes=removed_bytes,
                    kept=surveyed.kept + surveyed.removed - removed,
                    kept_bytes=surveyed.kept_bytes + surveyed.removed_bytes - removed_bytes,
                )
            )
        return tuple(swept), is_complete

    def _surveyed(self, kind: str) -> Swept:
        seen = seen_bytes = going = going_bytes = 0
        for chunk in chunks(self.store.list(KINDS[kind])):
            gone = self._unmarked(kind, chunk)
            self._mark_behind(kind, chunk, {info.key for info in gone})
            seen, seen_bytes = seen + len(chunk), seen_bytes + sum(info.size_bytes for info in chunk)
            going, going_bytes = going + len(gone), going_bytes + sum(info.size_bytes for info in gone)
            self.going_on(kind, seen)
        return Swept(
            kind=kind,
            removed=going,
            removed_bytes=going_bytes,
            kept=seen - going,
            kept_bytes=seen_bytes - going_bytes,
        )

    def _going(self, kind: str) -> Iterator[list[ObjectInfo]]:
        for chunk in chunks(self.store.list(KINDS[kind])):
            yield self._unmarked(kind, chunk)

    def _unmarked(self, kind: str, chunk: list[ObjectInfo]) -> list[ObjectInfo]:
        """Those of some objects that nothing keeps."""
        oldest = self.window.older_than
        if kind == "leases":
            return [info for info in chunk if is_over(info, oldest)]
        mark_of = owner_of if kind == "needs" else name_of
        old = [info for info in chunk if info.modified_at < oldest]
        marked = self.marks.having({mark_of(info.key) for info in old})
        return [info for info in old if mark_of(info.key) not in marked]

    def _mark_behind(self, kind: str, chunk: list[ObjectInfo], going: set[str]) -> None:
        """Of a record that stays its outputs stay, and of bytes that are young the holdings."""
        staying = [info.key for info in chunk if info.key not in going]
        if kind == "actions":
            for found in ask_all(self._named_in, staying):
                self.marks.add(found)
        if kind == "blobs":
            self.marks.add(map(name_of, staying))

    def _named_in(self, key: str) -> frozenset[str]:
        try:
            return digests_in(self.store.read(key))
        except MissingError:  # removed since it was listed
            return frozenset()

    def _removed(self, kind: str, batch: list[ObjectInfo]) -> list[ObjectInfo]:
        """Remove some objects; answers those that are gone."""
        if kind == "leases":
            ask_all(self.store.delete, [info.key for info in batch])
            return batch
        with self.leases.announced([info.key for info in batch]) as must_count:

            def remove(info: ObjectInfo) -> bool:
                if self.leases.is_used(info.key, self.window.older_than):
                    return False
                must_count()
                self.store.delete(info.key)
                return True

            are_gone = ask_all(remove, batch)
        self.marks.add(name_of(info.key) for info, is_gone in zip(batch, are_gone, strict=True) if not is_gone)
        return [info for info, is_gone in zip(batch, are_gone, strict=True) if is_gone]
