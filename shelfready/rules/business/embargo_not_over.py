"""BIZ-002: The title may not be listened to yet.

What it checks
    The day from which the title may be listened to has come: the sales embargo, or the publication date where there
    is none, the streaming and subscription embargoes, and the days of every market and supplier. A date that cannot
    be read keeps it shut.

Why it matters
    To be early is the worst mistake a shop can make: newspapers hold their reviews, and publishers their first week,
    for that day.

How to mend it
    Nothing need be done if the day is right: retry after it, and the title goes on from here. If it may be offered
    sooner, send the record with the right dates.

Source
    ONIX code list 163, notes on 02, 30 and 31; content-rules 5.1 and BIZ-002

Example:
    >>> from datetime import date
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import StatedDate, onix, publishing, record
    >>> from shelfready.titles import Known
    >>> embargo_not_over(audiobook(described=onix(), known=Known(today=date(2026, 3, 2))))
    []
    >>> early = audiobook(described=onix(), known=Known(today=date(2026, 3, 1)))
    >>> [found.message for found in embargo_not_over(early)]
    ['the publication date is 2026-03-02, and today is 2026-03-01: retry on that day']
"""

from collections.abc import Iterator

from shelfready.findings import Owner, Said, Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._described import short, stated
from shelfready.selling_dates import Gate, shut
from shelfready.titles import TitleFacts


@rule("BIZ-002", Severity.ERROR, owner=Owner.RIGHTS)
def embargo_not_over(title: TitleFacts, _profile: Profile) -> Says:
    """Names the date that opens last; without a day to compare with, nothing is known."""
    record, today = stated(title), title.known.today
    if record is None or today is None:
        return
    closed = shut(record, today)
    for gate in (gate for gate in closed if gate.day is None):
        yield from _unreadable(gate)
    latest = next((gate for gate in closed if gate.day is not None), None)
    if latest is not None and latest.day is not None:
        opens = latest.day.isoformat()
        yield f"the {latest.name} is {opens}, and today is {today.isoformat()}: retry on that day"


def _unreadable(gate: Gate) -> Iterator[Said]:
    message = f"the {gate.name} is given as {short(gate.stated, 30)!r}, which cannot be read: the title stays shut"
    yield Said(message, remedy="Send the record with the date as YYYYMMDD, such as 20260302.")
