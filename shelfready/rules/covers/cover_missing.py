"""CVR-001: There is no cover.

What it checks
    A picture was delivered as the cover; for an ebook, the one within the EPUB will do.

Why it matters
    A title without a cover is hardly ever chosen. It is a warning and not an error, because nothing good is refused:
    the book can be read and heard without, and the cover can follow. Profiles of recipients who refuse such a title
    make it an error; docs/profiles.md names them.

How to mend it
    Send a square picture of at least 2400 pixels (JPEG or PNG) as the cover.

Source
    every shop asks for one (ACX, Google, Spotify); content-rules CVR-001

Example:
    >>> from shelfready.rules._examples import audiobook, ebook, track
    >>> cover_missing(audiobook()) + cover_missing(ebook())
    []
    >>> cover_missing(audiobook(track("book.m4b", kind="m4a", audio=None)))
    []
    >>> [found.message for found in cover_missing(audiobook(track()))]
    ['no cover was delivered as a file; one picture is expected']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.rules._described import are_files_unread
from shelfready.titles import Role, TitleFacts


@rule("CVR-001", Severity.WARNING)
def cover_missing(title: TitleFacts, _profile: Profile) -> Says:
    """Counts an ebook's own cover. Of files that do not open nothing is known, and they may hold one."""
    if are_files_unread(title):
        return
    books = title.in_role(Role.EPUB) if title.medium is Medium.TEXT else ()
    may_have_own = any(found.epub is None or found.epub.cover_name for found in books)
    if not title.in_role(Role.COVER) and not may_have_own:
        has_one = any(found.audio is not None and found.audio.tags.has_cover for found in title.tracks)
        of_tags = " (those in the tags of tracks are small, and are not taken)" if has_one else ""
        yield f"no cover was delivered as a file{of_tags}; one picture is expected"
