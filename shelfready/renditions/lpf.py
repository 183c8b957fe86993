"""The whole book in one archive by the W3C: manifest, table of contents, audio and cover.

The Lightweight Packaging Format is a plain zip archive: unlike an EPUB's there is no `mimetype` in it, and it is known
by its manifest at the root. The specification would have text compressed; two small documents that are not are worth
having the same bytes whichever library packed them. Source: W3C Working Group Note "Lightweight Packaging Format".
"""

from shelfready.media import Medium
from shelfready.plans import Material, PackageRecipe, Rendition
from shelfready.renditions._listening import has_audio, is_divided
from shelfready.renditions._pictures import cover_of
from shelfready.renditions._w3c import BOOK, CHAPTERS, COVER, documents


def _recipe(material: Material) -> PackageRecipe | None:
    if not has_audio(material):
        return None
    audio = CHAPTERS if is_divided(material) else BOOK
    return PackageRecipe(holds=(audio, COVER) if cover_of(material.facts) else (audio,))


lpf = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="audiobook.lpf",
    media_type="application/lpf+zip",
    recipe=_recipe,
    documents=documents,
    wave=3,
)
