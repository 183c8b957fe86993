"""The page with the table of contents that the W3C's publication manifest names."""

from shelfready.media import Medium
from shelfready.plans import DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._w3c import CONTENTS, contents_page


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe() if has_audio(material) else None


w3c_contents = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path=CONTENTS,
    media_type="text/html",
    recipe=_recipe,
    render=contents_page,
    wave=2,
)
