"""BIZ-007: The publisher has withdrawn the title, or deleted its record.

What it checks
    The publishing status does not say that the title is cancelled, postponed for ever, sold, out of print, recalled
    or withdrawn; the record is not deleted (05); and not every supplier says that it is withdrawn or recalled.

Why it matters
    A title may be withdrawn by a court. What goes on the shelf after that is an infringement, and ours.

How to mend it
    If the title is to be offered, send its record with the status 04 (active) or 02 (forthcoming). If it is not,
    nothing need be done: it does not go on the shelf, and one that is there is taken down by operations.

Source
    ONIX code lists 1, 64 and 65; Spotify onboarding guideline (takedown); content-rules BIZ-007

Example:
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix, publishing, record
    >>> withdrawn(audiobook(described=onix()))
    []
    >>> gone = onix(record(publishing=publishing(status="11")))
    >>> [found.message for found in withdrawn(audiobook(described=gone))]
    ['the title is withdrawn from sale (status 11): it must not go on the shelf']
"""

from collections.abc import Iterator

from shelfready.findings import Owner, Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.records import Record
from shelfready.rules._described import DELETED, short
from shelfready.titles import TitleFacts

_GONE = {
    "01": "cancelled",
    "03": "postponed indefinitely",
    "05": "no longer this publisher's",
    "07": "out of print",
    "11": "withdrawn from sale",
    "12": "recalled",
    "15": "recalled",
    "16": "temporarily withdrawn from sale",
    "17": "permanently withdrawn from sale",
}
"""Codes of list 64 under which nothing may be offered."""

_NOT_SUPPLIED = {
    "01": "cancelled",
    "34": "temporarily withdrawn from sale",
    "46": "withdrawn from sale",
    "49": "recalled",
    "51": "out of print",
}
"""Codes of list 65 that say it of the title, and not of one supplier's stock."""

_SUPPLIERS = (
    "If the title is withdrawn, send its record with the publishing status 11. If it is not, correct the product's "
    "availability."
)


@rule("BIZ-007", Severity.FATAL, owner=Owner.RIGHTS)
def withdrawn(title: TitleFacts, _profile: Profile) -> Says:
    """Says by which code."""
    record = title.described.record if title.described else None
    if record is None:
        return
    # Of a title that is offered, another rule says it, and asks for a decision.
    if record.notification == DELETED and not title.known.is_live:
        why = f" ({short(record.deletion_text)})" if record.deletion_text else ""
        yield f"the record is deleted by its publisher (05){why}: the title must not go on the shelf"
    status = record.publishing.status if record.publishing else None
    if status in _GONE:
        yield f"the title is {_GONE[status]} (status {status}): it must not go on the shelf"
    else:
        yield from _suppliers(record)


def _suppliers(record: Record) -> Iterator[Said]:
    stated = (
        {supply.availability for supply in record.supply.supplies if supply.availability} if record.supply else set()
    )
    if stated and stated <= _NOT_SUPPLIED.keys():
        codes = " and ".join(f"{_NOT_SUPPLIED[code]} ({code})" for code in sorted(stated))
        message = f"every supplier says that the title is {codes}; its status says nothing of it"
        yield Said(message, Severity.ERROR, remedy=_SUPPLIERS)
