"""Fetches a stretch of the AAC in an MP4 file: its frames lie where the file's own tables say.

AAC-LC only, in a file that is not fragmented and whose decoded length is just what its tables say: all else is decoded
from its beginning. Where an encoder has left noise to the decoder (PNS), each decoder makes its own, and the stretch
differs by it from any other decoding: there the noise is different noise.
"""

import struct
from pathlib import Path

from shelfready.adapters.audio.mp4_tables import AacTrack, aac_track
from shelfready.adapters.audio.stretch import Opened, Wanted, written
from shelfready.ports import TrackSource

_FRAME_SAMPLES = 1024
# A frame is heard only together with the one before it; filters over time reach no farther.
_SETTLING_FRAMES = 4
_AFTER_FRAMES = 2
_HEADER_BYTES = 16
_MOST_BOXES = 1000
_MOST_TABLE_BYTES = 64 * 1024**2
_LONGEST_ADTS = 8191


def open_aac(source: TrackSource, wanted: Wanted, into: Path) -> Opened | None:
    """The frames that are needed, as ADTS; None where the file is not as plain as that."""
    movie = _movie(source)
    track = None if movie is None else aac_track(movie)
    if track is None or track.rate_hz != wanted.sample_rate_hz:
        return None
    frames = len(track.sizes)
    if frames * _FRAME_SAMPLES - track.skipped != wanted.decoded_samples:
        return None
    start = max((wanted.first_own + track.skipped) // _FRAME_SAMPLES - _SETTLING_FRAMES, 0)
    last = wanted.decoded_samples if wanted.end_own is None else wanted.end_own
    end = min(-(-(last + track.skipped) // _FRAME_SAMPLES) + _AFTER_FRAMES, frames)
    data = _frames(source, track, start, end)
    if data is None:
        return None
    return Opened(written([data], into), "aac", start * _FRAME_SAMPLES - track.skipped, ends_as_track=False)


def _movie(source: TrackSource) -> bytes | None:
    """What the file says of all its tracks, wherever that lies."""
    at = 0
    for _ in range(_MOST_BOXES):
        header = _read(source, at, at + _HEADER_BYTES)
        if len(header) < _HEADER_BYTES:
            return None
        size, name = struct.unpack_from(">I4s", header)
        if size == 1:
            size = int.from_bytes(header[8:16])
        elif size == 0:
            size = source.size_bytes - at
        if size < 8:
            return None
        if name == b"moov":
            return _read(source, at, at + size) if size <= _MOST_TABLE_BYTES else None
        at += size
    return None


def _frames(source: TrackSource, track: AacTrack, start: int, end: int) -> bytes | None:
    """Frames with the headers that tell a decoder what they are."""
    places, sizes = track.offsets[start:end].tolist(), track.sizes[start:end].tolist()
    if not len(places) or max(sizes) + 7 > _LONGEST_ADTS:
        return None
    begins, ends = min(places), max(place + size for place, size in zip(places, sizes, strict=True))
    # Other tracks may lie in between; much more than the frames themselves is no plain file.
    if ends > source.size_bytes or ends - begins > 2 * sum(sizes) + (1 << 20):
        return None
    data = memoryview(_read(source, begins, ends))
    parts: list[bytes | memoryview] = []
    for place, size in zip(places, sizes, strict=True):
        parts += (_adts_header(track, size + 7), data[place - begins : place - begins + size])
    return b"".join(parts)


def _adts_header(track: AacTrack, size: int) -> bytes:
    # Sync word, MPEG-4, no checksum; object type 2 (AAC-LC) less one; any buffer fullness (ISO/IEC 13818-7, 6.2).
    bits = 0xFFF1 << 40 | 1 << 38 | track.rate_index << 34 | track.channels << 30 | size << 13 | 0x7FF << 2
    return bits.to_bytes(7)


def _read(source: TrackSource, start: int, end: int) -> bytes:
    begins = min(start, source.size_bytes)
    return b"".join(source.read(begins, max(min(end, source.size_bytes), begins)))
