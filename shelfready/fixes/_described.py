"""Puts a mended record back into the facts of its title."""

from collections.abc import Mapping

from shelfready.records import Descriptive, Record
from shelfready.titles import TitleFacts


def record_of(facts: TitleFacts) -> Record | None:
    """The title's record; None where there is none."""
    return facts.described.record if facts.described else None


def details_of(facts: TitleFacts) -> Descriptive:
    """What the record says of the product itself; empty where it says nothing."""
    record = record_of(facts)
    return (record.descriptive if record else None) or Descriptive()


def with_record(facts: TitleFacts, changes: Mapping[str, object]) -> TitleFacts:
    """The facts with some of the record's fields changed."""
    if facts.described is None or facts.described.record is None:
        return facts
    record = facts.described.record.model_copy(update=changes)
    described = facts.described.model_copy(update={"record": record})
    return facts.model_copy(update={"described": described})


def with_details(facts: TitleFacts, changes: Mapping[str, object]) -> TitleFacts:
    """The facts with some fields of the record's descriptive block changed."""
    return with_record(facts, {"descriptive": details_of(facts).model_copy(update=changes)})


def name_of(facts: TitleFacts) -> str | None:
    """The name of the metadata file, under which a change of its record is told."""
    return facts.described.header.name if facts.described else None
