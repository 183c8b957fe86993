"""PKG-003: What was sent is not whole, or was still being written.

What it checks
    Every file could be read to its end and stayed the same meanwhile; an archive has its directory, and all that the
    directory names.

Why it matters
    Half a file may play, and stops in mid-sentence. While a transfer goes on we wait and try again; this is said when
    waiting has not helped.

How to mend it
    Let the transfer end before the title is submitted, then send what the message names again. Write to a temporary
    name and rename it at the end, so that nobody reads half of it.

Source
    content-rules PKG-003

Example:
    >>> from shelfready.rules._examples import refusal
    >>> drop_incomplete(refusal("archive-unsafe"))
    []
    >>> cut = refusal("archive-damaged", "the archive cannot be read: it has no end; send it again", asset=None)
    >>> [found.message for found in drop_incomplete(cut)]
    ['the archive cannot be read: it has no end; send it again']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.files._causes import NOT_WHOLE
from shelfready.titles import Refusal


@rule("PKG-003", Severity.ERROR)
def drop_incomplete(refusal: Refusal, _profile: Profile) -> Says:
    """Says where it ended."""
    if refusal.cause_code in NOT_WHOLE:
        yield refusal.message
