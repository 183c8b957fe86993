"""What is known of the title, from whom, and who says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shelfready.metadata_facts import MetadataFacts
from shelfready.report_formats._words import moment, sentence
from shelfready.titles import Metadata, TitleFacts

_SOURCES = {
    "submission": "the submission",
    "manifest": "the drop's manifest",
    "onix": "the ONIX record",
    "sheet": "the spreadsheet",
    "epub": "the EPUB",
    "tags": "the audio tags",
}
_LABELS = {
    "is_abridged": "Abridged",
    "is_synthetic_voice": "Synthetic voice",
    "published_on": "Published on",
}


@dataclass(frozen=True)
class Field:
    """One field: what holds, whence it was taken, and what the other sources say instead."""

    label: str
    value: str
    source: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Described:
    """The fields that somebody states, the names of those that nobody does, and the record behind them."""

    fields: tuple[Field, ...]
    unstated: str
    record: tuple[tuple[str, str], ...]


def described(facts: TitleFacts) -> Described:
    """The title's metadata with where it comes from."""
    fields = tuple(_field(name, facts) for name in Metadata.model_fields)
    return Described(
        fields=tuple(field for field in fields if field.value or field.others),
        unstated=sentence(field.label.lower() for field in fields if not field.value and not field.others),
        record=tuple(_record(facts.described)) if facts.described else (),
    )


def _field(name: str, facts: TitleFacts) -> Field:
    value = _shown(getattr(facts.metadata, name))
    source = facts.provenance.get(name, "")
    stated = ((other, _shown(getattr(said, name))) for other, said in facts.stated.items() if other != source)
    return Field(
        label=_LABELS.get(name, name.replace("_", " ").capitalize()),
        value=value,
        source=_SOURCES.get(source, source),
        others=tuple((_SOURCES.get(other, other), text) for other, text in stated if text and text != value),
    )


def _record(found: MetadataFacts) -> Iterator[tuple[str, str]]:
    header, record = found.header, found.record
    release = f"{header.release}, {header.style} tags" if header.release and header.style else header.release
    rows = (
        ("File", header.name),
        ("Written in", sentence((found.dialect.upper() if found.dialect == "onix" else found.dialect, release))),
        ("Encoding", header.encoding),
        ("Sender", header.sender),
        ("Sent", moment(header.sent_at) if header.sent_at else header.sent),
        ("Record", f"number {found.index}" + (f", from line {found.line}" if found.line else "")),
        ("Reference", record.reference if record else None),
        ("Notification", record.notification if record else None),
    )
    yield from ((label, text) for label, text in rows if text)


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date() | datetime():
            return value.isoformat()
        case tuple() | list():
            return "; ".join(map(str, value))
        case _:
            return str(value)
