"""Lets a row of a sheet say something of a record without taking away what it has no column for.

A message of ONIX says all there is of a product, or of a block of it. A sheet says what it has columns for: a list of
prices is no statement that a book has no author any more.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shelfready.feeds import HeldRecord
from shelfready.metadata_facts import Dialect, MetadataFacts
from shelfready.records import (
    BLOCKS,
    Contributor,
    Extent,
    Identifier,
    Price,
    Record,
    RelatedProduct,
    StatedDate,
    StatedLanguage,
    Subject,
    Supply,
    Text,
    TitleElement,
)
from shelfready.values import Value

# What two statements are about. Where they share one of these, the new one takes the place of the old.
_ABOUT: Mapping[type[Value], Callable[[Any], frozenset[object]]] = {
    Contributor: lambda one: frozenset(one.roles),
    Extent: lambda one: frozenset({one.kind}),
    Identifier: lambda one: frozenset({one.kind}),
    Price: lambda one: frozenset({(one.currency, one.qualifier)}),
    RelatedProduct: lambda one: frozenset({one.relation}),
    StatedDate: lambda one: frozenset({one.role}),
    StatedLanguage: lambda one: frozenset({one.role}),
    Subject: lambda one: frozenset({one.scheme}),
    Text: lambda one: frozenset({one.kind}),
    TitleElement: lambda one: frozenset({(one.is_of_collection, one.kind, one.level)}),
}
_IN_PARTS = (Price, Supply, TitleElement)
"""Where one takes the place of one, what it does not say of itself stays: a subtitle, whether tax is in a price."""


def completed(facts: MetadataFacts, held: HeldRecord | None) -> MetadataFacts:
    """What a record says together with what holds, if it stood in a sheet; a record of ONIX as it is."""
    before = held.facts.record if held is not None and not held.is_deleted else None
    if facts.dialect is not Dialect.SHEET or facts.record is None or before is None:
        return facts
    return facts.model_copy(update={"record": overlaid(before, facts.record)})


def overlaid(held: Record, row: Record) -> Record:
    """The record after a row: what the row says is replaced, everything else stays, its reference too.

    >>> from shelfready.records import Descriptive, Publishing
    >>> held = Record(reference="r", descriptive=Descriptive(form="AJ"), publishing=Publishing(status="04"))
    >>> after = overlaid(held, Record(publishing=Publishing(publishers=("North",))))
    >>> after.reference, after.descriptive.form, after.publishing.status, after.publishing.publishers
    ('r', 'AJ', '04', ('North',))
    """
    said = {name: _over(getattr(held, name), getattr(row, name)) for name in (*BLOCKS, "identifiers")}
    return held.model_copy(
        update={**said, "notification": row.notification, "reference": held.reference or row.reference}
    )


def _over(before: Any, said: Any) -> Any:  # any part of a record
    """A part of the record after the row."""
    if not said:
        return before
    if not before or type(before) is not type(said):
        return said
    if isinstance(said, Value):
        stated = {name: getattr(said, name) for name in said.model_fields_set}
        return before.model_copy(update={name: _over(getattr(before, name), value) for name, value in stated.items()})
    if isinstance(said, tuple):
        return _joined(before, said)
    return said


def _joined(before: tuple[Any, ...], said: tuple[Any, ...]) -> tuple[Any, ...]:
    kind = type(said[0])
    about = _ABOUT.get(kind)
    if about is None:
        is_single = kind in _IN_PARTS and len(before) == len(said) == 1
        return (_over(before[0], said[0]),) if is_single else said
    found = frozenset[object]().union(*map(about, said))
    kept = tuple(one for one in before if not about(one) & found)
    if kind in _IN_PARTS:
        said = tuple(_whole(one, [other for other in before if about(other) == about(one)]) for one in said)
    return (*said, *kept)


def _whole(one: Any, before: list[Any]) -> Any:
    return _over(before[0], one) if len(before) == 1 else one
