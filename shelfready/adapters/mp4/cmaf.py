"""The boxes of a rung: one file of fragments with an index of them (CMAF, ISO/IEC 23000-19; 14496-12, 8.8 and 8.16)."""

import struct
from itertools import repeat

import numpy as np

from shelfready.adapters.mp4 import tracks
from shelfready.adapters.mp4.boxes import box, full_box, media_data
from shelfready.adapters.mp4.frames import Frames
from shelfready.adapters.mp4.segments import Segment
from shelfready.media import TIMELINE_RATE_HZ

_BRANDS = {"aac-lc": b"cmfciso6caac", "opus": b"cmfciso6"}
"""CMAF; the version of the file format that allows it; and CMAF's own profile of AAC."""

_SYNC_SAMPLE = 0x0200_0000  # depends on no other
_SELF_CONTAINED = 0x9000_0000  # begins with a frame from which one can play, of type 1

_BASE_IS_FRAGMENT, _HAS_DURATION, _HAS_FLAGS = 0x2_0000, 0x8, 0x20
_HAS_OFFSET, _HAS_SIZES, _HAS_DURATIONS = 0x1, 0x200, 0x100


def initialization(frames: Frames) -> bytes:
    """What a player loads first: what the frames are, and where in them the book begins."""
    brands = _BRANDS[frames.format.codec]
    fragmented = box(
        b"mvex",
        full_box(b"mehd", 1, 0, struct.pack(">Q", frames.samples)),
        full_box(b"trex", 0, 0, struct.pack(">IIIII", tracks.AUDIO_TRACK, 1, frames.frame_ticks, 0, _SYNC_SAMPLE)),
    )
    track = box(
        b"trak",
        tracks.track_header(tracks.AUDIO_TRACK, 0, tracks.ENABLED | tracks.IN_MOVIE, volume=0x100),
        # Of duration 0: what the fragments hold, whatever it is, begins there.
        tracks.edits((0, frames.skipped_ticks)),
        box(
            b"mdia",
            tracks.media_header(0, frames.format.rate_hz),
            tracks.handler(b"soun", "Audio"),
            box(b"minf", full_box(b"smhd", 0, 0, bytes(4)), tracks.this_file(), _empty_tables(frames)),
        ),
    )
    movie = box(b"moov", tracks.movie_header(0, TIMELINE_RATE_HZ, tracks.AUDIO_TRACK + 1), track, fragmented)
    return box(b"ftyp", brands[:4], bytes(4), brands) + movie


def index(frames: Frames, segments: list[Segment], sizes: list[int]) -> bytes:
    """`sidx`: how long each segment is heard, and how many bytes it takes; they follow directly."""
    references = np.empty((len(segments), 3), dtype=">u4")
    references[:, 0] = sizes
    references[:, 1] = [segment.end_tick - segment.start_tick for segment in segments]
    references[:, 2] = _SELF_CONTAINED
    head = struct.pack(">IIIIHH", tracks.AUDIO_TRACK, frames.format.rate_hz, 0, 0, 0, len(segments))
    return full_box(b"sidx", 0, 0, head, references.tobytes())


def fragment(frames: Frames, segment: Segment, number: int) -> bytes:
    """Everything of a segment before its frames; `number` counts from 1."""
    sizes = frames.sizes[segment.first_frame : segment.end_frame]
    durations = frames.durations(segment.first_frame, segment.end_frame)
    flags = _HAS_OFFSET | _HAS_SIZES
    if durations == [(len(sizes), frames.frame_ticks)]:
        table = sizes.astype(">u4")
    else:
        flags |= _HAS_DURATIONS
        table = np.empty((len(sizes), 2), dtype=">u4")
        table[:, 0] = [ticks for count, each in durations for ticks in repeat(each, count)]
        table[:, 1] = sizes
    before = box(b"mfhd", bytes(4), struct.pack(">I", number))
    track = (
        full_box(
            b"tfhd",
            0,
            _BASE_IS_FRAGMENT | _HAS_DURATION | _HAS_FLAGS,
            struct.pack(">III", tracks.AUDIO_TRACK, frames.frame_ticks, _SYNC_SAMPLE),
        ),
        full_box(b"tfdt", 1, 0, struct.pack(">Q", frames.tick(segment.first_frame))),
    )
    group = tracks.prerolled(len(sizes))
    run_bytes = 12 + 8 + table.nbytes
    size = 8 + len(before) + 8 + sum(map(len, track)) + run_bytes + len(group)
    data = media_data(int(sizes.sum(dtype=np.int64)))
    run = full_box(b"trun", 0, flags, struct.pack(">II", len(sizes), size + len(data)), table.tobytes())
    return box(b"moof", before, box(b"traf", *track, run, group)) + data


def _empty_tables(frames: Frames) -> bytes:
    none = bytes(4)
    return box(
        b"stbl",
        tracks.described_audio(frames),
        full_box(b"stts", 0, 0, none),
        full_box(b"stsc", 0, 0, none),
        full_box(b"stsz", 0, 0, none, none),
        full_box(b"stco", 0, 0, none),
        tracks.preroll(frames),
    )
