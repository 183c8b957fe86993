"""The chapter table for players, as JSON chapters of the podcast namespace (version 1.2), times in seconds."""

from json import dumps

from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import Described, DocumentRecipe, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.titles import TitleFacts


def _recipe(facts: TitleFacts) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("chapters",)) if has_audio(facts) else None


def _render(described: Described) -> bytes:
    table = described.plan.chapters
    document = {
        "version": "1.2.0",
        "chapters": [
            {
                "startTime": round(chapter.start_sample / TIMELINE_RATE_HZ, 3),
                "endTime": round(chapter.end_sample / TIMELINE_RATE_HZ, 3),
                "title": chapter.title,
            }
            for chapter in (table.chapters if table else ())
        ],
    }
    return (dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


chapters_json = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="chapters.json",
    media_type="application/json+chapters",
    recipe=_recipe,
    render=_render,
    wave=2,
)
