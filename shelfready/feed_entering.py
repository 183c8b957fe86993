"""Enters what a feed says into the catalogue: page by page, each in one transaction, and each only once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from shelfready.blobs import Blobs
from shelfready.errors import ConflictError, MissingError
from shelfready.feed_applying import Judged, Terms, judge_record
from shelfready.feed_ledger import Ledger, Snapshot, snapshot
from shelfready.feed_updates import LIVE_FILES, ORIGIN
from shelfready.feeds import Feed, FeedDecision, FeedRecord, FeedRef, HeldRecord, RecordOutcome
from shelfready.ids import SUBMISSION, new_id
from shelfready.metadata_facts import MetadataFacts
from shelfready.policies import profile_of
from shelfready.ports import Catalogue, UnitOfWork
from shelfready.titles import Submission

_BUSY = "another submission of the title is open: the title is brought up to date when that has ended"
_NOT_KEPT = "the title was published before its facts were kept: send it once more to bring it up to date"


def terms_of(unit: UnitOfWork, feed: Feed, now: datetime) -> Terms:
    """Under which conditions a feed's records are judged today."""
    return Terms(
        publisher=feed.publisher,
        feed_id=feed.id,
        profile=profile_of(unit.policies.get(feed.publisher)),
        waivers=unit.waivers.counting(feed.publisher, now),
        sent_by=feed.created_at,
    )


def enter_page(catalogue: Catalogue, blobs: Blobs, ref: FeedRef, page: Sequence[MetadataFacts], now: datetime) -> None:
    """Judge a page of a feed and write down what became of it, together with what holds from now on.

    Rules take their time, and a transaction must not: the page is judged before, and judged anew where another message
    was applied in between. A page that was entered before is left alone.
    """
    if not page:
        return
    while True:
        with catalogue.begin(read_only=True) as unit:
            if unit.feeds.last_index(ref.feed_id) >= page[-1].index:
                return
            terms = terms_of(unit, feed_of(unit, ref), now)
            began = snapshot(unit, ref.publisher, page)
        judged = [_kept(blobs, facts, one) for facts, one in zip(page, _judged(page, began, terms, now), strict=True)]
        with catalogue.begin() as unit:
            unit.records.lock(ref.publisher)
            if unit.feeds.last_index(ref.feed_id) >= page[-1].index:
                return
            if snapshot(unit, ref.publisher, page) == began:
                _write(unit, ref, judged, now)
                return


def decide_record(catalogue: Catalogue, blobs: Blobs, ref: FeedRef, index: int, decision: FeedDecision) -> FeedRecord:
    """Apply a held record, or refuse it for good, because somebody has decided so."""
    with catalogue.begin(read_only=True) as unit:
        kept = _held_line(unit, ref, index).facts_sha256
    if kept is None:
        raise MissingError(f"the held record {index} was not kept: send it again", cause_code="record-not-kept")
    facts = blobs.read_value(MetadataFacts, kept)
    with catalogue.begin() as unit:
        unit.records.lock(ref.publisher)
        feed, line = feed_of(unit, ref), _held_line(unit, ref, index)
        judged = Judged(line.model_copy(update={"outcome": RecordOutcome.REJECTED, "reason": decision.why}))
        if decision.is_approved:
            standing = Ledger(snapshot(unit, ref.publisher, [facts])).standing(facts)
            judged = judge_record(facts, standing, terms_of(unit, feed, decision.at), decision.at, is_approved=True)
        (decided,) = _entered(unit, feed, [judged], decision.at)
        decided = decided.model_copy(update={"decision": decision})
        unit.feeds.save_record(ref.feed_id, decided)
        before = Counter({line.outcome.value: 1})
        _count(unit, feed, [decided], decision.at, taken_back=before)
        return decided


def bring_up_to_date(unit: UnitOfWork, held: HeldRecord, now: datetime) -> Submission | None:
    """Ask for a release of a live title that says what its record says; None where its files cannot be found again."""
    live = unit.submissions.newest_published(held.publisher, held.title_id)
    published = unit.submissions.get(live) if live is not None else None
    if published is None or published.facts_sha256 is None:
        return None
    unit.titles.claim(held.publisher, held.title_id, published.content_type, now)
    submission = Submission(
        id=new_id(SUBMISSION, now),
        publisher=held.publisher,
        title_id=held.title_id,
        content_type=published.content_type,
        drop=LIVE_FILES,
        origin=f"{ORIGIN}{held.feed_id or ''}",
        created_at=now,
        updated_at=now,
    )
    unit.submissions.add(submission, idempotency_key=None, body_sha256="")
    told: dict[str, object] = {"content_type": submission.content_type, "origin": submission.origin}
    unit.events.add(submission.id, "accepted", told, now)
    return submission


