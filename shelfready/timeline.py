"""Where tracks lie on a title's timeline, how they are cut, and what their encoders hear of the neighbours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.plans import Piece, Span
from shelfready.ports import EDGE_SAMPLES
from shelfready.succession import kept
from shelfready.titles import AssetFacts, TitleFacts
from shelfready.values import Sha256, Value

GRID_SAMPLES = 1024
"""The step by which padding lets everything after a replaced track lie as before: one frame of AAC-LC."""

CONTEXT_SAMPLES = 8 * GRID_SAMPLES
"""Samples on either side of a track that its encoder is given: twice what it needs to settle."""

SAMPLE_BYTES = 4
"""Bytes of one sample of a stored edge: interleaved stereo of 16 bits."""

LONGEST_WHOLE_SAMPLES = 20 * 60 * TIMELINE_RATE_HZ
"""Up to here a track is encoded in one go: what is cut is opened once more for each piece."""

LONGEST_PIECE_SAMPLES = 15 * 60 * TIMELINE_RATE_HZ
"""A piece of a longer track: a minute's work, so that a file of ten hours keeps all cores busy to the end."""

Edges = Mapping[int, tuple[str, str]]
"""The SHA-256 of the stored first and last samples of each track, by its 0-based index."""


class Heard(Value):
    """A stored edge of a neighbour, and the samples of silence behind that neighbour."""

    edge: Sha256
    padding_samples: int = 0


class Context(Value):
    """The neighbours' edges that a track's encoder is given, in playing order; none before the first, after the last.

    Between the track and what comes after it lies its own padding, which the encoder is told of by itself.
    """

    before: tuple[Heard, ...] = ()
    after: tuple[Heard, ...] = ()


def track_starts(facts: TitleFacts) -> tuple[int, ...]:
    """Where each track starts as delivered, and last where the title ends: sums of decoded samples, no header."""
    return tuple(accumulate((_audio(track).timeline_samples for track in facts.tracks), initial=0))


def spans_of(facts: TitleFacts, edges: Edges, previous: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The tracks end to end on the timeline, as they will be encoded.

    Where tracks of the `previous` timeline are there again, they lie in the grid of frames as they lay then: the track
    before them is padded with silence for it, by less than a frame.
    """
    spans: list[Span] = []
    here = kept([track.asset.sha256 for track in facts.tracks], [span.sha256 for span in previous])
    cursor = 0
    for index, track in enumerate(facts.tracks):
        if index in here:
            padding = (previous[here[index]].start_sample - cursor) % GRID_SAMPLES
            cursor += padding if _pad(spans, padding) else 0
        audio = _audio(track)
        spans.append(
            Span(
                track=index,
                name=track.asset.name,
                kind=track.kind or "",
                sha256=track.asset.sha256,
                size_bytes=track.asset.size_bytes,
                sample_rate_hz=audio.sample_rate_hz,
                decoded_samples=audio.decoded_samples,
                start_sample=cursor,
                samples=audio.timeline_samples,
                head=edges[index][0],
                tail=edges[index][1],
            )
        )
        cursor += audio.timeline_samples
    return tuple(spans)


def pieces_of(spans: Sequence[Span]) -> tuple[Piece, ...]:
    """The tracks, those that are long cut into equal pieces at places that depend on nothing but the track."""
    return tuple(piece for span in spans if span.samples for piece in _cut(span))


def context(spans: Sequence[Span], index: int) -> Context:
    """The neighbours' edges that reach into what a track's encoder is given, to be cut by `samples_before`."""
    return Context(before=_before(spans[:index][::-1]), after=_after(spans[index + 1 :], spans[index].padding_samples))


def samples_before(heard: Context, read: Callable[[str], bytes]) -> bytes:
    """The samples directly before a track, as many as there are up to `CONTEXT_SAMPLES`; `read` reads an edge."""
    return b"".join(_samples(one, read) for one in heard.before)[-CONTEXT_SAMPLES * SAMPLE_BYTES :]


def samples_after(heard: Context, read: Callable[[str], bytes]) -> bytes:
    """The samples directly after a track and its padding, as many as there are up to `CONTEXT_SAMPLES`."""
    return b"".join(_samples(one, read) for one in heard.after)[: CONTEXT_SAMPLES * SAMPLE_BYTES]


def _pad(spans: list[Span], samples: int) -> bool:
    """Put silence behind the last track that has any sound; whether there is one."""
    for place in range(len(spans) - 1, -1, -1):
        if spans[place].samples:
            spans[place] = spans[place].model_copy(update={"padding_samples": samples})
            # What lies between has no length, and moves along.
            for after in range(place + 1, len(spans)):
                spans[after] = spans[after].model_copy(update={"start_sample": spans[after].start_sample + samples})
            return True
    return False


def _cut(span: Span) -> Iterator[Piece]:
    is_whole = span.samples <= LONGEST_WHOLE_SAMPLES
    count = 1 if is_whole else -(-span.samples // LONGEST_PIECE_SAMPLES)
    for number in range(count):
        offset, end = span.samples * number // count, span.samples * (number + 1) // count
        yield Piece(
            track=span.track,
            start_sample=span.start_sample + offset,
            offset_samples=offset,
            samples=end - offset,
            padding_samples=span.padding_samples if number == count - 1 else 0,
        )


def _before(neighbours: Sequence[Span]) -> tuple[Heard, ...]:
    reached: list[Heard] = []
    samples = 0
    for span in neighbours:
        if samples >= CONTEXT_SAMPLES:
            break
        reached.append(Heard(edge=span.tail, padding_samples=span.padding_samples))
        samples += span.padding_samples + min(span.samples, EDGE_SAMPLES)
    return tuple(reversed(reached))


def _after(neighbours: Sequence[Span], samples: int) -> tuple[Heard, ...]:
    reached: list[Heard] = []
    for span in neighbours:
        if samples >= CONTEXT_SAMPLES:
            break
        samples += min(span.samples, EDGE_SAMPLES)
        # Silence that lies beyond the reach is not heard, and may change.
        padding = span.padding_samples if samples < CONTEXT_SAMPLES else 0
        reached.append(Heard(edge=span.head, padding_samples=padding))
        samples += padding
    return tuple(reached)


def _samples(heard: Heard, read: Callable[[str], bytes]) -> bytes:
    return read(heard.edge) + bytes(heard.padding_samples * SAMPLE_BYTES)


def _audio(track: AssetFacts) -> AudioFacts:
    if track.audio is None:
        raise DefectError(
            f"{track.asset.name} was never measured, so that its place in the book is unknown; measure it again",
            cause_code="track-not-measured",
        )
    return track.audio
