"""CVR-006: The cover of an audiobook is not square.

What it checks
    The sides of an audiobook's cover differ by no more than the profile allows. Covers of ebooks are as tall as
    books are.

Why it matters
    Players show covers in a square: others are cropped, or framed with bars. It is a warning and not an error, because
    nothing good is refused: framed, the cover of the printed book is still the right one. Profiles of recipients who
    refuse it make it an error; docs/profiles.md names them.

How to mend it
    Lay the cover out anew as a square; cropping the print cover mostly cuts off the author.

Source
    Spotify 1:1 preferred; ACX square; content-rules CVR-001 (1 %)

Example:
    >>> from shelfready.rules._examples import audiobook, book, cover, ebook, image, track
    >>> tall = cover(picture=image(1600, 2400))
    >>> cover_not_square(audiobook()) + cover_not_square(ebook(book(), tall))
    []
    >>> [found.message for found in cover_not_square(audiobook(track(), tall))]
    ['the cover has 1600 x 2400 pixels, and a square is expected']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts


@rule("CVR-006", Severity.WARNING)
def cover_not_square(title: TitleFacts, profile: Profile) -> Says:
    """Looks at audiobooks only."""
    covers = title.in_role(Role.COVER) if title.medium is Medium.AUDIO else ()
    for found in covers:
        if found.image is not None:
            width, height = found.image.width_px, found.image.height_px
            if abs(width - height) > profile.widest_side_difference * max(width, height):
                yield Said(f"the cover has {width} x {height} pixels, and a square is expected", asset=found.asset.name)
