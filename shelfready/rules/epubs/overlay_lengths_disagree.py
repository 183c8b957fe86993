"""EPB-011: The narration of the EPUB is not as long as its parts.

What it checks
    The length that the package document states for all its media overlays is the sum of the lengths that it states for
    each, within a second.

Why it matters
    Players show the time that is left by it; and an overlay that was forgotten shows itself in the sum.

How to mend it
    Correct media:duration in the package document: one for each overlay, and their sum for the book.

Source
    EPUB 3.3, section 9.3.5.2; EPUBCheck MED-016, said here where EPUBCheck was not run; content-rules EPB-003

Example:
    >>> from shelfready.rules._examples import epub
    >>> overlay_lengths_disagree(epub(overlay_ms=60_000, overlay_parts_ms=60_400, messages=None))
    []
    >>> book = epub(overlay_ms=90_000, overlay_parts_ms=60_000, messages=None)
    >>> [found.message for found in overlay_lengths_disagree(book)]
    ['the narration is said to last 90 s, and its parts 60 s together']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import EpubFacts
from shelfready.profiles import Profile

_TOLERANCE_MS = 1000


@rule("EPB-011", Severity.WARNING)
def overlay_lengths_disagree(epub: EpubFacts, _profile: Profile) -> Says:
    """Leaves it to EPUBCheck where that has spoken."""
    whole, parts = epub.overlay_ms, epub.overlay_parts_ms
    if epub.messages is not None or whole is None or parts is None:
        return
    if abs(whole - parts) > _TOLERANCE_MS:
        yield f"the narration is said to last {whole / 1000:.0f} s, and its parts {parts / 1000:.0f} s together"
