"""The whole book in one file to keep: M4B with chapters, tags and cover."""

from shelfready.media import Medium
from shelfready.plans import AudiobookFileRecipe, Rendition
from shelfready.renditions._listening import VOICE_64, has_audio
from shelfready.renditions._pictures import cover_of
from shelfready.titles import TitleFacts


def _recipe(facts: TitleFacts) -> AudiobookFileRecipe | None:
    if not has_audio(facts):
        return None
    cover = cover_of(facts)
    return AudiobookFileRecipe(format=VOICE_64, cover=cover.asset.sha256 if cover else None)


m4b = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="audiobook.m4b",
    media_type="audio/mp4",
    recipe=_recipe,
)
