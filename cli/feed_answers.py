"""What the API answers about feeds, as far as the commands read it, and how it is told to people."""

from datetime import datetime

from pydantic import Field

from shelfready.feeds import FeedState, RecordOutcome
from shelfready.findings import Finding
from shelfready.values import StrictValue, Value


class NewFeed(StrictValue):
    """What the API is sent."""

    source: str
    name: str


class FeedRecordView(Value):
    """One record, and what became of it."""

    index: int
    line: int | None = None
    reference: str | None = None
    title_id: str | None = None
    outcome: RecordOutcome
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    submission_id: str | None = None


class FeedView(Value):
    """A feed, and where it stands."""

    id: str
    publisher: str | None = None
    name: str
    state: FeedState
    records: int | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    problem: str | None = None
    created_at: datetime | None = None

    @property
    def entered(self) -> int:
        """How many records have been entered."""
        return sum(self.counts.values())

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens by itself: it is over, or somebody must decide."""
        return self.state.is_final or self.state is FeedState.HELD

    @property
    def is_clean(self) -> bool:
        """Whether every record was taken, or rightly passed over."""
        troubled = (RecordOutcome.REJECTED, RecordOutcome.HELD)
        return self.state is FeedState.DONE and not any(self.counts.get(outcome.value) for outcome in troubled)


class FeedRecordList(Value):
    """A page of records."""

    items: tuple[FeedRecordView, ...] = ()
    next: int | None = None


class FeedAnswer(Value):
    """What `shelfready feed --json` prints: where the feed stands, and the first records that were not taken."""

    feed: FeedView
    troubled: tuple[FeedRecordView, ...] = ()


def feed_path(feed_id: str) -> str:
    """Where the API keeps a feed."""
    return f"/v1/feeds/{feed_id}"


def describe(answer: FeedAnswer) -> str:
    """A feed in some lines for people: how it ended, how many records what became of, and what to mend first."""
    feed = answer.feed
    lines = [f"{feed.id}  {feed.name}  {feed.state}"]
    if feed.problem:
        lines.append(f"  {feed.problem}")
    if feed.counts:
        counted = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(feed.counts.items()))
        lines.append(f"  {feed.records if feed.records is not None else feed.entered:,} records: {counted}")
    for finding in feed.findings:
        lines += _finding(finding)
    for record in answer.troubled:
        lines += _record(record)
    left = sum(feed.counts.get(one.value, 0) for one in (RecordOutcome.REJECTED, RecordOutcome.HELD))
    if left > len(answer.troubled):
        lines.append(f"  and {left - len(answer.troubled):,} more: {feed_path(feed.id)}/records?outcome=rejected")
    if feed.state is FeedState.HELD:
        lines.append(f"  somebody must decide: POST {feed_path(feed.id)}/approve or /reject, with `by` and `why`")
    return "\n".join(lines)


def _record(record: FeedRecordView) -> list[str]:
    where = f", line {record.line}" if record.line is not None else ""
    what = record.title_id or record.reference or "names no product"
    lines = [f"  record {record.index}{where}, {what}: {record.outcome}"]
    blocking = [finding for finding in record.findings if finding.blocks]
    for finding in blocking:
        lines += [f"  {line}" for line in _finding(finding)]
    if not blocking and record.reason:
        lines.append(f"    {record.reason}")
    return lines


def _finding(finding: Finding) -> list[str]:
    return [f"  {finding.code} {finding.message}", f"    what to do: {finding.remedy}"]
