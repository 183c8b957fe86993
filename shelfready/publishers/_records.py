"""Finds the record of a drop's title among those that lie in the drop."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stdnum import isbn

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.metadata_facts import MetadataFacts
from shelfready.publishers._classifying import classified
from shelfready.publishers._masters import arranged
from shelfready.records import Record
from shelfready.titles import Manifest

_MOST_NAMED = 5

# Codes of List 150: recordings begin with A, digital books with E; DG is 2.1's.
_CONTENT_TYPES = {"A": "audiobook", "E": "ebook", "D": "ebook"}


def described(listing: DropListing, names: Iterable[str], records: Iterable[MetadataFacts]) -> Manifest:
    """The drop with the record of its title: files by their names, then by what the record says of them.

    `names` are the documents in which the records stand.
    """
    manifest = classified(listing, frozenset(names))
    facts = record_for(records, listing.title_id, manifest.title_id)
    if facts is None or facts.record is None:
        return manifest.model_copy(update={"described": facts})
    known = {
        "title_id": _title_id(facts.record, listing.title_id, manifest.title_id),
        "content_type": manifest.content_type or _content_type(facts.record),
        "described": facts,
    }
    return arranged(manifest.model_copy(update=known), facts.record)


def record_for(records: Iterable[MetadataFacts], *titles: str | None) -> MetadataFacts | None:
    """The record of the first of these titles that is among them, else the only one; None if there is none.

    Of several records of one title the newest counts, by its message's moment, then by its place. Of several titles
    none is guessed: `RejectedError` names them. Where a record could not be read, it may have been the one.
    """
    wanted = tuple(title for title in titles if title)
    found = _Found()
    for facts in records:
        found.add(facts, wanted)
    for title in wanted:
        if title in found.matching:
            return found.matching[title]
    if len(found.titles) > 1:
        raise _several(found, wanted)
    return found.unreadable or found.last


def names_title(record: Record, title: str) -> bool:
    """Whether a record is of this title, which is an ISBN or the publisher's own id."""
    own = {record.reference, *(one.value for one in record.identifiers if one.kind == "01")}
    return title in own or (isbn.compact(title) in set(_isbns(record)))


@dataclass
class _Found:
    """What was seen of the records, without keeping all of them: a sheet may list a whole catalogue."""

    matching: dict[str, MetadataFacts] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    last: MetadataFacts | None = None
    unreadable: MetadataFacts | None = None

    def add(self, facts: MetadataFacts, wanted: Iterable[str]) -> None:
        if facts.record is None:
            self.unreadable = self.unreadable or facts
            return
        name = next(_isbns(facts.record), None) or facts.record.reference or f"record {facts.index}"
        self.titles.setdefault(name, _shown(facts.record, name))
        self.last = facts if len(self.titles) > 1 else _newer(self.last, facts)
        for title in wanted:
            if names_title(facts.record, title):
                self.matching[title] = _newer(self.matching.get(title), facts)


def _newer(one: MetadataFacts | None, other: MetadataFacts) -> MetadataFacts:
    if one is None:
        return other
    sent, later = one.header.sent_at, other.header.sent_at
    return one if sent and later and sent > later else other


def _isbns(record: Record) -> Iterator[str]:
    """Every ISBN of the record, without hyphens and as an ISBN-13 where it is an ISBN-10."""
    # 15: ISBN-13, 03: GTIN-13, 02: ISBN-10
    for kind in ("15", "03", "02"):
        for stated in record.identifiers:
            if stated.kind == kind:
                number = isbn.compact(stated.value)
                yield isbn.to_isbn13(number) if kind == "02" and isbn.is_valid(number) else number


def _title_id(record: Record, sent_for: str | None, named: str | None) -> str | None:
    if sent_for is not None and names_title(record, sent_for):
        return sent_for
    if sent_for is not None and not isbn.is_valid(sent_for):
        # The publisher has ids of its own: an ISBN is no contradiction.
        return None
    stated = next((number for number in _isbns(record) if len(number) == 13 and isbn.is_valid(number)), None)
    return stated or named


def _content_type(record: Record) -> str | None:
    form = record.descriptive.form if record.descriptive else None
    return _CONTENT_TYPES.get(form[:1]) if form and form != "DA" else None


def _shown(record: Record, name: str) -> str:
    titles = record.descriptive.titles if record.descriptive else ()
    text = next((title.text for title in titles if title.text and not title.is_of_collection), None)
    return f"{name} ({' '.join(text.split())[:60]})" if text else name


def _several(found: _Found, wanted: tuple[str, ...]) -> RejectedError:
    named = list(found.titles.values())[:_MOST_NAMED]
    more = f" and {len(found.titles) - _MOST_NAMED} more" if len(found.titles) > _MOST_NAMED else ""
    none = f", and none of them is {' or '.join(dict.fromkeys(wanted))}" if wanted else ""
    return RejectedError(
        f"the drop describes {len(found.titles)} titles{none}: {', '.join(named)}{more}; send each title by itself "
        "with its own record, or put its ISBN into the names of its files",
        cause_code="several-titles",
    )
