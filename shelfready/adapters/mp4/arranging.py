"""Lays a book's runs of frames end to end, or those of a part of it, and sees that nothing is missing."""

from collections.abc import Iterator

import numpy as np

from shelfready.adapters.mp4.codecs import preroll_frames
from shelfready.adapters.mp4.frames import Frames, Part, Sizes, frame_ticks
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat
from shelfready.ports import BookFrames, FrameRun


def arrange(book: BookFrames, stretch: tuple[int, int] | None = None) -> Frames:
    """The frames of a whole book, or those that a stretch of its timeline, in samples, needs to be decoded.

    `DefectError` when they do not reach from beginning to end.
    """
    frames = _whole(book)
    if stretch is None:
        return frames
    start, end = stretch
    if not 0 <= start < end <= book.samples:
        message = f"samples {start:,} to {end:,} are no stretch of a book of {book.samples:,} samples"
        raise DefectError(message, cause_code="packed-length-wrong")
    heard_from = frames.skipped_ticks + start * book.format.rate_hz // TIMELINE_RATE_HZ
    heard_to = frames.skipped_ticks + _ticks_above(book.format, end)
    first = max(frames.frame_at(heard_from) - preroll_frames(book.format), 0)
    last = frames.frame_at(heard_to - 1)
    base = frames.tick(first)
    return Frames(
        format=book.format,
        sizes=frames.sizes[first : last + 1],
        joins=((0, 0), *((join - first, tick - base) for join, tick in frames.joins if first < join <= last)),
        end_tick=heard_to - base,
        skipped_ticks=heard_from - base,
        samples=end - start,
        parts=tuple(_some(book, first, last + 1)),
    )


def _whole(book: BookFrames) -> Frames:
    runs = [run for run in book.runs if run.end_frame > run.first_frame]
    if not runs or book.samples <= 0:
        raise DefectError("there are no frames to pack; encode the title again", cause_code="packed-without-audio")
    sizes = np.concatenate([_sizes(run) for run in runs])
    ticks = frame_ticks(book.format)
    end_tick = book.priming_samples + _ticks_above(book.format, book.samples)
    # What lies after the last sample that is heard is not needed: no decoder looks ahead.
    joins = tuple(join for join in _joins(book.format, runs) if join[1] < end_tick)
    join, tick = joins[-1]
    count = min(join + -(-(end_tick - tick) // ticks), len(sizes))
    reached = tick + (count - join) * ticks
    if reached < end_tick:
        message = f"the frames reach to {reached:,} of the book's {end_tick:,} samples; encode the title again"
        raise DefectError(message, cause_code="packed-length-wrong")
    return Frames(
        format=book.format,
        sizes=sizes[:count],
        joins=joins,
        end_tick=end_tick,
        skipped_ticks=book.priming_samples,
        samples=book.samples,
        parts=tuple(_some(book, 0, count)),
    )


def _sizes(run: FrameRun) -> Sizes:
    count = run.end_frame - run.first_frame
    if len(run.sizes) != 2 * count:
        message = f"an encoding of {count} frames states the sizes of {len(run.sizes) / 2:g}; encode the title again"
        raise DefectError(message, cause_code="encoded-length-wrong")
    sizes = np.frombuffer(run.sizes, dtype="<u2")
    if not sizes.all():
        raise DefectError("an encoding holds an empty frame; encode the title again", cause_code="encoded-length-wrong")
    return sizes


def _joins(format: AudioFormat, runs: list[FrameRun]) -> Iterator[tuple[int, int]]:
    """Where the runs begin in time; `DefectError` where one does not lie within half a frame of where it should."""
    ticks = frame_ticks(format)
    base = _start_tick(format, runs[0])
    yield 0, 0
    frame, expected = 0, 0
    for number, run in enumerate(runs):
        start = _start_tick(format, run) - base
        if abs(start - expected) > ticks // 2 + 1:
            message = f"encoding {number + 1} begins at sample {start:,}, the one before ends at {expected:,}"
            raise DefectError(f"{message}; encode the title again", cause_code="packed-length-wrong")
        if start != expected:
            yield frame, start
        count = run.end_frame - run.first_frame
        frame, expected = frame + count, start + count * ticks


def _some(book: BookFrames, first: int, end: int) -> Iterator[Part]:
    """Where the bytes of the frames from `first` up to, not including, `end` lie in their runs."""
    before = 0
    for run in book.runs:
        count = run.end_frame - run.first_frame
        start, stop = max(first - before, 0), min(end - before, count)
        if start < stop:
            sizes = np.frombuffer(run.sizes, dtype="<u2")
            start_byte = int(sizes[:start].sum(dtype=np.int64))
            yield Part(run, start_byte, start_byte + int(sizes[start:stop].sum(dtype=np.int64)))
        before += count


def _start_tick(format: AudioFormat, run: FrameRun) -> int:
    """Where a run begins; whole frames are whole ticks, only a shifted grid is rounded."""
    origin = (run.origin_sample * format.rate_hz + TIMELINE_RATE_HZ // 2) // TIMELINE_RATE_HZ
    return origin + run.first_frame * frame_ticks(format)


def _ticks_above(format: AudioFormat, samples: int) -> int:
    """So many samples of the timeline in ticks, rounded up: none of them is cut off."""
    return -(-samples * format.rate_hz // TIMELINE_RATE_HZ)
