"""The ebook as its publisher made it: bytes that were checked are the bytes that are published."""

from shelfready.media import Medium
from shelfready.plans import Material, OriginalRecipe, Rendition
from shelfready.titles import Role


def _recipe(material: Material) -> OriginalRecipe | None:
    books = material.facts.in_role(Role.EPUB)
    return OriginalRecipe(original=books[0].asset.sha256, size_bytes=books[0].asset.size_bytes) if books else None


epub = Rendition(
    mediums=frozenset({Medium.TEXT}),
    path="book.epub",
    media_type="application/epub+zip",
    recipe=_recipe,
    wave=0,
)
