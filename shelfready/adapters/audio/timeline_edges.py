"""Finds a track's first and last samples on the timeline, and how many it has there, while it is decoded."""

import math
from dataclasses import dataclass
from typing import Any, Protocol

import ffmpeg

from shelfready.adapters.audio.edges import Edges
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.timeline import BYTES_PER_SAMPLE, at_timeline_rate, mixed, sixteen_bit
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

    def outputs(self, track: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        """What the meters are to hear, and the further outputs of the graph."""

    def feed(self, data: bytes) -> None:
        """Some of what the meters hear: floats, at the track's own rate."""

    def found(self, samples: int) -> TimelineEdges | None:
        """The edges, after so many samples at the track's own rate; None if they must be looked for in another way."""


def chosen(rate: int, channels: int, claimed_samples: int | None, *, is_steady: bool) -> Way:
    """The cheapest way for a track that claims to have so many samples.

    `is_steady`: its rate and its channels do not change on the way.
    """
    if channels > 2:
        return Whole()
    if rate == TIMELINE_RATE_HZ:
        return _Same(channels)
    return _Ends(rate, claimed_samples) if is_steady and claimed_samples is not None else Whole()


class _Same:
    """Most files have the timeline's rate; then their samples are the timeline's."""

    def __init__(self, channels: int) -> None:
        self._edges = Edges(channels)

    def outputs(self, track: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        del outlets
        return track, []

    def feed(self, data: bytes) -> None:
        self._edges.feed(data)

    def found(self, samples: int) -> TimelineEdges:
        del samples
        return _all_of(self._edges)


class Whole:
    """The way that always works: resample everything, as the encoder will. It costs a third of a decode."""

    def __init__(self) -> None:
        self._edges = Edges()

    def outputs(self, track: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        """What the meters are to hear, and the further outputs of the graph."""
        split = track.filter_multi_output("asplit")
        return split[0], [_output(_on_timeline(split[1]), outlets, self._edges)]

    def feed(self, data: bytes) -> None:
        """What the meters hear does not matter."""

    def found(self, samples: int) -> TimelineEdges:
        """The edges."""
        del samples
        return _all_of(self._edges)


class _Ends:
    """Only the ends are resampled.

    What the resampler makes of a sample depends on its near neighbours, and on where it lies among the input samples
    that make a whole number of output samples. So a tail that begins at such a place is resampled as it is in the
    whole. Where it begins must be said beforehand, and follows from how long the header says that the track is.
    """

    def __init__(self, rate: int, claimed_samples: int) -> None:
        self._rate = rate
        cycle = rate // math.gcd(rate, TIMELINE_RATE_HZ)
        needed = EDGE_SAMPLES * rate // TIMELINE_RATE_HZ + _MARGIN
        self._head = -(-needed // cycle) * cycle
        self._start = max(claimed_samples - self._head - _SLACK_S * rate, 0) // cycle * cycle
        self._edges = Edges()

    def outputs(self, track: Any, outlets: Outlets) -> tuple[Any, list[Any]]:
        split = track.filter_multi_output("asplit", 3)
        head = _on_timeline(split[1].filter("atrim", end_sample=self._head))
        tail = _on_timeline(split[2].filter("atrim", start_sample=self._start))
        # One after the other: an output of its own into which nothing comes, as the tail of a file that is far shorter
        # than it claims, would be an error to ffmpeg.
        return split[0], [_output(ffmpeg.concat(head, tail, v=0, a=1), outlets, self._edges)]

    def feed(self, data: bytes) -> None:
        del data

    def found(self, samples: int) -> TimelineEdges | None:
        if self._start and samples < self._start + self._head:
            return None
        # A track that is shorter than a head has come twice, whole both times.
        came = self._edges.samples
        of_tail = came - self._scaled(self._head) if samples >= self._head else came // 2
        size = of_tail * BYTES_PER_SAMPLE
        return TimelineEdges(self._edges.head[:size], self._edges.tail[-size:], self._scaled(self._start) + of_tail)

    def _scaled(self, samples: int) -> int:
        """A whole number of cycles, on the timeline."""
        return samples * TIMELINE_RATE_HZ // self._rate


def _all_of(edges: Edges) -> TimelineEdges:
    return TimelineEdges(edges.head, edges.tail, edges.samples)


def _on_timeline(track: Any) -> Any:
    return sixteen_bit(mixed(at_timeline_rate(track), 2))


def _output(track: Any, outlets: Outlets, edges: Edges) -> Any:
    return ffmpeg.output(track, outlets.add(edges.feed), f="s16le", acodec="pcm_s16le")
