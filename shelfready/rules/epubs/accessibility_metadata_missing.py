"""EPB-002: The EPUB does not say how accessible it is.

What it checks
    The EPUB states its access modes, its accessibility features and its hazards ("none" is an answer), unless it or
    the ONIX record claims an exemption (a11y:exemption; codes 75 to 77 of List 196).

Why it matters
    Readers who cannot see print choose by these; in the European Union, ebooks that were published after 28 June
    2025 must state them. For sales there, a profile makes this an error.

How to mend it
    Add schema:accessMode, schema:accessibilityFeature and schema:accessibilityHazard to the package document.

Source
    EPUB Accessibility 1.1, section 2.2; European Accessibility Act; ONIX List 196; content-rules EPB-002

Example:
    >>> from shelfready.rules._examples import book, ebook, epub
    >>> accessibility_metadata_missing(ebook())
    []
    >>> silent = ebook(book("book.epub", epub(accessibility_hazards=())))
    >>> [found.message for found in accessibility_metadata_missing(silent)]
    ['the package document of book.epub does not state accessibilityHazard']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules.epubs._accessibility import books, recorded_codes
from shelfready.titles import TitleFacts

# 75 micro-enterprise, 76 disproportionate burden, 77 fundamental alteration: the exceptions of the European law.
_EXEMPTIONS = frozenset({"75", "76", "77"})


@rule("EPB-002", Severity.WARNING)
def accessibility_metadata_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Names what is missing, all of it in one message."""
    if recorded_codes(title) & _EXEMPTIONS:
        return
    for name, epub in books(title):
        stated = {
            "accessMode": epub.access_modes,
            "accessibilityFeature": epub.accessibility_features,
            "accessibilityHazard": epub.accessibility_hazards,
        }
        missing = [word for word, values in stated.items() if not values]
        if missing and not epub.accessibility_exemption:
            yield f"the package document of {name} does not state {', '.join(missing)}"
