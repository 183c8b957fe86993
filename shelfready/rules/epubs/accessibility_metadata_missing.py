"""EPB-002: The EPUB does not say how accessible it is.

What it checks
    The EPUB states its access modes, its accessibility features and its hazards ("none" is an answer).

Why it matters
    Readers who cannot see print choose by these; in the European Union, ebooks that were published after 28 June
    2025 must state them.

How to mend it
    Add schema:accessMode, schema:accessibilityFeature and schema:accessibilityHazard to the package document.

Source
    EPUB Accessibility 1.1, section 2.2; European Accessibility Act; content-rules EPB-002

Example:
    >>> from shelfready.rules._examples import epub
    >>> accessibility_metadata_missing(epub())
    []
    >>> [found.message for found in accessibility_metadata_missing(epub(accessibility_hazards=()))]
    ['the package document does not state accessibilityHazard']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile


@rule("EPB-002", Severity.WARNING)
def accessibility_metadata_missing(epub: EpubFacts, _profile: Profile) -> Says:
    """Names what is missing, all of it in one message."""
    stated = {
        "accessMode": epub.access_modes,
        "accessibilityFeature": epub.accessibility_features,
        "accessibilityHazard": epub.accessibility_hazards,
    }
    missing = [name for name, values in stated.items() if not values]
    if missing:
        yield f"the package document does not state {', '.join(missing)}"
