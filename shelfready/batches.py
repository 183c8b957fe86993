"""What is still to be encoded of a plan, what it costs, and how it is shared out among workers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudiobookFileRecipe, AudioFormat, ChapterFilesRecipe, Encode, HlsRecipe, Plan, Recipe
from shelfready.renewing import renewed_share

SHORTEST_BATCH_S = 20.0
"""CPU seconds that make an activity worth its own place in a history: tracks of a minute are put together."""

MOST_BATCHES = 60
"""Activities that encode one title: enough for every core, and few enough for a history that stays short."""

_AAC_COST_PER_CHANNEL = 0.020
_OPUS_COST = 0.010
_DECODE_COST = 0.002
"""CPU seconds for each second of audio, measured on one core: what an encoder takes for each of its formats, and what
decoding takes. Their ratios count: they say what is long."""


def format_of(recipe: Recipe) -> AudioFormat | None:
    """The format whose encodings a rendition is packed from, if it is packed from encodings."""
    return recipe.format if isinstance(recipe, HlsRecipe | AudiobookFileRecipe | ChapterFilesRecipe) else None


def awaited(plan: Plan) -> frozenset[AudioFormat]:
    """The formats that a rendition waits for. Others are not missed, though the store may have lost them."""
    formats = (format_of(make.recipe) for make in plan.makes if not make.is_made)
    return frozenset(format for format in formats if format is not None)


def to_encode(plan: Plan) -> dict[int, tuple[Encode, ...]]:
    """What is to be encoded of each piece, by the piece's index: in one go, so that it is decoded once."""
    formats, found = awaited(plan), defaultdict[int, list[Encode]](list)
    for encode in plan.encodes:
        if not encode.is_made and encode.format in formats:
            found[encode.piece].append(encode)
    return {piece: tuple(found[piece]) for piece in sorted(found)}


def cost_s(plan: Plan, piece: int, encodes: Sequence[Encode]) -> float:
    """The CPU seconds that encoding a piece takes, about."""
    seconds = plan.pieces[piece].samples / TIMELINE_RATE_HZ
    share = max((renewed_share(encode) for encode in encodes), default=0.0)
    return seconds * (_DECODE_COST * share + sum(_cost(encode.format) * renewed_share(encode) for encode in encodes))


def encoded_s(plan: Plan) -> float:
    """The seconds of audio that are still to be encoded, each once for all its formats; what is copied is not."""
    pieces = (piece for piece, encodes in to_encode(plan).items() if not all(one.format.is_copied for one in encodes))
    return sum(plan.pieces[piece].samples for piece in pieces) / TIMELINE_RATE_HZ


def encode_batches(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The pieces still to be encoded, as groups of their indexes, each worth an activity; the costliest first.

    A long piece is alone. Shorter ones are put together in playing order, so that 300 tracks of a minute do not become
    300 activities; what is left at the end joins the last group of short ones.
    """
    costs = {piece: cost_s(plan, piece, encodes) for piece, encodes in to_encode(plan).items()}
    enough = max(SHORTEST_BATCH_S, sum(costs.values()) / MOST_BATCHES)
    batches = list(_grouped(costs, enough))
    # Started last, a long one would end alone.
    return tuple(sorted(batches, key=lambda batch: (-sum(costs[piece] for piece in batch), batch)))


def _cost(format: AudioFormat) -> float:
    if format.is_copied:
        return 0.0
    return _OPUS_COST if format.codec == "opus" else _AAC_COST_PER_CHANNEL * format.channels


def _grouped(costs: Mapping[int, float], enough: float) -> Iterator[tuple[int, ...]]:
    groups: list[list[int]] = [[]]
    filled = 0.0
    for piece, cost in costs.items():
        if cost >= enough:
            yield (piece,)
            continue
        if filled >= enough:
            groups.append([])
            filled = 0.0
        groups[-1].append(piece)
        filled += cost
    if len(groups) > 1 and filled < enough:
        rest = groups.pop()
        groups[-1] += rest
    yield from (tuple(group) for group in groups if group)
