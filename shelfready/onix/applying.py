"""What a record does to what is held for its product, by its notification (List 1) and by when it was sent."""

from dataclasses import dataclass
from datetime import datetime

from shelfready.feeds import RecordOutcome
from shelfready.metadata_facts import MetadataFacts
from shelfready.records import Record, updated

_WHOLE = ("01", "02", "03")
_BLOCKS, _DELETE = "04", "05"
_OWNERSHIP = ("08", "09")
TESTS = ("88", "89")
"""Notifications that are never applied (list 1)."""


@dataclass(frozen=True)
class Decision:
    """What becomes of a record, and why, in words for its publisher.

    `record` is what is held from now on; None with the outcome applied means that nothing is held any more.
    """

    outcome: RecordOutcome
    record: Record | None
    reason: str


def decide(
    facts: MetadataFacts,
    *,
    held: Record | None = None,
    held_sent_at: datetime | None = None,
    is_live: bool = False,
    other_title: str | None = None,
) -> Decision:
    """What becomes of a record, whose findings have let it pass.

    `held` is the record that holds for its product and `held_sent_at` the moment of the message that brought it;
    `is_live` tells that the title is on the shelf; `other_title` is the title, if there is one, that the record's
    reference named before and that is not this one.
    """
    record = facts.record
    if record is None or record.reference is None:
        return _kept(RecordOutcome.REJECTED, held, "the record cannot be read, or has no reference to know it by")
    if record.notification in TESTS:
        return _kept(RecordOutcome.SKIPPED, held, f"notification {record.notification} is a test")
    if other_title is not None:
        reason = f"the reference {record.reference!r} belongs to {other_title}; a reference is never used again"
        return _kept(RecordOutcome.REJECTED, held, reason)
    sent_at = facts.header.sent_at
    if sent_at is not None and held_sent_at is not None and sent_at < held_sent_at:
        reason = f"the message was sent at {sent_at:%Y-%m-%d %H:%MZ}, before the one of {held_sent_at:%Y-%m-%d %H:%MZ} "
        return _kept(RecordOutcome.SKIPPED, held, reason + "that was applied already")
    return _notified(record, facts.header.release, held, is_live=is_live)


def _notified(record: Record, release: str | None, held: Record | None, *, is_live: bool) -> Decision:
    notification = record.notification
    if notification in _WHOLE:
        return _applied(record, held, "the whole record was replaced")
    if notification == _BLOCKS:
        return _blocks(record, release, held)
    if notification == _DELETE:
        return _deleted(held, is_live=is_live)
    if notification in _OWNERSHIP:
        reason = "the record sells the product to, or from, another publisher; somebody must agree to that"
        return _kept(RecordOutcome.HELD, held, reason)
    reason = f"notification {notification[:10]!r} is none of 01 to 05, 08, 09, 88 and 89"
    return _kept(RecordOutcome.REJECTED, held, reason)


def _blocks(record: Record, release: str | None, held: Record | None) -> Decision:
    if release == "2.1":
        reason = "a block update (04) does not exist in ONIX 2.1; send the whole record as 03"
        return _kept(RecordOutcome.REJECTED, held, reason)
    if held is None:
        reason = "a block update (04) needs the record that it updates, which was never sent; send the whole one as 03"
        return _kept(RecordOutcome.REJECTED, held, reason)
    return _applied(updated(held, record), held, "the blocks that the record holds were replaced")


def _deleted(held: Record | None, *, is_live: bool) -> Decision:
    if is_live:
        reason = (
            "notification 05 deletes a record that was sent in error, and this title is on the shelf; somebody must "
            "confirm it. A title that is withdrawn is sent as 03 with its publishing status"
        )
        return _kept(RecordOutcome.HELD, held, reason)
    if held is None:
        return _kept(RecordOutcome.UNCHANGED, held, "there is no record to delete")
    return Decision(RecordOutcome.APPLIED, None, "the record was deleted")


def _applied(record: Record, held: Record | None, reason: str) -> Decision:
    """Applied, unless it says what held before, by whichever notification it came."""
    if held is not None and held == record.model_copy(update={"notification": held.notification}):
        return _kept(RecordOutcome.UNCHANGED, held, "the record says what held before")
    return Decision(RecordOutcome.APPLIED, record, reason)


def _kept(outcome: RecordOutcome, held: Record | None, reason: str) -> Decision:
    return Decision(outcome, held, reason)
