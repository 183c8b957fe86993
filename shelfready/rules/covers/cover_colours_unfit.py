"""CVR-002: The cover's colours, format or weight are not what screens and shops expect.

What it checks
    The cover is RGB with 8 bits a channel, without transparency or animation, JPEG or PNG, not too heavy, and of the
    formats and sides that the profile takes. CMYK needs a colour profile.

Why it matters
    Screens show red, green and blue. Printing colours without a profile come out wrong everywhere, and nobody can tell
    what was meant; what has one we convert ourselves, and remove what cameras and programs write into pictures.

How to mend it
    Export the cover as JPEG or PNG in sRGB with 8 bits a channel, without transparency.

Source
    Spotify (RGB, 24 bits); Google (JPEG or PNG, 1024 to 7200 px, no TIFF); content-rules CVR-002

Example:
    >>> from shelfready.rules._examples import cover, image
    >>> cover_colours_unfit(cover())
    []
    >>> cover_colours_unfit(cover(picture=image(mode="CMYK", has_icc_profile=True)))
    []
    >>> [found.message for found in cover_colours_unfit(cover(picture=image(mode="CMYK")))]
    ['the cover is CMYK without a colour profile, and RGB is expected: its colours can only be guessed']
    >>> from shelfready.profiles.acx import acx
    >>> [found.message for found in cover_colours_unfit(cover(picture=image(mode="RGBA", has_alpha=True)), acx)]
    ['the cover has transparency, and RGB of 8 bits is expected']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.picture_colours import oddities
from shelfready.profiles import Profile
from shelfready.titles import AssetFacts, Role

_MIB = 1024 * 1024


@rule("CVR-002", Severity.WARNING)
def cover_colours_unfit(found: AssetFacts, profile: Profile) -> Says:
    """What we convert without loss is no fault where we mend: every rendition is RGB."""
    image = found.image
    if found.asset.role is not Role.COVER or image is None:
        return
    if image.mode == "CMYK" and not image.has_icc_profile:
        yield "the cover is CMYK without a colour profile, and RGB is expected: its colours can only be guessed"
    elif not profile.mends:
        for oddity in oddities(image):
            yield f"the cover {oddity}, and RGB of 8 bits is expected"
    if image.is_animated:
        message = "the cover is animated, and a still picture is expected: its first frame is shown"
        yield Said(message, remedy="Export the picture that is to be shown as a JPEG or PNG of its own.")
    if profile.cover_formats is not None and found.kind not in profile.cover_formats:
        wanted = " or ".join(profile.cover_formats)
        message = f"the cover is of the format {found.kind}, and {wanted} is expected"
        yield Said(message, Severity.ERROR, remedy=f"Export the cover again as {wanted}.")
    size, side = found.asset.size_bytes / _MIB, max(image.width_px, image.height_px)
    if size > profile.largest_cover_mib:
        message = f"the cover has {size:.0f} MiB, and at most {profile.largest_cover_mib} MiB is expected"
        yield Said(message, remedy="Export the cover as JPEG, at 3000 by 3000 pixels or less.")
    if profile.largest_cover_px is not None and side > profile.largest_cover_px:
        largest = profile.largest_cover_px
        message = f"the longer side of the cover has {side} pixels, and at most {largest} are expected"
        yield Said(message, Severity.ERROR, remedy=f"Reduce the cover to {largest} pixels on its longer side.")
