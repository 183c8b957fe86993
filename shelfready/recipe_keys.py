"""The action keys of a plan: each made thing is keyed by what it is made from, and by nothing else.

So a change of the metadata makes documents and the audiobook file anew and encodes nothing; a changed cover makes the
pictures and the audiobook file anew; a changed track encodes that track, and those beside it whose encoders heard it.
The toolchain counts where ffmpeg works. Pictures and documents are ours: their rendition's version is raised instead.
"""

from shelfready.blobs import action_key
from shelfready.plans import (
    FRAME_SAMPLES,
    AudiobookFileRecipe,
    AudioFormat,
    DocumentRecipe,
    HlsRecipe,
    Plan,
    Recipe,
    Rendition,
    Span,
)
from shelfready.timeline import context

ENCODING_VERSION = 1
"""Raised when our own arithmetic around the encoder is to give other frames from the same inputs."""

_SHOWN_IN_AUDIOBOOK_FILE = frozenset(
    {"title", "subtitle", "authors", "narrators", "publisher", "language", "published_on", "description"}
)


def encode_key(spans: tuple[Span, ...], index: int, format: AudioFormat, toolchain: str) -> str:
    """The key of one track in one format.

    Where the track lies matters only by its phase in the frame grid; its neighbours, only by what the encoder hears.
    """
    span = spans[index]
    heard = context(spans, index)
    return action_key(
        "encode",
        version=ENCODING_VERSION,
        toolchain=toolchain,
        format=format.key,
        track=span.sha256,
        samples=span.samples,
        phase=span.start_sample % FRAME_SAMPLES,
        is_first=span.start_sample == 0,
        is_last=index == len(spans) - 1,
        before=heard.before,
        after=heard.after,
    )


def make_key(bare: Plan, name: str, rendition: Rendition, recipe: Recipe, first_wave: tuple[str, ...]) -> str:
    """The key of one rendition, made from the plan's encodings and, in the second wave, from the first."""
    made_from: dict[str, object] = {}
    if isinstance(recipe, HlsRecipe | AudiobookFileRecipe):
        made_from["encodes"] = tuple(encode.key for encode in bare.encodes_in(recipe.format))
        made_from["samples"] = bare.total_samples
        made_from["toolchain"] = bare.toolchain
    if isinstance(recipe, AudiobookFileRecipe):
        made_from["chapters"] = _chapters(bare)
        made_from["metadata"] = bare.metadata.model_dump(mode="json", include=set(_SHOWN_IN_AUDIOBOOK_FILE))
    if isinstance(recipe, DocumentRecipe):
        made_from |= _described(bare, recipe, first_wave)
    return action_key(
        "make",
        rendition=name,
        version=rendition.version,
        recipe=recipe.model_dump(mode="json"),
        **made_from,
    )


def _chapters(bare: Plan) -> tuple[tuple[str, int, int], ...]:
    chapters = bare.chapters.chapters if bare.chapters else ()
    return tuple((chapter.title, chapter.start_sample, chapter.end_sample) for chapter in chapters)


def _described(bare: Plan, recipe: DocumentRecipe, first_wave: tuple[str, ...]) -> dict[str, object]:
    described: dict[str, object] = {"samples": bare.total_samples}
    if "metadata" in recipe.shows:
        described["title"] = (bare.publisher, bare.title_id, bare.content_type)
        described["metadata"] = bare.metadata.model_dump(mode="json")
    if "chapters" in recipe.shows:
        described["chapters"] = _chapters(bare)
    if "artifacts" in recipe.shows:
        described["artifacts"] = first_wave
    return described
