"""Where a stream is cut into segments: at the same moments in every rung, as near as each one's frames allow."""

from dataclasses import dataclass

from shelfready.adapters.mp4.frames import Frames
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ

_AAC_FRAME = 1024
"""Samples of an AAC frame: the grid on which all rungs are cut, so that those in AAC are cut at the same sample."""

_SHORTEST_SAMPLES = TIMELINE_RATE_HZ // 2
"""A last segment too short to be worth a request is part of the one before."""

_MOST_SEGMENTS = 0xFFFF
"""What an index can count: four and a half days in segments of six seconds."""


@dataclass(frozen=True)
class Segment:
    """The frames from `first_frame` up to, not including, `end_frame`, and the ticks of what is heard of them."""

    first_frame: int
    end_frame: int
    start_tick: int
    end_tick: int


def cut(frames: Frames, segment_s: int) -> list[Segment]:
    """The segments, each as long as was asked or less than a frame shorter; the last one takes what is left."""
    bounds = [0]
    for sample in _moments(frames.samples, segment_s * TIMELINE_RATE_HZ):
        bound = _nearest(frames, frames.skipped_ticks + sample * frames.format.rate_hz // TIMELINE_RATE_HZ)
        if bounds[-1] < bound < len(frames.sizes):
            bounds.append(bound)
    bounds.append(len(frames.sizes))
    if len(bounds) - 1 > _MOST_SEGMENTS:
        message = f"the book has more than {_MOST_SEGMENTS:,} segments of {segment_s} s; plan longer ones"
        raise DefectError(message, cause_code="packed-length-wrong")
    heard = [max(frames.tick(bound) - frames.skipped_ticks, 0) for bound in bounds]
    return [Segment(*found) for found in zip(bounds, bounds[1:], heard, heard[1:], strict=False)]


def _moments(samples: int, wanted: int) -> list[int]:
    """The samples of the timeline at which segments begin, but for the first."""
    return [
        moment
        for multiple in range(wanted, samples, wanted)
        if 0 < (moment := multiple - multiple % _AAC_FRAME) <= samples - _SHORTEST_SAMPLES
    ]


def _nearest(frames: Frames, tick: int) -> int:
    frame = frames.frame_at(tick)
    return frame + 1 if frames.tick(frame + 1) - tick < tick - frames.tick(frame) else frame
