"""EPB-010: The EPUB is larger than shops take.

What it checks
    The file has no more bytes than the profile allows: 2 GB, which is Google Play's limit.

Why it matters
    It cannot be delivered there, and on most reading devices a book of that size does not open.

How to mend it
    Reduce pictures to the size of a screen and sound to 64 kbit/s, and leave out what the book does not use.

Source
    Google Play Books, EPUB file requirements; content-rules EPB-003

Example:
    >>> from shelfready.rules._examples import book
    >>> epub_too_large(book(size_bytes=2_000_000_000))
    []
    >>> [found.message for found in epub_too_large(book(size_bytes=2_300_000_000))]
    ['the EPUB has 2.30 GB, more than 2.00 GB']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Role

_GB = 1_000_000_000


@rule("EPB-010", Severity.WARNING)
def epub_too_large(found: AssetFacts, profile: Profile) -> Says:
    """Holds the delivered file to the limit, whatever is in it."""
    size_gb = found.asset.size_bytes / _GB
    if found.asset.role is Role.EPUB and size_gb > profile.largest_epub_gb:
        yield f"the EPUB has {size_gb:.2f} GB, more than {profile.largest_epub_gb:.2f} GB"
