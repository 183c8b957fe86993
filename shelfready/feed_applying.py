"""What becomes of one record of a feed: pure, so that a whole page is decided before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shelfready.feed_checking import check_record
from shelfready.feeds import DELETION, FeedRecord, HeldRecord, RecordOutcome
from shelfready.findings import Finding, Owner
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.onix.applying import TESTS, Decision, decide
from shelfready.onix.moments import sent_at
from shelfready.overlaying import completed
from shelfready.product_ids import title_id_of
from shelfready.profiles import Profile
from shelfready.record_metadata import metadata_of
from shelfready.records import Record, updated
from shelfready.titles import Known
from shelfready.waivers import Waiver

_NO_UPDATE = frozenset({DELETION, "08", "09"})
"""Notifications (list 1) that ask for no new release: taken back, sold, acquired."""


@dataclass(frozen=True)
class Terms:
    """Under which conditions a feed's records are judged."""

    publisher: str
    feed_id: str
    profile: Profile
    waivers: Sequence[Waiver]
    sent_by: datetime
    """When the feed came: a message that claims to be sent later has a wrong clock, one without a time is this old."""


@dataclass(frozen=True)
class Standing:
    """What there is of a record's title before it is applied."""

    held: HeldRecord | None = None
    reference_title: str | None = None
    is_live: bool = False


@dataclass(frozen=True)
class Judged:
    """What becomes of a record: the line in the feed, what holds from now on, and whether a title is to follow.

    `hold` is None where what held before still holds; `is_news` says that a title on the shelf would show it.
    """

    line: FeedRecord
    hold: HeldRecord | None = None
    is_news: bool = False


def judge_record(
    facts: MetadataFacts, standing: Standing, terms: Terms, now: datetime, *, is_approved: bool = False
) -> Judged:
    """Decide about one record; `is_approved` when somebody has decided that it is to be applied."""
    facts = completed(facts, standing.held)
    record = facts.record
    title_id = title_id_of(record) if record is not None else None
    if record is None or title_id is None:
        return _unusable(facts, terms, now)
    sent = sent_at_of(facts, terms)
    held = standing.held
    decided = _decided(facts, standing, title_id, sent)
    meant = _meant(facts, decided, held)
    line = _line(facts, title_id).model_copy(update={"outcome": decided.outcome, "reason": decided.reason})
    if meant is None:
        if decided.outcome is RecordOutcome.REJECTED or record.notification in TESTS:
            # Whoever mends it wants to know everything that is wrong with it, and a test is sent to hear just that.
            line = line.model_copy(update={"findings": _findings(facts, title_id, standing, terms, now)})
        return Judged(line)
    said = facts.model_copy(update={"record": meant})
    hold = HeldRecord(
        publisher=terms.publisher,
        title_id=title_id,
        reference=record.reference,
        sent_at=sent,
        feed_id=terms.feed_id,
        is_due=held is not None and held.is_due,
        facts=said,
        updated_at=now,
    )
    if decided.outcome is RecordOutcome.UNCHANGED:
        # It holds as before, but is newer: what was sent in between must not undo it.
        return Judged(line, hold)
    findings = _findings(said, title_id, standing, terms, now)
    outcome, reason = _outcome(decided, findings, standing, is_approved=is_approved)
    line = line.model_copy(update={"outcome": outcome, "findings": findings, "reason": reason})
    if outcome is not RecordOutcome.APPLIED:
        return Judged(line)
    return Judged(line, hold, is_news=standing.is_live and _is_news(held, meant))


def said_of(facts: MetadataFacts, standing: Standing, terms: Terms) -> Record | None:
    """The record that would hold if nothing were said against it; None where it is passed over."""
    facts = completed(facts, standing.held)
    title_id = title_id_of(facts.record) if facts.record is not None else None
    if title_id is None:
        return None
    decided = _decided(facts, standing, title_id, sent_at_of(facts, terms))
    is_effective = decided.outcome in (RecordOutcome.APPLIED, RecordOutcome.HELD)
    return _meant(facts, decided, standing.held) if is_effective else None


