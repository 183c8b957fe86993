"""Where tracks lie on a title's timeline, which frames are theirs, and what their encoders hear of the neighbours."""

from collections.abc import Callable, Mapping
from itertools import accumulate

from shelfready.errors import DefectError
from shelfready.plans import FRAME_SAMPLES, Span
from shelfready.ports import EDGE_SAMPLES
from shelfready.titles import AssetFacts, TitleFacts
from shelfready.values import Value

CONTEXT_SAMPLES = 8 * FRAME_SAMPLES
"""Samples on either side of a track that its encoder is given: twice what it needs to settle."""

SAMPLE_BYTES = 4
"""Bytes of one sample of a stored edge: interleaved stereo of 16 bits."""

Edges = Mapping[int, tuple[str, str]]
"""The SHA-256 of the stored first and last samples of each track, by its 0-based index."""


class Context(Value):
    """The stored edges that a track's encoder is given, in playing order; none before the first, after the last."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def track_starts(facts: TitleFacts) -> tuple[int, ...]:
    """Where each track starts on the timeline, and last where the title ends: sums of decoded samples, no header."""
    return tuple(accumulate(map(_samples, facts.tracks), initial=0))


def spans_of(facts: TitleFacts, edges: Edges) -> tuple[Span, ...]:
    """The tracks end to end on the timeline."""
    starts = track_starts(facts)
    return tuple(
        Span(
            track=index,
            name=track.asset.name,
            kind=track.kind or "",
            sha256=track.asset.sha256,
            start_sample=starts[index],
            samples=starts[index + 1] - starts[index],
            head=edges[index][0],
            tail=edges[index][1],
        )
        for index, track in enumerate(facts.tracks)
    )


def frames_of(spans: tuple[Span, ...], index: int) -> tuple[int, int]:
    """The frames that are a track's: the first, and the first that is no longer its own.

    Frames are counted as the encoder puts them out, its priming frame being frame 0; a track owns the run from the
    frame number in which it starts up to that in which the next one starts. The runs of all tracks therefore join
    without gap or overlap. The last track also owns the frame that is only partly filled, and one more, because the
    priming has moved everything back by a frame. A track of less than a frame may own none.
    """
    span = spans[index]
    first = span.start_sample // FRAME_SAMPLES
    if index == len(spans) - 1:
        return first, -(-span.end_sample // FRAME_SAMPLES) + 1
    return first, span.end_sample // FRAME_SAMPLES


def context(spans: tuple[Span, ...], index: int) -> Context:
    """The neighbours' edges that reach into what the track's encoder is given, to be cut by `samples_before`."""
    return Context(
        before=tuple(reversed([span.tail for span in _within_reach(spans[:index][::-1])])),
        after=tuple(span.head for span in _within_reach(spans[index + 1 :])),
    )


def samples_before(heard: Context, read: Callable[[str], bytes]) -> bytes:
    """The samples directly before a track, as many as there are up to `CONTEXT_SAMPLES`; `read` reads an edge."""
    return b"".join(read(edge) for edge in heard.before)[-CONTEXT_SAMPLES * SAMPLE_BYTES :]


def samples_after(heard: Context, read: Callable[[str], bytes]) -> bytes:
    """The samples directly after a track, as many as there are up to `CONTEXT_SAMPLES`."""
    return b"".join(read(edge) for edge in heard.after)[: CONTEXT_SAMPLES * SAMPLE_BYTES]


def _within_reach(neighbours: tuple[Span, ...]) -> list[Span]:
    reached: list[Span] = []
    samples = 0
    for span in neighbours:
        if samples >= CONTEXT_SAMPLES:
            break
        reached.append(span)
        samples += min(span.samples, EDGE_SAMPLES)
    return reached


def _samples(track: AssetFacts) -> int:
    if track.audio is None:
        raise DefectError(
            f"{track.asset.name} was never measured, so that its place in the book is unknown; measure it again",
            cause_code="track-not-measured",
        )
    return track.audio.timeline_samples
