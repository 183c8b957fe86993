"""CVR-005: The cover is smaller than screens show it.

What it checks
    The shorter side has at least as many pixels as the profile asks for. Where the recipient refuses smaller covers,
    it is an error.

Why it matters
    A small cover is blurred on product pages and large screens. We never enlarge one, because that only makes the
    blur bigger. It is a warning and not an error, because nothing good is refused: a small cover is better than none,
    and books of volunteers have covers of 300 pixels. Who refuses them stands in docs/profiles.md (`refused_cover_px`).

How to mend it
    Export the cover again from its source at 2400 by 2400 pixels or more. Enlarging the small one mends nothing.

Source
    ACX 2400; Google 1024 to 7200; Apple and Kobo 1400 and up; LibriVox 300; content-rules CVR-001

Example:
    >>> from shelfready.rules._examples import image
    >>> cover_too_small(image(2400, 2400))
    []
    >>> [(found.severity.value, found.message) for found in cover_too_small(image(300, 300))]
    [('W', 'the cover has 300 x 300 pixels, and at least 1400 on the shorter side are expected')]
    >>> [found.severity.value for found in cover_too_small(image(1600, 1600))]
    ['I']
    >>> from shelfready.profiles.acx import acx
    >>> [found.severity.value for found in cover_too_small(image(1600, 1600), acx)]
    ['E']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import ImageFacts
from shelfready.profiles import Profile


@rule("CVR-005", Severity.WARNING)
def cover_too_small(image: ImageFacts, profile: Profile) -> Says:
    """Warns of what looks blurred with us, and remarks on what shops will refuse."""
    side = min(image.width_px, image.height_px)
    size = f"the cover has {image.width_px} x {image.height_px} pixels"
    refused = profile.refused_cover_px
    if refused is not None and side < refused:
        yield Said(f"{size}, and at least {refused} on the shorter side are expected", Severity.ERROR)
    elif side < profile.smallest_cover_px:
        yield f"{size}, and at least {profile.smallest_cover_px} on the shorter side are expected"
    elif side < profile.smallest_cover_without_warning_px:
        wanted = profile.smallest_cover_without_warning_px
        message = f"{size}: some shops ask for {wanted} on the shorter side"
        remedy = "Nothing need be done for us. For those shops, export the cover again from its source, larger."
        yield Said(message, Severity.INFO, remedy=remedy)
