"""The cover as lists and players show it: at most 400 pixels on its longer side."""

from shelfready.media import Medium
from shelfready.plans import Material, PictureRecipe, Rendition
from shelfready.renditions._pictures import cover_within


def _recipe(material: Material) -> PictureRecipe | None:
    return cover_within(material.facts, longest_side_px=400)


cover_400 = Rendition(
    mediums=frozenset({Medium.AUDIO, Medium.TEXT}),
    path="cover-400.jpg",
    media_type="image/jpeg",
    recipe=_recipe,
    wave=0,
)
