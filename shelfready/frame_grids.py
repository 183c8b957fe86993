"""Which frames of a book each piece owns, in the grid of each codec (see `shelfready.plans`).

Frames are counted as they are played, without a gap from the first piece to the last. A piece owns those that begin in
it, so that runs that were encoded apart join; one of a few milliseconds may own none.
"""

from collections.abc import Mapping, Sequence

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat, Piece, Plan, Span
from shelfready.timeline import GRID_SAMPLES
from shelfready.values import Value


class Run(Value):
    """The frames of a piece, from `first_frame` up to, not including, `end_frame`, on a grid from `origin_sample`."""

    first_frame: int
    end_frame: int
    origin_sample: int = 0


def runs_of(pieces: Sequence[Piece], format: AudioFormat, origins: Mapping[int, int]) -> tuple[Run, ...]:
    """The run of each piece; `origins` is where the grid of each track begins, 0 for those not in it.

    The last piece also owns the frames that are needed to hear all of it, because the encoder's priming has moved
    everything back.
    """
    runs: list[Run] = []
    first = 0
    for index, piece in enumerate(pieces):
        origin = origins.get(piece.track, 0)
        if index + 1 == len(pieces):
            end = _last(piece.end_sample - origin, format)
        else:
            following = pieces[index + 1]
            begins = following.start_sample - origins.get(following.track, 0)
            # Between grids that are apart, a piece of some milliseconds might else end before it begins.
            end = max(first, -(-begins // format.frame_samples))
        runs.append(Run(first_frame=first, end_frame=end, origin_sample=origin))
        first = end
    return tuple(runs)


def origins_of(
    spans: Sequence[Span], previous: Plan | None, here: Mapping[int, int], format: AudioFormat
) -> dict[int, int]:
    """Where the grid of each track begins; `here` are the tracks of the previous plan that are there again.

    Padding keeps these in the grid of AAC. In any other, their frames stay as they were because their grid moves along.
    Tracks that lay on one grid stay on one, and where grids meet they are apart by at most half a frame. So are they
    from where they belong after one replacement; after many, by at most a whole one, 20 ms of Opus.

    A track of less than two frames has no grid of its own: it may own no frame that would tell where it was.
    """
    frame = format.frame_samples
    if previous is None or frame == GRID_SAMPLES:
        return {}
    before = _origins_before(previous, format)
    origins: dict[int, int] = {}
    for place, span in enumerate(spans):
        left, was = origins.get(place - 1, 0), here.get(place)
        if span.start_sample == 0:  # the book begins with its first frame, whichever track that is
            origins[place] = 0
        elif span.samples < 2 * frame:
            origins[place] = left
        elif was is None:
            origins[place] = _near_zero(left, frame)
        else:
            aim = _near_zero(left, frame)
            if was and here.get(place - 1) == was - 1:
                aim = left + before[was] - before[was - 1]
            kept = _nearest(span.start_sample - previous.spans[was].start_sample + before[was], aim, frame)
            is_far = abs(kept) > frame
            origins[place] = _nearest(kept, _near_zero(left, frame), frame) if is_far else kept
    return origins


def _origins_before(plan: Plan, format: AudioFormat) -> dict[int, int]:
    """Where the grid of each track of a plan began."""
    of_track = {
        plan.pieces[encode.piece].track: encode.origin_sample
        for encode in plan.encodes
        if encode.format.codec == format.codec
    }
    origins: dict[int, int] = {}
    for place, span in enumerate(plan.spans):
        is_short = span.samples < 2 * format.frame_samples
        origins[place] = origins.get(place - 1, 0) if is_short else of_track.get(place, 0)
    return origins


def _near_zero(origin: int, frame: int) -> int:
    return max(-(frame // 2), min(frame // 2, origin))


def _nearest(origin: int, aim: int, frame: int) -> int:
    """The same grid as that of an origin, begun as near to a sample as can be."""
    left = (origin - aim) % frame
    return aim + (left - frame if left > frame // 2 else left)


def _last(samples: int, format: AudioFormat) -> int:
    """The number of frames that hold so many samples of the timeline, and the priming before them."""
    frame, priming = format.frame_samples * format.rate_hz, format.priming_samples * TIMELINE_RATE_HZ
    return -(-(samples * format.rate_hz + priming) // frame)
