"""EPB-004: The EPUB is protected, and cannot be read.

What it checks
    Nothing in the EPUB is encrypted but fonts, which is usual.

Why it matters
    A protected book passes EPUBCheck without an error and opens nowhere.

How to mend it
    Send the book without protection (DRM); whoever sells it adds their own.

Source
    content-rules PKG-005 and EPB-003; measured: EPUBs with LCP, ADEPT and FairPlay marks pass EPUBCheck 5.3

Example:
    >>> from shelfready.rules._examples import epub
    >>> epub_is_encrypted(epub())
    []
    >>> [found.message for found in epub_is_encrypted(epub(drm="Adobe ADEPT"))]
    ['the book is protected with Adobe ADEPT, and an open one is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile


@rule("EPB-004", Severity.FATAL)
def epub_is_encrypted(epub: EpubFacts, _profile: Profile) -> Says:
    """Names the protection."""
    if epub.drm:
        yield f"the book is protected with {epub.drm}, and an open one is expected"
