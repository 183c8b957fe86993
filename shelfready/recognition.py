"""Finds the dialect of a drop, and reads it."""

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.publishers import PUBLISHERS
from shelfready.titles import Manifest


def recognise(listing: DropListing) -> Manifest:
    """The manifest that the likest dialect reads from a listing; ties go by key."""
    if not listing.files:
        raise RejectedError(
            "the drop holds no files; put the title's files into it and send it again", cause_code="drop-empty"
        )
    key = max(PUBLISHERS, key=lambda name: PUBLISHERS[name].likeness(listing))
    if PUBLISHERS[key].likeness(listing) == 0:
        raise RejectedError(
            f"none of the {len(listing.files)} files of the drop is of a kind we know; send audio files, an EPUB, or "
            "a folder with a shelfready.json",
            cause_code="drop-not-recognised",
        )
    return PUBLISHERS[key].read(listing).model_copy(update={"dialect": key})
