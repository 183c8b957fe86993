"""ONX-005: The record asks for something that somebody must decide: to delete what is offered, or to change its owner.

What it checks
    A deletion (05) is not of a title that is offered; a record is no sale or acquisition notice (08, 09) of one; and
    a whole record (03) has every block that the record before it had.

Why it matters
    05 takes back a record that was sent in error; it is sent again and again for books that are out of print, which
    is a matter of the publishing status. What it deletes is gone from the shelves of readers.

How to mend it
    For a title that is withdrawn, send its record with the publishing status 07, 11, 16 or 17. If it is to be deleted,
    or changes its owner, all the same, approve the held record of the feed.

Source
    ONIX code list 1, notes on 05, 08 and 09; content-rules ONX-005

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix, record
    >>> from shelfready.titles import Known
    >>> live = Known(is_live=True, held=record())
    >>> notification_needs_a_decision(audiobook(described=onix(), known=live))
    []
    >>> deletion = onix(record(notification="05", deletion_text="out of print"))
    >>> [found.message for found in notification_needs_a_decision(audiobook(described=deletion, known=live))]
    ["the record deletes (05) a title that is offered, because of 'out of print': it is held until somebody decides"]
"""

from collections.abc import Iterator

from shelfready.findings import Owner, Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import BLOCKS, Record
from shelfready.rules._described import DELETED, short, whole
from shelfready.titles import TitleFacts

_OWNERSHIP = {"08": "was sold to another publisher", "09": "was acquired from another publisher"}

_LEFT_OUT = "If it was left out by mistake, send the whole record again with it; if it was meant, nothing need be done."


@rule("ONX-005", Severity.FATAL, owner=Owner.RIGHTS)
def notification_needs_a_decision(title: TitleFacts, _profile: Profile) -> Says:
    """Holds what cannot be taken back; what a new record leaves out is only named."""
    record = title.described.record if title.described else None
    if record is None:
        return
    if record.notification == DELETED and title.known.is_live:
        why = f", because of {short(record.deletion_text)!r}" if record.deletion_text else ""
        yield f"the record deletes (05) a title that is offered{why}: it is held until somebody decides"
    if record.notification in _OWNERSHIP and title.known.is_live:
        what = _OWNERSHIP[record.notification]
        message = f"the record says that the title {what} ({record.notification}): it is held until somebody decides"
        yield Said(message, remedy="If that is so, ask us to approve it. If not, send the record with 03.")
    if title.known.held is not None and whole(title) is not None:
        yield from _lost(record, title.known.held)


def _lost(record: Record, held: Record) -> Iterator[Said]:
    """A whole record replaces everything: what it does not have is gone."""
    lost = [name for name in BLOCKS if getattr(record, name) is None and getattr(held, name) is not None]
    if lost:
        names = ", ".join(lost)
        message = f"the record has no {names} any more, and a whole record (03) replaces all: was that meant?"
        yield Said(message, Severity.WARNING, remedy=_LEFT_OUT)