def follow_up(catalogue: Catalogue, limit: int, now: datetime) -> int:
    """Bring titles up to date that had to wait for another submission; answers how many were looked at.

    Each is due no longer afterwards, so that it is looked at once.
    """
    with catalogue.begin(read_only=True) as unit:
        due = unit.records.due(limit)
    for held in due:
        with catalogue.begin() as unit:
            unit.records.lock(held.publisher)
            current = unit.records.get(held.publisher, held.title_id)
            is_busy = unit.titles.busy_ids(held.publisher, (held.title_id,))
            if current is not None and current.is_due and not is_busy:
                bring_up_to_date(unit, current, now)
                unit.records.put([current.model_copy(update={"is_due": False})])
    return len(due)


def feed_of(unit: UnitOfWork, ref: FeedRef) -> Feed:
    """The feed, which must be there."""
    feed = unit.feeds.get(ref.feed_id)
    if feed is None:
        raise MissingError(
            f"the catalogue has no feed {ref.feed_id}: it was removed, or this worker uses another catalogue",
            cause_code="feed-unknown",
        )
    return feed


def _judged(page: Sequence[MetadataFacts], began: Snapshot, terms: Terms, now: datetime) -> list[Judged]:
    ledger = Ledger(began)
    found: list[Judged] = []
    for facts in page:
        judged = judge_record(facts, ledger.standing(facts), terms, now)
        if judged.hold is not None:
            ledger.enter(judged.hold)
        found.append(judged)
    return found


def _kept(blobs: Blobs, facts: MetadataFacts, judged: Judged) -> Judged:
    """What somebody must decide about is kept until then."""
    if judged.line.outcome is not RecordOutcome.HELD:
        return judged
    kept = judged.line.model_copy(update={"facts_sha256": blobs.put_value(facts).sha256})
    return Judged(kept, judged.hold, judged.is_news)


def _write(unit: UnitOfWork, ref: FeedRef, judged: Sequence[Judged], now: datetime) -> None:
    feed = feed_of(unit, ref)
    lines = _entered(unit, feed, judged, now)
    unit.feeds.add_records(feed.id, lines)
    _count(unit, feed, lines, now)


def _entered(unit: UnitOfWork, feed: Feed, judged: Sequence[Judged], now: datetime) -> list[FeedRecord]:
    """Let the records hold, and see to it that titles on the shelf follow; answers the lines as they are then.

    A message may name a product twice: the last one is what holds, and the title follows once.
    """
    last = {one.hold.title_id: number for number, one in enumerate(judged) if one.hold is not None}
    news = {one.hold.title_id for one in judged if one.hold is not None and one.is_news}
    busy = unit.titles.busy_ids(feed.publisher, news) if news else frozenset()
    lines: list[FeedRecord] = []
    holds: list[HeldRecord] = []
    for number, one in enumerate(judged):
        line, hold = one.line, one.hold
        if hold is not None and last[hold.title_id] == number:
            if hold.title_id in news:
                line, hold = _followed(unit, line, hold, now, is_busy=hold.title_id in busy)
            holds.append(hold)
        lines.append(line)
    unit.records.put(holds)
    return lines


def _followed(
    unit: UnitOfWork, line: FeedRecord, hold: HeldRecord, now: datetime, *, is_busy: bool
) -> tuple[FeedRecord, HeldRecord]:
    if is_busy:
        # It must not take the place of what its publisher has sent: it follows when that has ended.
        return line.model_copy(update={"reason": _BUSY}), hold.model_copy(update={"is_due": True})
    submission = bring_up_to_date(unit, hold, now)
    if submission is None:
        return line.model_copy(update={"reason": _NOT_KEPT}), hold
    return line.model_copy(update={"submission_id": submission.id}), hold.model_copy(update={"is_due": False})


def _count(
    unit: UnitOfWork, feed: Feed, lines: Sequence[FeedRecord], now: datetime, taken_back: Counter[str] | None = None
) -> None:
    counts = Counter(feed.counts) + Counter(line.outcome.value for line in lines) - (taken_back or Counter())
    unit.feeds.save(feed.model_copy(update={"counts": dict(sorted(counts.items())), "updated_at": now}))


def _held_line(unit: UnitOfWork, ref: FeedRef, index: int) -> FeedRecord:
    line = unit.feeds.record(ref.feed_id, index)
    if line is None:
        raise MissingError(f"the feed has no record {index}: they are counted from 1", cause_code="record-unknown")
    if line.outcome is not RecordOutcome.HELD:
        raise ConflictError(
            f"the record is {line.outcome.value} and not held: there is nothing to decide", cause_code="record-not-held"
        )
    return line
