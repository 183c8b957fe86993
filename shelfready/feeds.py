"""Whole messages of product records (ONIX or a sheet), and what became of each record."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shelfready.findings import Finding
from shelfready.metadata_facts import MessageHeader, MetadataFacts
from shelfready.records import Identifier
from shelfready.values import Sha256, Slug, Value

DELETION = "05"
"""The notification (List 1) of a record that was sent in error."""


class FeedState(StrEnum):
    """Where a feed stands."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    HELD = "held"
    """It was read, and somebody must decide before any of it is applied: it would change too much at once."""
    DONE = "done"
    REJECTED = "rejected"
    """The message as a whole could not be read, or somebody decided against it; nothing of it was applied."""

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


class FeedRef(Value):
    """What a workflow carries of a feed."""

    feed_id: str
    publisher: str

    @property
    def workflow_id(self) -> str:
        """The id of the workflow that takes the feed in: one for each feed."""
        return f"feed/{self.publisher}/{self.feed_id}"


class FeedDecision(Value):
    """Who decided about a held feed, or a held record of one, and why."""

    is_approved: bool
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2000)
    at: datetime


class HeldRecord(Value):
    """The record that holds for a title, whichever message brought it, and the moment of that message.

    A record whose notification is 05 says that its publisher deleted it: it is kept, so that nothing older brings the
    title back. `is_due` is one that a title on the shelf does not show yet, because another submission of it is open.
    """

    publisher: Slug
    title_id: str
    reference: str | None = None
    sent_at: datetime
    feed_id: str | None = None
    is_due: bool = False
    facts: MetadataFacts
    updated_at: datetime

    @property
    def is_deleted(self) -> bool:
        """Whether its publisher has taken the record back."""
        return self.facts.record is not None and self.facts.record.notification == DELETION


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
    reason: str | None = None
    """Why it was skipped, held or rejected, in a sentence."""
    facts_sha256: Sha256 | None = None
    """Where a held record is kept until somebody decides."""
    decision: FeedDecision | None = None


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
    """A message that was sent, and where its taking in stands.

    `counts` are records by outcome, `records` how many there are, None until all were read.
    """

    id: str
    publisher: Slug
    name: str
    source: str
    sha256: Sha256 | None = None
    size_bytes: int | None = None
    state: FeedState = FeedState.ACCEPTED
    header: MessageHeader = MessageHeader()
    records: int | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """What concerns the message as a whole."""
    problem: str | None = None
    decision: FeedDecision | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def ref(self) -> FeedRef:
        """What a workflow carries of it."""
        return FeedRef(feed_id=self.id, publisher=self.publisher)
