"""Covers are published as sRGB JPEG of 8 bits, without transparency and without what cameras write into pictures.

The facts stay those of the picture that was sent, which is kept: every rendition of it is converted anyway.
"""

from collections.abc import Iterator

from shelfready.findings import Change
from shelfready.fixing import Fix
from shelfready.media import ImageFacts
from shelfready.picture_colours import oddities
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts

_SHOWN_BY_BROWSERS = frozenset({"jpeg", "png"})


def _mend(title: TitleFacts, _profile: Profile) -> tuple[TitleFacts, list[Change]]:
    return title, [
        Change(code="CVR-002", field=field, before=before, after=after, asset=found.asset.name)
        for found in title.in_role(Role.COVER)
        if found.image is not None
        for field, before, after in _converted(found.image)
    ]


def _converted(image: ImageFacts) -> Iterator[tuple[str, str, str]]:
    is_guessed = image.mode == "CMYK" and not image.has_icc_profile  # a rule's business: nobody knows what was meant
    found = [] if is_guessed else list(oddities(image))
    if found:
        yield "colours", ", ".join(found), "sRGB, 8 bits a channel"
    if image.format.casefold() not in _SHOWN_BY_BROWSERS:
        yield "format", image.format.casefold(), "jpeg"
    if image.has_exif:
        yield "EXIF", "there", "removed"


cover_converted = Fix(code="CVR-002", mend=_mend)
