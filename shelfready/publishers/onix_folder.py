"""Files beside an ONIX message with the record of their title: the record's production manifest gives their order."""

from shelfready.drops import Dialect, DropListing
from shelfready.publishers._records import described
from shelfready.publishers._sources import messages, records_in
from shelfready.titles import Manifest


def _likeness(listing: DropListing) -> int:
    return 80 if messages(listing) else 0


def _read(listing: DropListing) -> Manifest:
    names = messages(listing)
    return described(listing, names, records_in(listing, names))


onix_folder = Dialect(likeness=_likeness, read=_read)
