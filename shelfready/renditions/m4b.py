"""The whole book in one file to keep: M4B with chapters, tags and cover."""

from shelfready.media import Medium
from shelfready.plans import AudiobookFileRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio, to_keep
from shelfready.renditions._pictures import cover_of


def _recipe(material: Material) -> AudiobookFileRecipe | None:
    if not has_audio(material):
        return None
    return AudiobookFileRecipe(format=to_keep(material), cover=cover_of(material.facts))


m4b = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="audiobook.m4b",
    media_type="audio/mp4",
    recipe=_recipe,
)
