"""The part of the catalogue's port that is about feeds and the records that they bring."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from shelfready.feeds import Feed, FeedRecord, FeedRef, FeedState, HeldRecord, RecordOutcome
from shelfready.ports.pages import HeldFacts, Page


class Records(Protocol):
    """The records that hold for titles, within one unit of work. A title needs no files to have one."""

    def lock(self, publisher: str) -> None:
        """Keep all others from changing the publisher's records until the unit ends.

        Which of two messages holds depends on what holds already: they are applied one after the other.
        """

    def get(self, publisher: str, title_id: str) -> HeldRecord | None:
        """What holds for a title, None if no message ever named it."""

    def of(
        self, publisher: str, *, title_ids: Collection[str] = (), references: Collection[str] = ()
    ) -> tuple[HeldRecord, ...]:
        """What holds for some titles, at most some hundreds, and for those that some references name."""

    def put(self, records: Sequence[HeldRecord]) -> None:
        """Let records hold, each in place of what held for its title.

        `ConflictError` (cause `reference-of-another-title`) when a reference names another title already.
        """

    def due(self, limit: int) -> tuple[HeldRecord, ...]:
        """Records that a title on the shelf does not show yet, where nothing hinders an update any more."""


class Feeds(Protocol):
    """Feeds and what became of their records, within one unit of work."""

    def add(self, feed: Feed, *, idempotency_key: str | None, body_sha256: str) -> None:
        """Remember a new one; `ConflictError` when its publisher has used the idempotency key already."""

    def get(self, feed_id: str) -> Feed | None:
        """The feed, None if there is none. A unit that may write keeps it for itself from here on."""

    def by_idempotency_key(self, publisher: str, key: str) -> tuple[Feed, str] | None:
        """The feed first sent with the key, and the hash of its body."""

    def save(self, feed: Feed) -> None:
        """Write the changed feed; `MissingError` if it was never added."""

    def list(self, publisher: str | None, page: Page, *, state: FeedState | None = None) -> tuple[Feed, ...]:
        """Newest first, after the page's cursor (a feed id)."""

    def unstarted(self, before: datetime, limit: int, after: str | None = None) -> tuple[FeedRef, ...]:
        """Accepted before a moment and not yet seen by a workflow, oldest first: what a sweeper starts."""

    def add_records(self, feed_id: str, records: Sequence[FeedRecord]) -> None:
        """Write down what became of records; `ConflictError` when one of them is written down already."""

    def save_record(self, feed_id: str, record: FeedRecord) -> None:
        """Write a record that somebody decided about; `MissingError` if it was never added."""

    def record(self, feed_id: str, index: int) -> FeedRecord | None:
        """One record; a unit that may write keeps it for itself from here on."""

    def records(
        self, feed_id: str, *, after: int = 0, limit: int = 50, outcome: RecordOutcome | None = None
    ) -> tuple[FeedRecord, ...]:
        """Records in the order of the message, after an index."""

    def last_index(self, feed_id: str) -> int:
        """The highest index that is written down, 0 for none."""

    def every(self, page: Page) -> tuple[Feed, ...]:
        """All feeds of all publishers, by id, after the page's cursor (a feed id)."""

    def every_held(self, page: Page) -> tuple[HeldFacts, ...]:
        """All records of all feeds that wait for a decision, by feed and index."""
