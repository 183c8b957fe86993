"""ONX-006: The message is older than the one that holds for the title.

What it checks
    The moment at which the message was sent is not before that of the message that was applied last.

Why it matters
    Messages overtake each other when servers are slow or a folder is sent again: an old price or an old embargo would
    come back.

How to mend it
    Nothing need be done if it was sent again by accident: what is newer holds. Otherwise send the record in a new
    message with a new SentDateTime.

Source
    Google Play Books ONIX profile (the newest by SentDateTime holds); content-rules ONX-006

Example:
    >>> from datetime import UTC, datetime
    >>> from shelfready.rules._examples import audiobook
    >>> from shelfready.rules._records import onix
    >>> from shelfready.titles import Known
    >>> message_older(audiobook(described=onix(), known=Known(sent_at=datetime(2026, 2, 1, tzinfo=UTC))))
    []
    >>> newer = Known(sent_at=datetime(2026, 4, 1, tzinfo=UTC))
    >>> [found.message for found in message_older(audiobook(described=onix(), known=newer))]
    ['the message was sent on 2026-03-01 12:00 UTC, and one of 2026-04-01 00:00 UTC holds for the title']
"""

from datetime import UTC, datetime

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import TitleFacts


@rule("ONX-006", Severity.WARNING)
def message_older(title: TitleFacts, _profile: Profile) -> Says:
    """Says when both were sent."""
    sent = title.described.header.sent_at if title.described else None
    held = title.known.sent_at
    if sent is not None and held is not None and _in_utc(sent) < _in_utc(held):
        yield f"the message was sent on {_shown(sent)}, and one of {_shown(held)} holds for the title"


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _shown(moment: datetime) -> str:
    return _in_utc(moment).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
