"""What the catalogue holds of the titles of a page: read at once, and kept up while the page is judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from shelfready.feed_applying import Standing
from shelfready.feeds import HeldRecord
from shelfready.metadata_facts import MetadataFacts
from shelfready.ports import UnitOfWork
from shelfready.product_ids import title_id_of


@dataclass(frozen=True)
class Snapshot:
    """The catalogue at one moment, as far as a page needs it; two that are equal lead to the same decisions."""

    held: tuple[HeldRecord, ...]
    live: frozenset[str]


def snapshot(unit: UnitOfWork, publisher: str, page: Sequence[MetadataFacts]) -> Snapshot:
    """Read it."""
    records = [facts.record for facts in page if facts.record is not None]
    title_ids = {title_id for title_id in map(title_id_of, records) if title_id is not None}
    references = {record.reference for record in records if record.reference is not None}
    return Snapshot(
        held=unit.records.of(publisher, title_ids=title_ids, references=references),
        live=unit.titles.live_ids(publisher, title_ids),
    )


class Ledger:
    """A snapshot that follows what is applied: a message may name a product twice."""

    def __init__(self, began: Snapshot) -> None:
        self._live = began.live
        self._held = {held.title_id: held for held in began.held}
        self._titles = {held.reference: held.title_id for held in began.held if held.reference is not None}

    def standing(self, facts: MetadataFacts) -> Standing:
        """How a record's title stands now."""
        record = facts.record
        title_id = title_id_of(record) if record is not None else None
        if record is None or title_id is None:
            return Standing()
        return Standing(
            held=self._held.get(title_id),
            reference_title=self._titles.get(record.reference) if record.reference is not None else None,
            is_live=title_id in self._live,
        )

    def enter(self, held: HeldRecord) -> None:
        """Let a record hold."""
        if held.reference is not None:
            # The one before stays taken: a reference that was given up is not another product's in the same breath.
            self._titles[held.reference] = held.title_id
        self._held[held.title_id] = held
