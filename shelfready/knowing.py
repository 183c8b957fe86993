"""What the catalogue knows of a title beside its files, and what a check lets it learn."""

from datetime import datetime

from shelfready.feeds import HeldRecord, RecordOutcome
from shelfready.metadata_facts import MetadataFacts
from shelfready.onix.applying import decide
from shelfready.onix.moments import sent_at
from shelfready.overlaying import completed
from shelfready.ports import UnitOfWork
from shelfready.records import Record
from shelfready.titles import Known, Role, TitleFacts
from shelfready.values import Sha256


def known_of(
    unit: UnitOfWork,
    publisher: str,
    title_id: str,
    *,
    now: datetime,
    reference: str | None = None,
    cover: Sha256 | None = None,
) -> Known:
    """What rules may ask of the catalogue; `reference` is that of the record in the drop, `cover` its cover's hash."""
    held = unit.records.get(publisher, title_id)
    named = unit.records.of(publisher, references=(reference,)) if reference else ()
    return Known(
        today=now.date(),
        is_live=bool(unit.titles.live_ids(publisher, (title_id,))),
        held=held.facts.record if held else None,
        sent_at=held.sent_at if held else None,
        reference_title=named[0].title_id if named else None,
        same_cover=unit.titles.same_cover(publisher, title_id, cover) if cover else (),
    )


def fed_of(unit: UnitOfWork, publisher: str, title_id: str) -> MetadataFacts | None:
    """The record that a feed brought for a title, or an earlier drop; None if none did, or it was taken back."""
    held = unit.records.get(publisher, title_id)
    return held.facts if held and not held.is_deleted else None


def learn(unit: UnitOfWork, facts: TitleFacts, *, delivered: MetadataFacts | None, now: datetime) -> None:
    """Remember of a title that passed its check what others are held against: its cover, and the record that holds.

    `delivered` is the record in the drop as it was written. It holds like one from a feed, unless a newer message was
    applied before. What the check knew is shown from now on, so that nothing of it is due any more.
    """
    publisher, title_id = facts.publisher, facts.title_id
    cover = next((found.asset.sha256 for found in facts.in_role(Role.COVER)), None)
    if cover is not None:
        unit.titles.note_cover(publisher, title_id, cover)
    unit.records.lock(publisher)
    held = unit.records.get(publisher, title_id)
    # By what it says, too: two messages of one day may state no more than that day.
    is_shown = held is not None and (held.sent_at, held.facts.record) == (facts.known.sent_at, facts.known.held)
    if held is not None and held.is_due and is_shown:
        held = held.model_copy(update={"is_due": False})
        unit.records.put([held])
    delivered = completed(delivered, held) if delivered is not None else None
    record = _to_hold(delivered, held, now)
    if delivered is None or record is None or facts.known.reference_title not in (None, title_id):
        return
    unit.records.put(
        [
            HeldRecord(
                publisher=publisher,
                title_id=title_id,
                reference=record.reference,
                sent_at=sent_at(delivered.header, now),
                facts=delivered.model_copy(update={"record": record}),
                updated_at=now,
            )
        ]
    )


def _to_hold(delivered: MetadataFacts | None, held: HeldRecord | None, now: datetime) -> Record | None:
    if delivered is None or delivered.record is None:
        return None
    dated = delivered.header.model_copy(update={"sent_at": sent_at(delivered.header, now)})
    decided = decide(
        delivered.model_copy(update={"header": dated}),
        held=held.facts.record if held else None,
        held_sent_at=held.sent_at if held else None,
    )
    return decided.record if decided.outcome is RecordOutcome.APPLIED else None
