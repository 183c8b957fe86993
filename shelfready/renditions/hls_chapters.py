"""The chapter table for Apple's players, named by the multivariant playlist; times in seconds.

Source: Apple, "Providing JavaScript Object Notation (JSON) chapters" for HTTP Live Streaming.
"""

from shelfready.media import Medium
from shelfready.plans import Described, DocumentRecipe, Material, Rendition
from shelfready.renditions._listening import has_audio
from shelfready.renditions._writing import as_json, language_of, seconds


def _recipe(material: Material) -> DocumentRecipe | None:
    return DocumentRecipe(shows=("chapters", "metadata")) if has_audio(material) else None


def _render(described: Described) -> bytes:
    table = described.plan.chapters
    language = language_of(described.plan) or "und"
    return as_json(
        [
            {
                "chapter": number,
                "start-time": seconds(chapter.start_sample),
                "duration": seconds(chapter.end_sample - chapter.start_sample),
                "titles": [{"language": language, "title": chapter.title}],
            }
            for number, chapter in enumerate(table.chapters if table else (), start=1)
        ]
    )


hls_chapters = Rendition(
    mediums=frozenset({Medium.AUDIO}),
    path="hls/chapters.json",
    media_type="application/json",
    recipe=_recipe,
    render=_render,
    wave=2,
)
