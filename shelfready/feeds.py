"""Whole messages of product records (ONIX or a sheet), and what became of each record."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shelfready.findings import Finding
from shelfready.metadata_facts import MessageHeader
from shelfready.records import Identifier
from shelfready.values import Sha256, Slug, Value


class FeedState(StrEnum):
    """Where a feed stands."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    DONE = "done"
    REJECTED = "rejected"
    """The message as a whole could not be read; nothing of it was applied."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the feed."""
        return self in (FeedState.DONE, FeedState.REJECTED)


class RecordOutcome(StrEnum):
    """What became of one record."""

    APPLIED = "applied"
    """It is what holds for its product now; a title that is on the shelf is being brought up to date."""
    UNCHANGED = "unchanged"
    """It says what held before."""
    SKIPPED = "skipped"
    """A newer message was applied before, or it is a test (88, 89)."""
    HELD = "held"
    """Somebody must decide: it would delete what is on the shelf, or change its owner."""
    REJECTED = "rejected"
    """It cannot be read, or a finding refuses it; what held before still holds."""


class FeedRecord(Value):
    """One record of a feed, and what became of it. `index` counts from 1; `line` is where it begins."""

    index: int
    line: int | None = None
    reference: str | None = None
    notification: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    title_id: str | None = None
    outcome: RecordOutcome
    findings: tuple[Finding, ...] = ()
    submission_id: str | None = None
    """The submission that brings a title on the shelf up to date."""


class FeedFacts(Value):
    """What a whole feed would do to a publisher's titles, counted before anything of it is applied.

    `live` is how many titles the publisher has on the shelf; the others are how many of these the feed would delete,
    withdraw, reprice by more than the profile allows, or offer in fewer places.
    """

    publisher: str
    live: int
    deleted: int = 0
    withdrawn: int = 0
    repriced: int = 0
    shrunk: int = 0


class Feed(Value):
    """A message that was sent, and where its taking in stands. `counts` are records by outcome."""

    id: str
    publisher: Slug
    name: str
    source: str
    sha256: Sha256 | None = None
    size_bytes: int | None = None
    state: FeedState = FeedState.ACCEPTED
    header: MessageHeader = MessageHeader()
    counts: dict[str, int] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """What concerns the message as a whole."""
    problem: str | None = None
    created_at: datetime
    updated_at: datetime
