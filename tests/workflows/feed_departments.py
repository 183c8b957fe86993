"""A department of feeds that only answers, and can be told to fail or to hold."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from temporalio import activity

from activities.failures import to_application_error
from activities.feeds import ApplyRequest, FeedChange, FetchedFeed, Staged, StageRequest
from shelfready.errors import ShelfreadyError
from shelfready.feeds import FeedRef
from shelfready.values import Blob
from tests.workflows.departments import A_HASH


@dataclass
class FeedDepartment:
    """Answers for a feed of three records.

    The server is shared, and so are its queues: what is asked for other feeds is answered and not counted.
    """

    is_held: bool = False
    feed_id: str = field(default_factory=lambda: f"fed_{uuid4().hex[:26]}")
    calls: Counter[str] = field(default_factory=Counter)
    changes: list[FeedChange] = field(default_factory=list)
    _failures: dict[str, list[ShelfreadyError]] = field(default_factory=dict)

    def fail(self, name: str, *errors: ShelfreadyError) -> None:
        """Let the next calls of an activity fail with these errors, one each."""
        self._failures.setdefault(name, []).extend(errors)

    def activities(self) -> Sequence[Callable[..., Any]]:
        """The activities, under the names that workflows know."""
        return [self.fetch, self.stage, self.apply, self.record]

    @property
    def states(self) -> list[str]:
        """The states that were written down, in order."""
        return [change.state.value for change in self.changes]

    def _call(self, name: str, ref: FeedRef) -> None:
        if ref.feed_id != self.feed_id:
            return
        self.calls[name] += 1
        if self._failures.get(name):
            raise to_application_error(self._failures[name].pop(0))

    @activity.defn(name="feeds.fetch")
    async def fetch(self, ref: FeedRef) -> FetchedFeed:
        """It came."""
        self._call("feeds.fetch", ref)
        return FetchedFeed(blob=Blob(sha256=A_HASH, size_bytes=7))

    @activity.defn(name="feeds.stage")
    async def stage(self, request: StageRequest) -> Staged:
        """Three records."""
        self._call("feeds.stage", request.feed)
        return Staged(pages=A_HASH, records=3, is_held=self.is_held and request.feed.feed_id == self.feed_id)

    @activity.defn(name="feeds.apply")
    async def apply(self, request: ApplyRequest) -> None:
        """Entered."""
        self._call("feeds.apply", request.feed)

    @activity.defn(name="feeds.record")
    async def record(self, change: FeedChange) -> None:
        """Remember the state."""
        self._call("feeds.record", change.feed)
        if change.feed.feed_id == self.feed_id:
            self.changes.append(change)
