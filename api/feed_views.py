"""Feeds as the API shows them."""

from datetime import datetime

from pydantic import ConfigDict, Field

from shelfready.feeds import Feed, FeedDecision, FeedRecord, FeedState, RecordOutcome
from shelfready.findings import Finding
from shelfready.metadata_facts import MessageHeader
from shelfready.records import Identifier
from shelfready.values import StrictValue, Value


class FeedLinks(Value):
    """Where to go on from a feed; relative to the API's address."""

    self: str
    records: str
    acknowledgement: str | None = Field(None, description="ONIX; there once the feed is done or rejected")


class AcceptedFeedView(Value):
    """A feed that was accepted; a repeated request is answered with the very same."""

    id: str
    name: str
    state: FeedState = FeedState.ACCEPTED
    created_at: datetime
    links: FeedLinks


class FeedView(Value):
    """A feed, and where its taking in stands."""

    id: str
    publisher: str
    name: str
    state: FeedState
    size_bytes: int | None
    header: MessageHeader = Field(description="what the message says of itself, and what was odd about it")
    records: int | None = Field(description="how many there are; null until all were read")
    counts: dict[str, int] = Field(description="records by outcome, of those that were entered")
    findings: tuple[Finding, ...] = Field(description="what concerns the message as a whole")
    problem: str | None = Field(description="why it was rejected, or what it is waiting for")
    decision: FeedDecision | None = Field(description="who decided about it while it was held")
    created_at: datetime
    updated_at: datetime
    links: FeedLinks


class FeedList(Value):
    """A page of feeds, newest first."""

    items: tuple[FeedView, ...]
    next: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class FeedRecordView(Value):
    """One record of a feed, and what became of it."""

    index: int = Field(description="its place in the message, from 1")
    line: int | None
    reference: str | None
    notification: str | None
    identifiers: tuple[Identifier, ...]
    title_id: str | None
    outcome: RecordOutcome
    reason: str | None = Field(description="why it was skipped, held or rejected")
    findings: tuple[Finding, ...]
    submission_id: str | None = Field(description="the submission that brings a title on the shelf up to date")
    decision: FeedDecision | None = Field(description="who decided about it while it was held")


class FeedRecordList(Value):
    """A page of records, in the order of the message."""

    items: tuple[FeedRecordView, ...]
    next: int | None = Field(description="send it as `cursor` for the next page; null on the last")


class ApprovalRequest(StrictValue):
    """Who decides about what is held, and why; kept with it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"by": "j.doe", "why": "the backlist moves to Pier"}]})

    by: str = Field(min_length=1, max_length=200, description="a person or a system, in your own words")
    why: str = Field(min_length=1, max_length=2000)


def feed_path(feed_id: str) -> str:
    """Where a feed is found."""
    return f"/v1/feeds/{feed_id}"


def accepted_feed_view(feed: Feed) -> AcceptedFeedView:
    """What never changes of a feed."""
    links = _links(feed).model_copy(update={"acknowledgement": None})
    return AcceptedFeedView(id=feed.id, name=feed.name, created_at=feed.created_at, links=links)


def feed_view(feed: Feed) -> FeedView:
    """A feed. Its source is not shown: an address may hold what is not for every reader."""
    return FeedView(
        id=feed.id,
        publisher=feed.publisher,
        name=feed.name,
        state=feed.state,
        size_bytes=feed.size_bytes,
        header=feed.header,
        records=feed.records,
        counts=feed.counts,
        findings=feed.findings,
        problem=feed.problem,
        decision=feed.decision,
        created_at=feed.created_at,
        updated_at=feed.updated_at,
        links=_links(feed),
    )


def record_view(record: FeedRecord) -> FeedRecordView:
    """One record."""
    return FeedRecordView(
        index=record.index,
        line=record.line,
        reference=record.reference,
        notification=record.notification,
        identifiers=record.identifiers,
        title_id=record.title_id,
        outcome=record.outcome,
        reason=record.reason,
        findings=record.findings,
        submission_id=record.submission_id,
        decision=record.decision,
    )


def _links(feed: Feed) -> FeedLinks:
    self = feed_path(feed.id)
    acknowledgement = f"{self}/acknowledgement" if feed.state.is_final else None
    return FeedLinks(self=self, records=f"{self}/records", acknowledgement=acknowledgement)
