"""Finds a track's first and last samples on the timeline, and how many it has there, while it is decoded."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import ffmpeg

from shelfready.adapters.audio.edges import Edges
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.timeline import PIECE_SAMPLES, at_timeline_rate, in_large_pieces, mixed, sixteen_bit
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import EDGE_SAMPLES

# More than the resampler hears on either side of a sample: 72 samples at the highest rate.
_MARGIN = 1024
# How far a header may be off that is meant well: encoders' padding, and an index that counts it or does not.
_SLACK_S = 1


@dataclass(frozen=True)
class TimelineEdges:
    """Head and tail as 16-bit stereo, and how many samples there are."""

    head: bytes
    tail: bytes
    samples: int


class Way(Protocol):
    """One way to come by them."""

    def outputs(self, source: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        """What the meters are to hear, and the further outputs of the graph."""

    def feed(self, data: bytes) -> None:
        """Some of what the meters hear: floats, at the track's own rate."""

    def found(self, samples: int) -> TimelineEdges | None:
        """The edges, after so many samples at the track's own rate; None if they must be looked for in another way."""


def chosen(
    rate: int, channels: int, claimed_samples: int | None, *, is_steady: bool, mix: Callable[[bytes], None]
) -> Way:
    """The cheapest way for a track that claims to have so many samples.

    `is_steady`: its rate and its channels do not change on the way. `mix` hears all of what more than two channels are
    mixed into.
    """
    if channels > 2:
        return Whole(mix)
    if rate == TIMELINE_RATE_HZ:
        return _Same(channels)
    pieces = _pieces(rate, claimed_samples) if is_steady and claimed_samples is not None else None
    return Whole() if pieces is None else _Ends(rate, pieces)


class _Same:
    """Most files have the timeline's rate; then their samples are the timeline's."""

    def __init__(self, channels: int) -> None:
        self._edges = Edges(channels)

    def outputs(self, source: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        del outlets
        return in_large_pieces(source), []

    def feed(self, data: bytes) -> None:
        self._edges.feed(data)

    def found(self, samples: int) -> TimelineEdges:
        del samples
        return _all_of(self._edges)


class Whole:
    """The way that always works: resample everything, as the encoder will. It costs a third of a decode."""

    def __init__(self, mix: Callable[[bytes], None] | None = None) -> None:
        self._edges = Edges()
        self._mix = mix

    def outputs(self, source: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        """What the meters are to hear, and the further outputs of the graph."""
        split = in_large_pieces(source).filter_multi_output("asplit")
        return split[0], [_output(split[1], outlets, self._hear)]

    def feed(self, data: bytes) -> None:
        """What the meters hear does not matter."""

    def found(self, samples: int) -> TimelineEdges:
        """The edges."""
        del samples
        return _all_of(self._edges)

    def _hear(self, data: bytes) -> None:
        self._edges.feed(data)
        if self._mix is not None:
            self._mix(data)


@dataclass(frozen=True)
class _Pieces:
    """Which pieces of a track, of so many samples each, hold its ends: the first few, and those from one on."""

    samples: int
    first: int
    last: int


def _pieces(rate: int, claimed_samples: int) -> _Pieces | None:
    """None where it is not worth while: for a short track, and for a rate that nobody uses."""
    cycle = rate // math.gcd(rate, TIMELINE_RATE_HZ)
    samples = PIECE_SAMPLES // cycle * cycle
    if samples == 0:
        return None
    needed = EDGE_SAMPLES * rate // TIMELINE_RATE_HZ + _MARGIN
    first = -(-needed // samples)
    last = (claimed_samples - needed - _SLACK_S * rate) // samples
    return _Pieces(samples, first, last) if last > first else None


class _Ends:
    """Only the ends are resampled.

    What the resampler makes of a sample depends on its near neighbours, and on where it lies among the input samples
    that make a whole number of output samples. So the first and the last pieces, of whole such cycles each, are
    resampled as they are in the whole, but for the place where the ones follow the others. Which are the last must be
    said beforehand, and follows from how long the header says that the track is.
    """

    def __init__(self, rate: int, pieces: _Pieces) -> None:
        self._rate = rate
        self._pieces = pieces
        self._edges = Edges()

    def outputs(self, source: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        split = in_large_pieces(source, self._pieces.samples).filter_multi_output("asplit")
        ends = split[1].filter("aselect", f"lt(n,{self._pieces.first})+gte(n,{self._pieces.last})")
        return split[0], [_output(ends, outlets, self._edges.feed)]

    def feed(self, data: bytes) -> None:
        del data

    def found(self, samples: int) -> TimelineEdges | None:
        size, first, last = self._pieces.samples, self._pieces.first, self._pieces.last
        if samples < (last + first) * size:
            return None
        left_out = (last - first) * size * TIMELINE_RATE_HZ // self._rate
        return TimelineEdges(self._edges.head, self._edges.tail, self._edges.samples + left_out)


def _all_of(edges: Edges) -> TimelineEdges:
    return TimelineEdges(edges.head, edges.tail, edges.samples)


def _output(track: Any, outlets: Outlets, feed: Callable[[bytes], None]) -> Any:
    resampled = sixteen_bit(mixed(at_timeline_rate(track), 2))
    return ffmpeg.output(resampled, outlets.add(feed), f="s16le", acodec="pcm_s16le")
