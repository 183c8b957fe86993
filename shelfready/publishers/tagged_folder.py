"""Any folder without a list or a record: files are known by their names and put in natural order; tags say the rest."""

from shelfready.drops import Dialect, DropListing
from shelfready.publishers._classifying import classified
from shelfready.publishers._names import AUDIO, BOOKS, suffix_of


def _likeness(listing: DropListing) -> int:
    """Little, so that any dialect that knows more comes first."""
    return 10 if any(suffix_of(file.name) in AUDIO | BOOKS for file in listing.files) else 0


tagged_folder = Dialect(likeness=_likeness, read=classified)
