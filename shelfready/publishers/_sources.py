"""The documents of a drop in which records stand: ONIX messages, and sheets of titles."""

from collections.abc import Iterable, Iterator

from shelfready.drops import RECORD_SUFFIXES, DropListing
from shelfready.errors import RejectedError
from shelfready.metadata_facts import MetadataFacts
from shelfready.natural_order import natural_key
from shelfready.onix.reading import is_onix
from shelfready.onix.reading import read as read_message
from shelfready.sheets import lists_titles
from shelfready.sheets import read as read_sheet

_HEAD_BYTES = 64 * 1024


def messages(listing: DropListing) -> list[str]:
    """The documents that are ONIX by what they begin with: other XML is none of a record's business."""
    found = (
        name
        for name, data in listing.documents.items()
        if name.casefold().endswith(RECORD_SUFFIXES) and is_onix(data[:_HEAD_BYTES])
    )
    return sorted(found, key=natural_key)


def sheets(listing: DropListing) -> list[str]:
    """The sheets that list titles: others may be lists of tracks, and of anything."""
    return sorted((name for name, table in listing.tables.items() if lists_titles(table)), key=natural_key)


def records_in(listing: DropListing, names: Iterable[str]) -> Iterator[MetadataFacts]:
    """The records that stand in these messages and sheets, read one by one as they are asked for."""
    for name in names:
        try:
            if name in listing.tables:
                yield from read_sheet(listing.tables[name], name=name)
            else:
                yield from read_message([listing.documents[name]], name=name)
        except RejectedError as error:
            raise type(error)(f"{name}: {error.message}", cause_code=error.cause_code) from error
