"""The action keys of a plan: each made thing is keyed by what it is made from, and by nothing else.

So a change of the metadata makes documents and the files that show them anew and starts no tool; a changed cover makes
the pictures and what they are in anew; a changed track encodes that track, and those beside it whose encoders heard it.
The toolchain counts where ffmpeg works. What we write ourselves is not its business: there, a rendition's version is
raised instead.
"""

from collections.abc import Mapping, Sequence

from shelfready.blobs import action_key
from shelfready.frame_grids import Run
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    ChapterFilesRecipe,
    DocumentRecipe,
    HlsRecipe,
    Make,
    PackageRecipe,
    Piece,
    Plan,
    Recipe,
    Rendition,
    SampleRecipe,
    Span,
    WaveformRecipe,
)
from shelfready.timeline import Context, Heard, context
from shelfready.values import Sha256, Value

ENCODING_VERSION = 3
"""Raised when our own arithmetic around the encoder, or what it is told besides its bit rate, is to give other frames
from the same inputs; and when what is found out about them means something else."""

COVER_IN_BOOK_PX = 1600
"""Longest side of the cover inside an M4B: sharp on a phone, and a small part of the file."""

COVER_QUALITY = 85

SHOWN_IN_BOOK = frozenset(
    {"title", "subtitle", "authors", "narrators", "publisher", "language", "published_on", "description"}
)
"""The metadata that a file of the whole book holds."""

SHOWN_IN_PART = frozenset({"title", "authors", "narrators", "language"})
"""The metadata that the file of a chapter, or of a sample, holds."""


class EncodeKeys(Value):
    """The key of one piece in one format, and of what it is made from (see `plans.Encode`)."""

    key: Sha256
    own: str = ""
    before: str = ""
    after: str = ""


def encode_keys(bare: Plan, piece: Piece, format: AudioFormat, run: Run) -> EncodeKeys:
    """The keys of one piece in one format.

    Where the piece lies matters only by its place in the grid of frames; its neighbours, only by what the encoder
    hears of them.
    """
    span = bare.spans[piece.track]
    if format.is_copied:
        key = action_key(
            "encode",
            version=ENCODING_VERSION,
            toolchain=bare.toolchain,
            format=format.key,
            track=span.sha256,
        )
        return EncodeKeys(key=key)
    own = action_key(
        "encode-alone",
        version=ENCODING_VERSION,
        toolchain=bare.toolchain,
        format=format.key,
        gain_db=bare.sound.gain_db,
        track=span.sha256,
        offset=piece.offset_samples,
        samples=piece.samples,
        padding=piece.padding_samples,
        lead=run.origin_sample + run.first_frame * format.frame_samples - piece.start_sample,
        frames=run.end_frame - run.first_frame,
        is_first=piece.start_sample == 0,
        is_last=piece.end_sample == bare.total_samples,
    )
    heard = _heard(bare.spans, piece)
    before, after = _heard_key(heard.before), _heard_key(heard.after)
    return EncodeKeys(
        key=action_key("encode", own=own, before=before, after=after), own=own, before=before, after=after
    )


def cut_key(bare: Plan, recipe: SampleRecipe) -> str:
    """The key of a sample's frames: what ffmpeg makes of it, before anything is written around them.

    A sample that is shown under another title is the same sound.
    """
    return action_key(
        "cut",
        version=ENCODING_VERSION,
        toolchain=bare.toolchain,
        recipe=recipe.model_dump(mode="json", exclude={"start_sample"}),
        of=_excerpts(bare.spans, recipe),
    )


def cover_key(original: Sha256) -> str:
    """The key of a cover as it lies in an M4B."""
    return action_key("cover-in-book", original=original, px=COVER_IN_BOOK_PX, quality=COVER_QUALITY, version=1)


def make_key(bare: Plan, name: str, rendition: Rendition, recipe: Recipe, earlier: Sequence[Make]) -> str:
    """The key of one rendition; `earlier` are those of the waves before it."""
    left_out = {"start_sample"} if isinstance(recipe, SampleRecipe) else set[str]()
    return action_key(
        "make",
        rendition=name,
        version=rendition.version,
        recipe=recipe.model_dump(mode="json", exclude=left_out),
        **_made_from(bare, recipe, earlier),
    )


def _made_from(bare: Plan, recipe: Recipe, earlier: Sequence[Make]) -> Mapping[str, object]:
    match recipe:
        case HlsRecipe():
            return _frames(bare, recipe.format)
        case AudiobookFileRecipe():
            return _frames(bare, recipe.format) | {"chapters": _chapters(bare)} | _metadata(bare, SHOWN_IN_BOOK)
        case ChapterFilesRecipe():
            return _frames(bare, recipe.format) | {"chapters": _chapters(bare)} | _metadata(bare, SHOWN_IN_PART)
        case SampleRecipe():
            return {"cut": cut_key(bare, recipe)} | _metadata(bare, SHOWN_IN_PART)
        case WaveformRecipe():
            tracks = [(span.samples, span.padding_samples) for span in bare.spans]
            return {"peaks": bare.waveforms, "tracks": tracks, "gain_db": bare.sound.gain_db}
        case DocumentRecipe():
            return _described(bare, frozenset(recipe.shows), [make.key for make in earlier])
        case PackageRecipe():
            held = [make.key for make in earlier if make.rendition in recipe.holds]
            return _described(bare, frozenset({"metadata", "chapters", "artifacts"}), held)
        case _:  # pictures and originals: the recipe names the file that they are made of
            return {}


def _heard(spans: Sequence[Span], piece: Piece) -> Context:
    """What an encoder hears of other tracks: only where the piece begins or ends its own."""
    heard = context(spans, piece.track)
    is_end = piece.offset_samples + piece.samples == spans[piece.track].samples
    return Context(before=heard.before if piece.offset_samples == 0 else (), after=heard.after if is_end else ())


def _heard_key(heard: Sequence[Heard]) -> str:
    return action_key("heard", of=[one.model_dump() for one in heard])


def _frames(bare: Plan, format: AudioFormat) -> dict[str, object]:
    encodes = bare.encodes_in(format)
    return {"encodes": [encode.key for encode in encodes], "samples": bare.total_samples}


def _excerpts(spans: Sequence[Span], recipe: SampleRecipe) -> list[tuple[str, int, int]]:
    """The stretches of tracks that a sample is cut from."""
    first, end = recipe.start_sample, recipe.start_sample + recipe.samples
    return [
        (span.sha256, first - span.start_sample, end - span.start_sample)
        for span in spans
        if span.start_sample < end and span.end_sample > first
    ]


def _metadata(bare: Plan, shown: frozenset[str]) -> dict[str, object]:
    return {"metadata": bare.metadata.model_dump(mode="json", include=set(shown))}


def _chapters(bare: Plan) -> list[object]:
    chapters = bare.chapters.chapters if bare.chapters else ()
    shown = {"title", "start_sample", "end_sample", "level", "kind"}
    return [chapter.model_dump(mode="json", include=shown) for chapter in chapters]


def _described(bare: Plan, shows: frozenset[str], artifacts: Sequence[str]) -> dict[str, object]:
    described: dict[str, object] = {"samples": bare.total_samples}
    if "metadata" in shows:
        described["title"] = (bare.publisher, bare.title_id, bare.content_type)
        described["metadata"] = bare.metadata.model_dump(mode="json")
    if "chapters" in shows:
        described["chapters"] = _chapters(bare)
        described["contents"] = [entry.model_dump(mode="json") for entry in bare.contents]
    if "artifacts" in shows:
        described["artifacts"] = list(artifacts)
    return described
