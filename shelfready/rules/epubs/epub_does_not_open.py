"""EPB-006: The EPUB cannot be opened.

What it checks
    The file is an archive with a package document that can be read, within the limits for size.

Why it matters
    No reading system will open it either.

How to mend it
    Export the book again, check it with EPUBCheck, and send it again.

Source
    EPUB 3.3, open container format; content-rules EPB-001

Example:
    >>> from shelfready.rules._examples import book
    >>> epub_does_not_open(book())
    []
    >>> [found.message for found in epub_does_not_open(book(epub=None, problem="there is no package document"))]
    ['the book cannot be opened: there is no package document']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Role


@rule("EPB-006", Severity.FATAL)
def epub_does_not_open(found: AssetFacts, _profile: Profile) -> Says:
    """What is no EPUB at all is `content-not-recognised`."""
    if found.asset.role is Role.EPUB and found.epub is None and found.kind == "epub":
        yield f"the book cannot be opened: {found.problem or 'nothing was found in it'}"