def sent_at_of(facts: MetadataFacts, terms: Terms) -> datetime:
    """When the record's message was sent, no later than it came."""
    return sent_at(facts.header, terms.sent_by)


def _decided(facts: MetadataFacts, standing: Standing, title_id: str, sent: datetime) -> Decision:
    record, held = facts.record, standing.held
    if record is not None and record.reference is None and facts.dialect is Dialect.SHEET:
        # A sheet knows its products by their numbers.
        record = record.model_copy(update={"reference": title_id})
    header = facts.header.model_copy(update={"sent_at": sent})
    return decide(
        facts.model_copy(update={"record": record, "header": header}),
        held=held.facts.record if held is not None and not held.is_deleted else None,
        held_sent_at=held.sent_at if held is not None else None,
        is_live=standing.is_live,
        other_title=standing.reference_title if standing.reference_title != title_id else None,
    )


def _meant(facts: MetadataFacts, decided: Decision, held: HeldRecord | None) -> Record | None:
    """What holds if the decision stays, or somebody agrees; None where nothing new can hold.

    A record that is taken back is kept as one that says so, and a sale replaces what it says.
    """
    record = facts.record
    match decided.outcome:
        case RecordOutcome.APPLIED:
            return decided.record or record
        case RecordOutcome.UNCHANGED:
            return decided.record
        case RecordOutcome.HELD if record is not None:
            before = held.facts.record if held is not None else None
            is_partial = record.notification != DELETION and before is not None
            return updated(before, record) if is_partial and before is not None else record
        case _:
            return None


def _outcome(
    decided: Decision, findings: Sequence[Finding], standing: Standing, *, is_approved: bool
) -> tuple[RecordOutcome, str | None]:
    """What the rules leave of the decision.

    What is for rights to mend is no fault of the record: it says that the title must not be sold, and so it is heard.
    Only where the title is on the shelf somebody has to act on it first.
    """
    blocking = [finding for finding in findings if finding.blocks]
    faults = [finding for finding in blocking if finding.owner is not Owner.RIGHTS]
    if faults:
        return RecordOutcome.REJECTED, f"{faults[0].code}: {faults[0].message}"
    if is_approved:
        return RecordOutcome.APPLIED, None
    if decided.outcome is RecordOutcome.HELD:
        return decided.outcome, decided.reason
    if blocking and standing.is_live:
        return RecordOutcome.HELD, f"{blocking[0].code}: {blocking[0].message}"
    return decided.outcome, None


def _unusable(facts: MetadataFacts, terms: Terms, now: datetime) -> Judged:
    """A record that could not be read, or that names no product."""
    findings = _findings(facts, "", Standing(), terms, now)
    reason = "it names no product by a number that can be one" if facts.record else "it could not be read"
    blocking = next((f"{finding.code}: {finding.message}" for finding in findings if finding.blocks), None)
    update = {"outcome": RecordOutcome.REJECTED, "findings": findings, "reason": blocking or reason}
    return Judged(_line(facts, None).model_copy(update=update))


def _findings(
    facts: MetadataFacts, title_id: str, standing: Standing, terms: Terms, now: datetime
) -> tuple[Finding, ...]:
    held = standing.held
    known = Known(
        today=now.date(),
        is_live=standing.is_live,
        held=held.facts.record if held else None,
        sent_at=held.sent_at if held else None,
        reference_title=standing.reference_title,
    )
    return check_record(
        facts,
        publisher=terms.publisher,
        title_id=title_id,
        known=known,
        profile=terms.profile,
        waivers=terms.waivers,
        now=now,
    )


def _line(facts: MetadataFacts, title_id: str | None) -> FeedRecord:
    record = facts.record
    return FeedRecord(
        index=facts.index,
        line=facts.line,
        reference=record.reference if record else None,
        notification=record.notification if record else None,
        identifiers=record.identifiers if record else (),
        title_id=title_id,
        outcome=RecordOutcome.APPLIED,
    )


def _is_news(held: HeldRecord | None, record: Record) -> bool:
    """Whether a release would say something else: a price is no part of it, a name is."""
    if record.notification in _NO_UPDATE:
        return False
    before = held.facts.record if held is not None else None
    return before is None or metadata_of(before) != metadata_of(record)
