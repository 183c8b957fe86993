"""Reads a rung of a ladder: its fragments, the index of them, and the playlist that names their bytes."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import IO

from shelfready.adapters.mp4.reading.fragments import Fragment, read_fragment
from shelfready.adapters.mp4.reading.hashing import Hashing
from shelfready.adapters.mp4.reading.headers import Header, movie_times, track_headers
from shelfready.adapters.mp4.reading.listed import Listed
from shelfready.adapters.mp4.reading.movies import only_sound
from shelfready.adapters.mp4.reading.walking import Placed, broken, content, needed, versioned
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import PackedAudio, Watcher

_BEFORE = (b"ftyp", b"moov", b"sidx")
_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class _Segment:
    """A fragment as a player finds it: its bytes, and the ticks that are heard of it."""

    start: int
    end: int
    start_tick: int
    end_tick: int


def read_rung(file: IO[bytes], boxes: list[Placed], listed: Listed | None, watcher: Watcher) -> PackedAudio:
    """Everything that the file says, and the hash of its frames; `listed` is its playlist."""
    if tuple(box.name for box in boxes[:3]) != _BEFORE or len(boxes) < 5 or len(boxes) % 2 == 0:
        raise broken(f"its {len(boxes)} boxes are not a head, an index and pairs of fragments and their frames")
    movie, index = content(file, boxes[1]), boxes[2]
    sound = only_sound(track_headers(movie))
    default_ticks = struct.unpack_from(">12xI", needed(movie, b"mvex", b"trex"))[0]
    hashing = Hashing(file, watcher)
    fragments: list[Fragment] = []
    for head, data in zip(boxes[3::2], boxes[4::2], strict=True):
        fragments.append(read_fragment(file, head, data, len(fragments) + 1, default_ticks))
        hashing.feed(data.content, data.end)
    segments = _heard(fragments, sound.edit[1])
    samples = segments[-1].end_tick * TIMELINE_RATE_HZ // sound.timescale
    _must_be_as_long(movie, samples)
    _must_be_indexed(content(file, index), index.end, sound, segments)
    if listed is not None:
        _must_be_listed(listed, boxes[1].end, samples, sound, segments)
    rates = [8 * (one.end - one.start) * sound.timescale / (one.end_tick - one.start_tick) for one in segments]
    size = segments[-1].end - segments[0].start
    entry = sound.entry
    return PackedAudio(
        samples=samples,
        duration_ms=round(samples * 1000 / TIMELINE_RATE_HZ),
        frames=sum(fragment.frames for fragment in fragments),
        frames_sha256=hashing.sha256,
        codec=entry.codec,
        channels=entry.channels,
        sample_rate_hz=entry.sample_rate_hz,
        head=(0, boxes[1].end - 1),
        index=(index.start, index.end - 1),
        segments=len(segments),
        peak_bps=round(max(rates)),
        average_bps=round(8 * size * TIMELINE_RATE_HZ / samples),
    )


def _heard(fragments: Sequence[Fragment], skipped: int) -> list[_Segment]:
    """The segments in time; `DefectError` unless each begins at the very tick at which the one before ended."""
    ticks = list(accumulate((fragment.ticks for fragment in fragments), initial=0))
    for number, (fragment, tick) in enumerate(zip(fragments, ticks, strict=False), 1):
        if fragment.start_tick != tick:
            raise broken(f"fragment {number} begins at tick {fragment.start_tick:,}, the one before ends at {tick:,}")
    bounds = [max(tick - skipped, 0) for tick in ticks]
    segments = [
        _Segment(fragment.start, fragment.end, start, end)
        for fragment, (start, end) in zip(fragments, pairwise(bounds), strict=True)
    ]
    if any(segment.start_tick >= segment.end_tick for segment in segments):
        raise DefectError("a segment holds nothing that is heard", cause_code="packed-length-wrong")
    return segments


def _must_be_as_long(movie: memoryview, samples: int) -> None:
    timescale, _ = movie_times(movie)
    version, _, rest = versioned(needed(movie, b"mvex", b"mehd"))
    stated = int.from_bytes(rest[: 8 if version else 4], "big")
    if (timescale, stated) != (TIMELINE_RATE_HZ, samples):
        message = f"the fragments hold {samples:,} samples, their head says {stated:,} of {timescale:,} Hz"
        raise DefectError(message, cause_code="packed-length-wrong")


def _must_be_indexed(index: memoryview, end: int, sound: Header, segments: Sequence[_Segment]) -> None:
    """See that the index leads to each fragment, by bytes and by time (ISO/IEC 14496-12, 8.16.3)."""
    version, _, rest = versioned(index)
    track, timescale, earliest, first_offset, count = struct.unpack_from(">IIQQxxH" if version else ">IIIIxxH", rest)
    entries = list(struct.iter_unpack(">III", rest[28 if version else 20 :]))
    starts = list(accumulate((size for size, _, _ in entries), initial=end + first_offset))
    times = list(accumulate((ticks for _, ticks, _ in entries), initial=earliest))
    wanted_starts = [*(one.start for one in segments), segments[-1].end]
    wanted_times = [segments[0].start_tick, *(one.end_tick for one in segments)]
    if (track, timescale, count) != (sound.track, sound.timescale, len(segments)) or starts != wanted_starts:
        raise broken("its index does not lead to its fragments")
    if times != wanted_times:
        raise DefectError("the index times the segments otherwise than they are", cause_code="packed-length-wrong")


def _must_be_listed(listed: Listed, head_end: int, samples: int, sound: Header, segments: Sequence[_Segment]) -> None:
    """See that the playlist names every fragment's bytes, and their lengths to the microsecond of their sum."""
    ranges = [(one.start, one.end) for one in (listed.head, *listed.segments)]
    if ranges != [(0, head_end), *((one.start, one.end) for one in segments)]:
        raise broken("its playlist does not name the bytes of its fragments")
    lengths = accumulate(one.duration_us for one in listed.segments)
    ends = [one.end_tick * _MICROSECONDS / sound.timescale for one in segments[:-1]]
    ends.append(samples * _MICROSECONDS / TIMELINE_RATE_HZ)
    if any(abs(stated - end) > 1 for stated, end in zip(lengths, ends, strict=True)):
        raise DefectError("the playlist's lengths are not those of its segments", cause_code="packed-length-wrong")
