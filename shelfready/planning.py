"""Chooses what will be made for a title; the one module that knows renditions and content types together."""

from collections.abc import Iterator, Mapping, Sequence

from shelfready.chapters import ChapterTable
from shelfready.content_types import CONTENT_TYPES
from shelfready.errors import RejectedError
from shelfready.media import TIMELINE_RATE_HZ, Medium
from shelfready.plans import (
    AudiobookFileRecipe,
    AudioFormat,
    Encode,
    HlsRecipe,
    Make,
    Plan,
    Recipe,
    Rendition,
    Span,
)
from shelfready.recipe_keys import encode_key, make_key
from shelfready.renditions import RENDITIONS
from shelfready.timeline import Edges, frames_of, spans_of
from shelfready.titles import SubmissionRef, TitleFacts

__all__ = ["plan", "with_made", "encode_batches", "frames_of"]

Chosen = tuple[str, Rendition, Recipe]
"""A rendition's name, the rendition, and the parameters it chose for the title."""


def plan(
    facts: TitleFacts,
    chapters: ChapterTable | None,
    submission: SubmissionRef,
    edges: Edges,
    toolchain: str,
    *,
    renditions: Mapping[str, Rendition] = RENDITIONS,
) -> Plan:
    """What will be made for the title. Nothing is marked as made: see `with_made`."""
    chosen = _chosen(facts, renditions)
    spans = spans_of(facts, edges)
    bare = Plan(
        publisher=submission.publisher,
        title_id=submission.title_id,
        content_type=facts.content_type,
        submission_id=submission.submission_id,
        metadata=facts.metadata,
        chapters=chapters,
        spans=spans,
        encodes=tuple(_encodes(spans, _formats(chosen), toolchain)),
        toolchain=toolchain,
    )
    return bare.model_copy(update={"makes": _makes(bare, chosen)})


def with_made(plan: Plan, made_keys: frozenset[str]) -> Plan:
    """The plan, with everything marked as made whose key is among those that the store holds."""
    encodes = tuple(encode.model_copy(update={"is_made": encode.key in made_keys}) for encode in plan.encodes)
    makes = tuple(make.model_copy(update={"is_made": make.key in made_keys}) for make in plan.makes)
    return plan.model_copy(update={"encodes": encodes, "makes": makes})


def encode_batches(plan: Plan, shortest_batch_s: int = 240) -> tuple[tuple[int, ...], ...]:
    """The encodings still to do, as groups of indexes into `plan.encodes`, each worth an activity of its own.

    A track of at least `shortest_batch_s` is alone, so that long books spread over all cores. Shorter ones of a format
    are put together in playing order until they reach it, so that 300 tracks of a minute do not become 300 activities;
    what is left at the end joins the last group of short ones. Encodings that no rendition waits for are left out.
    """
    wanted = {_format_of(make.recipe) for make in plan.makes if not make.is_made}
    batches: list[tuple[int, ...]] = []
    for format in dict.fromkeys(encode.format for encode in plan.encodes if encode.format in wanted):
        to_do = [index for index, encode in enumerate(plan.encodes) if encode.format == format and not encode.is_made]
        batches += _batches(plan, to_do, shortest_batch_s * TIMELINE_RATE_HZ)
    return tuple(sorted(batches))


def _chosen(facts: TitleFacts, renditions: Mapping[str, Rendition]) -> list[Chosen]:
    medium = _medium_of(facts)
    chosen: list[Chosen] = []
    for name, rendition in renditions.items():
        recipe = rendition.recipe(facts) if medium in rendition.mediums else None
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


def _format_of(recipe: Recipe) -> AudioFormat | None:
    return recipe.format if isinstance(recipe, HlsRecipe | AudiobookFileRecipe) else None


def _formats(chosen: Sequence[Chosen]) -> tuple[AudioFormat, ...]:
    formats = (_format_of(recipe) for _, _, recipe in chosen)
    return tuple(dict.fromkeys(format for format in formats if format is not None))


def _encodes(spans: tuple[Span, ...], formats: Sequence[AudioFormat], toolchain: str) -> Iterator[Encode]:
    for format in formats:
        for index in range(len(spans)):
            first, end = frames_of(spans, index)
            if first < end:  # a track of a few milliseconds may own no frame: its neighbours' frames hold it
                yield Encode(key=encode_key(spans, index, format, toolchain), track=index, format=format)


def _makes(bare: Plan, chosen: Sequence[Chosen]) -> tuple[Make, ...]:
    makes: list[Make] = []
    for name, rendition, recipe in sorted(chosen, key=lambda choice: (choice[1].wave, choice[0])):
        first_wave = tuple(make.key for make in makes if make.wave < rendition.wave)
        makes.append(
            Make(
                rendition=name,
                key=make_key(bare, name, rendition, recipe, first_wave),
                path=rendition.path,
                media_type=rendition.media_type,
                wave=rendition.wave,
                recipe=recipe,
            )
        )
    return tuple(makes)


def _batches(plan: Plan, indexes: Sequence[int], shortest: int) -> Iterator[tuple[int, ...]]:
    batches: list[list[int]] = []
    pending: list[int] = []
    pending_samples = 0
    for index in indexes:
        samples = plan.spans[plan.encodes[index].track].samples
        if samples >= shortest:
            yield (index,)
            continue
        pending.append(index)
        pending_samples += samples
        if pending_samples >= shortest:
            batches.append(pending)
            pending, pending_samples = [], 0
    if pending and batches:
        batches[-1] += pending
    elif pending:
        batches.append(pending)
    yield from map(tuple, batches)
