"""Which samples of the timeline an encoder hears, and which of its frames are kept (see `shelfready.plans`).

An encoder is started some frames early and goes on some frames late; frame j of its output is frame `first + j` of the
book, where `first` is the frame that its input begins with. What lies before the first sample of the book and after
its last is silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shelfready.errors import DefectError
from shelfready.ports import EncodeInput, EncodeTarget

SAMPLE_BYTES = 4
"""Bytes of one sample of a neighbour's audio: two channels of 16 bits."""

LEAST_BEFORE = {"aac-lc": 4, "opus": 8}
"""Frames before the first one to keep that an encoder must hear: fewer can be heard at the joins."""

MOST_BEFORE = {"aac-lc": 43, "opus": 16}
"""Frames that it hears where they can be had. The AAC encoder, which spreads its bits over a second, is at 128 kbit/s 9
dB nearer to the original with 43 frames than with 4, as near as in one go; Opus is as good after 8 as after 50."""

AFTER = {"aac-lc": 3, "opus": 3}
"""Frames after the last one to keep that an encoder hears: both look one ahead."""


@dataclass(frozen=True)
class Window:
    """The samples of the timeline that one encoder hears, and which of the frames that it makes of them are kept."""

    start_sample: int
    end_sample: int
    skipped: int
    kept: int


@dataclass(frozen=True)
class Surroundings:
    """All that the encoders of a piece hear: from `start_sample` of the timeline on.

    `before` and `after` are interleaved stereo of 16 bits; between them lies the track from its sample `first` up to
    `end`, counted from its beginning; `end` is None where it is heard to its very end.
    """

    start_sample: int
    end_sample: int
    before: bytes
    first: int
    end: int | None
    after: bytes


def window(job: EncodeInput, target: EncodeTarget) -> Window:
    """What the encoder of a target hears so that its frames join those before and after."""
    origin, frame, codec = target.origin_sample, target.format.frame_samples, target.format.codec
    begins = job.start_sample - job.offset_samples - len(job.before) // SAMPLE_BYTES
    # The first frame of the grid that is there from its beginning. Before the book lies silence, as much as is wanted.
    earliest = -((origin - begins) // frame) if begins > 0 else -(origin // frame)
    least = target.first_frame - LEAST_BEFORE[codec]
    if begins > 0 and least < earliest:
        message = f"the encoder needs {frame * (earliest - least)} more samples before the track than it was given"
        raise DefectError(message, cause_code="neighbour-audio-missing")
    first = min(max(target.first_frame - MOST_BEFORE[codec], earliest), target.first_frame)
    end = target.end_frame + AFTER[codec]
    kept = target.end_frame - target.first_frame
    return Window(origin + frame * first, origin + frame * end, target.first_frame - first, kept)


def surroundings(job: EncodeInput, windows: Iterable[Window]) -> Surroundings:
    """Put together what lies before, in and after a track, as far as any encoder of the piece hears it."""
    heard = tuple(windows)
    start, end = min(one.start_sample for one in heard), max(one.end_sample for one in heard)
    track_start = job.start_sample - job.offset_samples
    track_end = track_start + job.track_samples
    return Surroundings(
        start_sample=start,
        end_sample=end,
        before=_before(job.before, max(track_start - start, 0)),
        first=max(start - track_start, 0),
        end=end - track_start if end < track_end else None,
        after=_after(job, max(end - track_end, 0)),
    )


def _before(given: bytes, samples: int) -> bytes:
    """So many samples directly before the track; before the book lies silence."""
    size = samples * SAMPLE_BYTES
    return given[max(len(given) - size, 0) :].rjust(size, b"\0")


def _after(job: EncodeInput, samples: int) -> bytes:
    """So many samples directly after the track; after the book lies silence, of which the last frames are made."""
    size = samples * SAMPLE_BYTES
    return (bytes(job.padding_samples * SAMPLE_BYTES) + job.after)[:size].ljust(size, b"\0")
