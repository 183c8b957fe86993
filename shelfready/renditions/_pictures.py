"""Which picture a title's covers are made from."""

from shelfready.plans import PictureRecipe
from shelfready.titles import AssetFacts, Role, TitleFacts


def cover_of(facts: TitleFacts) -> AssetFacts | None:
    """The first cover that could be decoded."""
    return next((found for found in facts.in_role(Role.COVER) if found.image is not None), None)


def cover_within(facts: TitleFacts, longest_side_px: int) -> PictureRecipe | None:
    """The cover, reduced to fit; nothing for a title without one."""
    cover = cover_of(facts)
    return PictureRecipe(original=cover.asset.sha256, longest_side_px=longest_side_px) if cover else None
