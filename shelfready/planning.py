"""Chooses what will be made for a title; the one module that knows renditions and content types together."""

from collections.abc import Iterator, Mapping, Sequence

from shelfready.batches import awaited, encode_batches, format_of
from shelfready.chapters import ChapterTable
from shelfready.content_types import CONTENT_TYPES
from shelfready.errors import RejectedError
from shelfready.frame_grids import Run, origins_of, runs_of
from shelfready.materials import material_of
from shelfready.media import Medium
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    Encode,
    Make,
    Material,
    Piece,
    Plan,
    Recipe,
    Rendition,
    SampleRecipe,
    Span,
)
from shelfready.profiles import STREAMING, Profile
from shelfready.recipe_keys import cover_key, cut_key, encode_keys, make_key
from shelfready.renditions import RENDITIONS
from shelfready.renewing import renewed
from shelfready.sound import sound_of
from shelfready.succession import kept
from shelfready.timeline import Edges, pieces_of, spans_of
from shelfready.titles import Role, SubmissionRef, TitleFacts

__all__ = ["plan", "with_made", "keys_of", "awaited", "encode_batches"]

Chosen = tuple[str, Rendition, Recipe]
"""A rendition's name, the rendition, and the parameters it chose for the title."""


def plan(
    facts: TitleFacts,
    chapters: ChapterTable | None,
    submission: SubmissionRef,
    edges: Edges,
    toolchain: str,
    *,
    profile: Profile = STREAMING,
    previous: Plan | None = None,
    renditions: Mapping[str, Rendition] = RENDITIONS,
) -> Plan:
    """What will be made for the title. Nothing is marked as made: see `with_made`.

    With the `previous` plan of the title, tracks that are there again stay as they were encoded, wherever they lie now.
    """
    sound = sound_of(facts, profile, previous.sound if previous else None)
    # What must be encoded anew in any case is laid out anew as well: without padding, on one grid.
    still = previous if previous is not None and _is_of_use(previous, sound.gain_db, toolchain) else None
    spans = spans_of(facts, edges, still.spans if still else ())
    material = material_of(facts, chapters, sound, spans, profile)
    chosen = _chosen(material, renditions)
    formats = tuple(dict.fromkeys(format for _, _, recipe in chosen if (format := format_of(recipe)) is not None))
    pieces = pieces_of(spans)
    bare = Plan(
        publisher=submission.publisher,
        title_id=submission.title_id,
        content_type=facts.content_type,
        submission_id=submission.submission_id,
        metadata=facts.metadata,
        chapters=material.chapters,
        sound=sound,
        spans=spans,
        pieces=pieces + tuple(_whole(spans[0]) for format in formats if format.is_copied),
        waveforms=tuple(track.waveform for track in facts.tracks if track.waveform is not None),
        contents=next((book.epub.toc for book in facts.in_role(Role.EPUB) if book.epub is not None), ()),
        toolchain=toolchain,
    )
    encodes = renewed(tuple(_encodes(bare, pieces, formats, still)), still.encodes if still else ())
    encoded = bare.model_copy(update={"encodes": encodes})
    further = tuple(key for _, _, recipe in chosen if (key := _further_key(encoded, recipe)) is not None)
    return encoded.model_copy(update={"makes": _makes(encoded, chosen), "further_keys": further})


def with_made(plan: Plan, made_keys: frozenset[str]) -> Plan:
    """The plan, with everything marked as made whose key is among those that the store holds."""
    encodes = tuple(encode.model_copy(update={"is_made": encode.key in made_keys}) for encode in plan.encodes)
    makes = tuple(make.model_copy(update={"is_made": make.key in made_keys}) for make in plan.makes)
    return plan.model_copy(update={"encodes": encodes, "makes": makes})


def keys_of(plan: Plan) -> frozenset[str]:
    """The keys of everything that the plan is carried out with."""
    return frozenset([encode.key for encode in plan.encodes] + [make.key for make in plan.makes])


def _is_of_use(previous: Plan, gain_db: float, toolchain: str) -> bool:
    return previous.sound.gain_db == gain_db and previous.toolchain == toolchain


def _chosen(material: Material, renditions: Mapping[str, Rendition]) -> list[Chosen]:
    medium = _medium_of(material.facts)
    chosen: list[Chosen] = []
    for name, rendition in renditions.items():
        recipe = rendition.recipe(material) if medium in rendition.mediums else None
        if recipe is not None:
            chosen.append((name, rendition, recipe))
    return chosen


def _medium_of(facts: TitleFacts) -> Medium:
    content_type = CONTENT_TYPES.get(facts.content_type)
    if content_type is None:
        raise RejectedError(
            f"there is no content type {facts.content_type!r}; send one of {', '.join(CONTENT_TYPES)}",
            cause_code="content-type-unknown",
        )
    return content_type.medium


def _whole(span: Span) -> Piece:
    """The piece that is copied: a file is taken over as a whole, also where it is encoded in pieces."""
    return Piece(
        track=span.track, start_sample=span.start_sample, samples=span.samples, padding_samples=span.padding_samples
    )


def _encodes(
    bare: Plan, pieces: Sequence[Piece], formats: Sequence[AudioFormat], previous: Plan | None
) -> Iterator[Encode]:
    here = kept([span.sha256 for span in bare.spans], [span.sha256 for span in previous.spans] if previous else [])
    for format in formats:
        if format.is_copied:
            # As many frames as there are: nobody counts them before they are taken over.
            yield _encode(bare, len(pieces), format, Run(first_frame=0, end_frame=0))
            continue
        runs = runs_of(pieces, format, origins_of(bare.spans, previous, here, format))
        for index, run in enumerate(runs):
            if run.first_frame < run.end_frame:  # a track of a few milliseconds is held by its neighbours' frames
                yield _encode(bare, index, format, run)


def _encode(bare: Plan, piece: int, format: AudioFormat, run: Run) -> Encode:
    keys = encode_keys(bare, bare.pieces[piece], format, run)
    return Encode(
        key=keys.key,
        piece=piece,
        format=format,
        first_frame=run.first_frame,
        end_frame=run.end_frame,
        origin_sample=run.origin_sample,
        own=keys.own,
        before=keys.before,
        after=keys.after,
    )


def _further_key(bare: Plan, recipe: Recipe) -> str | None:
    """The key of what is made for a rendition before it is packed, where that outlives the rendition."""
    match recipe:
        case SampleRecipe():
            return cut_key(bare, recipe)
        case AudiobookFileRecipe(cover=str(original)):
            return cover_key(original)
        case _:
            return None


def _makes(bare: Plan, chosen: Sequence[Chosen]) -> tuple[Make, ...]:
    makes: list[Make] = []
    for name, rendition, recipe in sorted(chosen, key=lambda choice: (choice[1].wave, choice[0])):
        earlier = [make for make in makes if make.wave < rendition.wave]
        makes.append(
            Make(
                rendition=name,
                key=make_key(bare, name, rendition, recipe, earlier),
                path=rendition.path,
                media_type=rendition.media_type,
                wave=rendition.wave,
                recipe=recipe,
            )
        )
    return tuple(makes)
