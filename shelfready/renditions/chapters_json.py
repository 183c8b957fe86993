"""The chapter table for players, as JSON chapters of the podcast namespace (version 1.2), times in seconds."""

from shelfready.media import Medium
from shelfready.plans import Described, DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._writing import as_json, seconds


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("chapters",)) if has_audio(material) else None


def _render(described: Described) -> bytes:
    table = described.plan.chapters
    return as_json(
        {
            "version": "1.2.0",
            "chapters": [
                {
                    "startTime": seconds(chapter.start_sample),
                    "endTime": seconds(chapter.end_sample),
                    "title": chapter.title,
                }
                for chapter in (table.chapters if table else ())
            ],
        }
    )


chapters_json = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="chapters.json",
    media_type="application/json+chapters",
    recipe=_recipe,
    render=_render,
    wave=2,
)
