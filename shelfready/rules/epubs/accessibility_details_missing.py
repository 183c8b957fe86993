"""EPB-009: The EPUB says less of its accessibility than it should.

What it checks
    A book with accessibility metadata also has a summary for people, and says by which senses alone it can be read
    (accessModeSufficient).

Why it matters
    The summary is what a shop shows first; whether a book can be read by ear or by touch alone is what its readers
    ask first.

How to mend it
    Add schema:accessibilitySummary and schema:accessModeSufficient to the package document.

Source
    EPUB Accessibility 1.1, section 2.2 (SHOULD); content-rules EPB-002

Example:
    >>> from shelfready.rules._examples import epub
    >>> accessibility_details_missing(epub())
    []
    >>> [found.message for found in accessibility_details_missing(epub(accessibility_summary=None))]
    ['the package document should also state accessibilitySummary']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile


@rule("EPB-009", Severity.INFO)
def accessibility_details_missing(epub: EpubFacts, _profile: Profile) -> Says:
    """Silent where nothing at all is stated, which `accessibility-metadata-missing` says."""
    if not (epub.access_modes or epub.accessibility_features or epub.accessibility_hazards):
        return
    stated = {
        "accessibilitySummary": epub.accessibility_summary,
        "accessModeSufficient": epub.access_modes_sufficient,
    }
    missing = [word for word, value in stated.items() if not value]
    if missing:
        yield f"the package document should also state {' and '.join(missing)}"
