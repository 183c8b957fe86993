"""EPB-005: EPUBCheck has warnings.

What it checks
    EPUBCheck reports no warning. Each is given once, with how often it occurs and where first.

Why it matters
    The book is valid, and something in it will not work everywhere.

How to mend it
    Look at the places that the messages name; each id is explained in EPUBCheck's documentation.

Source
    EPUBCheck 5 (w3c/epubcheck); content-rules EPB-001 ("warnings listed by id")

Example:
    >>> from shelfready.rules._examples import epub
    >>> epubcheck_warnings(epub())
    []
    >>> message = {"id": "OPF-085", "severity": "WARNING", "text": "invalid UUID"}
    >>> [found.message for found in epubcheck_warnings(epub(messages=[message]))]
    ['OPF-085: invalid UUID']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile
from shelfready.rules.epubs._messages import grouped


@rule("EPB-005", Severity.WARNING)
def epubcheck_warnings(epub: EpubFacts, _profile: Profile) -> Says:
    """Says each of EPUBCheck's warnings once."""
    yield from grouped(epub, "WARNING")
