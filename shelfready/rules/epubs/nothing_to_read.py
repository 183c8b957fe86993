"""EPB-007: The EPUB has no pages.

What it checks
    The reading order (spine) names at least one document, and every document that the book names is there.

Why it matters
    The book opens at a blank page, or stops at a missing chapter.

How to mend it
    Export the book again with all its chapters, and check it with EPUBCheck.

Source
    EPUB 3.3, package documents; EPUBCheck RSC-001, said here where EPUBCheck was not run

Example:
    >>> from shelfready.rules._examples import epub
    >>> nothing_to_read(epub())
    []
    >>> [found.message for found in nothing_to_read(epub(spine_items=0))]
    ['the reading order names no document, and at least one is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile


@rule("EPB-007", Severity.ERROR)
def nothing_to_read(epub: EpubFacts, _profile: Profile) -> Says:
    """Leaves missing documents to EPUBCheck where that has spoken."""
    if epub.spine_items == 0:
        yield "the reading order names no document, and at least one is expected"
    if epub.missing_items and epub.messages is None:
        listed = ", ".join(epub.missing_items[:5]) + (", ..." if len(epub.missing_items) > 5 else "")
        yield f"documents of the book are not in the file ({len(epub.missing_items)}): {listed}"
