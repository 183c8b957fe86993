"""CVR-004: The cover cannot be decoded.

What it checks
    A file that says it is a picture can be decoded as one, within the limits for size.

Why it matters
    Shops and players show a broken frame.

How to mend it
    Export the cover again as JPEG or PNG, in RGB, and send it again.

Source
    content-rules CVR-001 ("decodes")

Example:
    >>> from shelfready.rules._examples import cover
    >>> cover_does_not_open(cover())
    []
    >>> [found.message for found in cover_does_not_open(cover(image=None, problem="truncated"))]
    ['the picture cannot be decoded: truncated']
"""

from shelfready.findings import Says, Severity, rule
from shelfready.profiles import Profile
from shelfready.rules._kinds import PICTURES
from shelfready.titles import AssetFacts, Role


@rule("CVR-004", Severity.ERROR)
def cover_does_not_open(found: AssetFacts, _profile: Profile) -> Says:
    """What is no picture at all is `content-not-recognised`."""
    if found.asset.role is Role.COVER and found.image is None and found.kind in PICTURES:
        yield f"the picture cannot be decoded: {found.problem or 'nothing was found in it'}"
