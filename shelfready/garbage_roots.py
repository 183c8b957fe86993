"""Marks what must stay in the store: all that the catalogue names, and what lies behind that.

Documents are not understood, only searched: whatever looks like a SHA-256 in a document that is kept is the name of
bytes, or of an action, or of nothing. So a release of Shelfready that writes other documents loses nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from shelfready.asking import ask_all
from shelfready.blobs import NEEDS, blob_key
from shelfready.digests import digests_in
from shelfready.errors import MissingError
from shelfready.feeds import Feed
from shelfready.leases import LEASES
from shelfready.ports import Catalogue, HeldFacts, KeptRelease, Marks, ObjectInfo, ObjectStore, Page, UnitOfWork
from shelfready.titles import Submission
from shelfready.values import Value

T = TypeVar("T")

AT_ONCE = 200
"""Rows of a page, and objects that are looked up together."""


@dataclass
class Roots:
    """The marking of one sweep. The ids of those whose needs stand are marks, too.

    What moves while it is read must not slip through: things move from a submission to its release, so submissions are
    read before releases, and what is newer than the reading is young.
    """

    catalogue: Catalogue
    store: ObjectStore
    marks: Marks
    older_than: datetime
    going_on: Callable[[str, int], None]
    missing: int = field(default=0, init=False)

    def mark(self) -> None:
        """Mark everything that stays."""
        self._in_pages("submissions", lambda unit, page: unit.submissions.every(page), _id_of, self._submissions)
        self._in_pages("releases", lambda unit, page: unit.titles.every_release(page), _cursor_of, self._releases)
        self._in_pages("feeds", lambda unit, page: unit.feeds.every(page), _id_of, self._feeds)
        self._in_pages("held records", lambda unit, page: unit.feeds.every_held(page), _cursor_of, self._held)
        for number, needs in enumerate(chunks(self.store.list(NEEDS))):
            self.going_on("needs", number * AT_ONCE + len(needs))
            standing = self.marks.having({owner_of(info.key) for info in needs})
            self._follow(info.key for info in needs if owner_of(info.key) in standing)
        for number, leases in enumerate(chunks(self.store.list(LEASES))):
            self.going_on("leases", number * AT_ONCE + len(leases))
            self.marks.add(
                name_of(info.key.rpartition("/")[0]) for info in leases if not is_over(info, self.older_than)
            )

    def _submissions(self, page: tuple[Submission, ...]) -> None:
        """Of one that is open, all that it may go on with; of one that has ended, what was found in it."""
        going_on = [one for one in page if not one.state.is_final]
        self.marks.add(one.id for one in going_on)
        self.marks.add(digest for one in going_on for digest in _digests(one))
        self.marks.add(one.report_sha256 for one in page if one.report_sha256)
        self._follow_documents((one.delivery_sha256, one.facts_sha256, one.plan_sha256) for one in going_on)

    def _releases(self, page: tuple[KeptRelease, ...]) -> None:
        """What was published stays published; of what is live, all that it was made of, for the next time."""
        live = [one for one in page if one.is_live]
        self.marks.add(digest for one in page for digest in _digests(one.release))
        self.marks.add(one.release.submission_id for one in live)
        self._follow_documents((one.delivery_sha256, one.facts_sha256, one.release.plan_sha256) for one in live)

    def _feeds(self, page: tuple[Feed, ...]) -> None:
        self.marks.add(one.sha256 for one in page if one.sha256)
        self.marks.add(one.id for one in page if not one.state.is_final)

    def _held(self, page: tuple[HeldFacts, ...]) -> None:
        self.marks.add(one.facts_sha256 for one in page if one.facts_sha256)

    def _follow_documents(self, named: Iterable[tuple[str | None, ...]]) -> None:
        digests = {digest for digest in chain.from_iterable(named) if digest is not None}
        self.marks.add(digests)
        self._follow(map(blob_key, digests))

    def _follow(self, keys: Iterable[str]) -> None:
        for found in ask_all(self._named_in, keys):
            self.marks.add(found)

    def _named_in(self, key: str) -> frozenset[str]:
        try:
            return digests_in(self.store.read(key))
        except MissingError:
            self.missing += 1
            return frozenset()

    def _in_pages(
        self,
        part: str,
        read: Callable[[UnitOfWork, Page], tuple[T, ...]],
        cursor_of: Callable[[T], str],
        mark: Callable[[tuple[T, ...]], None],
    ) -> None:
        page, count = Page(limit=AT_ONCE), 0
        while True:
            with self.catalogue.begin(read_only=True) as unit:
                found = read(unit, page)
            mark(found)
            count += len(found)
            self.going_on(part, count)
            if len(found) < AT_ONCE:
                return
            page = Page(cursor=cursor_of(found[-1]), limit=AT_ONCE)


def name_of(key: str) -> str:
    """What an object goes by: the hash at the end of its key."""
    return key.rpartition("/")[2].partition(".")[0]


def owner_of(key: str) -> str:
    """Whose need it is: `needed/<owner>/<hash>`."""
    return key.split("/")[1]


def is_over(lease: ObjectInfo, older_than: datetime) -> bool:
    """Whether a lease says nothing any more: its day ended more than a day before, whatever clocks they had."""
    return lease.key.rpartition("/")[2] < f"{older_than - timedelta(days=1):%Y-%m-%d}"


def chunks(objects: Iterator[ObjectInfo]) -> Iterator[list[ObjectInfo]]:
    """Objects in lists of a bounded length."""
    chunk: list[ObjectInfo] = []
    for info in objects:
        chunk.append(info)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _digests(value: Value) -> frozenset[str]:
    return digests_in(value.to_json())


def _id_of(row: Submission | Feed) -> str:
    return row.id


def _cursor_of(row: KeptRelease | HeldFacts) -> str:
    return row.cursor
