"""One file for each chapter to keep, numbered from 1 on with at least three digits: `chapters/001.m4a`.

A book of one chapter has none: its one file is the M4B.
"""

from shelfready.media import Medium
from shelfready.plans import ChapterFilesRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio, is_divided, to_keep


def _recipe(material: Material) -> ChapterFilesRecipe | None:
    return ChapterFilesRecipe(format=to_keep(material)) if has_audio(material) and is_divided(material) else None


chapter_files = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="chapters/001.m4a",
    media_type="audio/mp4",
    recipe=_recipe,
)
