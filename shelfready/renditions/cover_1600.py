"""The cover as product pages show it: at most 1600 pixels on its longer side."""

from shelfready.media import Medium
from shelfready.plans import Material, PictureRecipe, Rendition
from shelfready.renditions._pictures import cover_within


def _recipe(material: Material) -> PictureRecipe | None:
    return cover_within(material.facts, longest_side_px=1600)


cover_1600 = Rendition(
    mediums=frozenset({Medium.AUDIO, Medium.TEXT}),
    path="cover-1600.jpg",
    media_type="image/jpeg",
    recipe=_recipe,
    wave=0,
)
