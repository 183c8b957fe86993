"""The book for reading systems that follow the W3C: a publication manifest in the Audiobooks profile."""

from shelfready.media import Medium
from shelfready.plans import DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._w3c import MANIFEST, manifest


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe() if has_audio(material) else None


w3c_publication = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path=MANIFEST,
    media_type="application/ld+json",
    recipe=_recipe,
    render=manifest,
    wave=2,
)
