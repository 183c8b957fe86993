"""EPB-001: EPUBCheck finds errors.

What it checks
    EPUBCheck, the trade's own validator, reports no error and no fatal error. Each of its message ids is given once,
    with how often it occurs and where first.

Why it matters
    Shops run the same check and refuse the book; reading systems show it each in its own way.

How to mend it
    Mend the book at the places that the messages name, and check it with EPUBCheck before sending it; each id is
    explained in its documentation.

Source
    EPUBCheck 5 (w3c/epubcheck); EPUB 3.3; content-rules EPB-001

Example:
    >>> from shelfready.rules._examples import epub
    >>> epubcheck_errors(epub())
    []
    >>> message = {"id": "RSC-005", "severity": "error", "text": "element p not allowed", "location": "c1.xhtml:9"}
    >>> [found.message for found in epubcheck_errors(epub(messages=[{**message, "times": 500}]))]
    ['RSC-005, 500 times: element p not allowed (first at c1.xhtml:9)']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile
from shelfready.rules.epubs._messages import grouped


@rule("EPB-001", Severity.ERROR)
def epubcheck_errors(epub: EpubFacts, _profile: Profile) -> Says:
    """Says each id of EPUBCheck's errors once."""
    yield from grouped(epub, "FATAL", "ERROR")
