"""Which picture a title's covers are made from."""

from shelfready.plans import PictureRecipe
from shelfready.titles import Role, TitleFacts


def cover_of(facts: TitleFacts) -> str | None:
    """The SHA-256 of the first cover that could be decoded, else of the picture that an EPUB calls its cover."""
    delivered = (found.asset.sha256 for found in facts.in_role(Role.COVER) if found.image is not None)
    taken_out = (found.cover for found in facts.in_role(Role.EPUB) if found.cover is not None)
    return next(delivered, None) or next(taken_out, None)


def cover_within(facts: TitleFacts, longest_side_px: int) -> PictureRecipe | None:
    """The cover, reduced to fit; nothing for a title without one."""
    cover = cover_of(facts)
    return PictureRecipe(original=cover, longest_side_px=longest_side_px) if cover else None
