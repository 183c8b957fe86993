"""Files beside a sheet (CSV, TSV, XLSX) in which their title has a row: the row is the title's record."""

from shelfready.drops import Dialect, DropListing
from shelfready.publishers._records import described
from shelfready.publishers._sources import records_in, sheets
from shelfready.titles import Manifest


def _likeness(listing: DropListing) -> int:
    return 60 if sheets(listing) else 0


def _read(listing: DropListing) -> Manifest:
    names = sheets(listing)
    return described(listing, names, records_in(listing, names))


sheet_folder = Dialect(likeness=_likeness, read=_read)
