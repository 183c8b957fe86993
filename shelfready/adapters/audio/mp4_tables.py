"""Reads from the head of an MP4 file where the frames of its AAC lie (ISO/IEC 14496-12, 8; ISO/IEC 14496-1, 7.2.6).

It is somebody else's file: whatever is not plain and whole is None.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RATES_HZ = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
_AAC_LC = 2
_AAC = 0x40
_FRAME_SAMPLES = 1024
_MOST_FRAMES = 20_000_000
_SOUND_ENTRY_BYTES = 36


Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class AacTrack:
    """AAC-LC in one or two channels: where each frame begins and how long it is.

    `skipped` samples at the beginning are not heard.
    """

    rate_index: int
    channels: int
    skipped: int
    offsets: Numbers
    sizes: Numbers

    @property
    def rate_hz(self) -> int:
        """Samples a second."""
        return _RATES_HZ[self.rate_index]


def aac_track(movie: bytes) -> AacTrack | None:
    """The first track with sound of a file, by its `moov` box; None if it is not plain AAC-LC."""
    try:
        for trak in _all(_inside(memoryview(movie)), b"trak"):
            media = _inside(_one(trak, b"mdia"))
            if bytes(_one(media, b"hdlr")[8:12]) == b"soun":
                return _track(trak, media)
    except (LookupError, ValueError, struct.error):
        return None
    return None


def _track(trak: memoryview, media: memoryview) -> AacTrack | None:
    table = _one(_one(media, b"minf"), b"stbl")
    config = _audio_config(_one(table, b"stsd"))
    if config is None:
        return None
    rate_index, channels = config
    head = _one(media, b"mdhd")
    timescale = struct.unpack_from(">I", head, 20 if head[0] else 12)[0]
    if timescale != _RATES_HZ[rate_index]:
        return None
    sizes = _sizes(_one(table, b"stsz"))
    if not _is_steady(_one(table, b"stts"), len(sizes)):
        return None
    skipped = _skipped(trak)
    if skipped is None:
        return None
    return AacTrack(rate_index, channels, skipped, _offsets(table, sizes), sizes)


def _audio_config(entries: memoryview) -> tuple[int, int] | None:
    """Rate and channels of the only sample entry, if it is AAC-LC of frames of 1024 samples and nothing beside."""
    count, size, name = struct.unpack_from(">I I4s", entries, 4)
    if count != 1 or name != b"mp4a" or int.from_bytes(entries[24:26]) != 0:  # of QuickTime's versions the plain one
        return None
    descriptor = _one(entries[8 + _SOUND_ENTRY_BYTES : 8 + size], b"esds")[4:]
    tag, stream = _descriptor(descriptor)
    if tag != 3 or stream[2]:  # depends on nothing, and has no address
        return None
    tag, decoder = _descriptor(stream[3:])
    if tag != 4 or decoder[0] != _AAC:
        return None
    tag, config = _descriptor(decoder[13:])
    bits = int.from_bytes(config[:2])
    rate_index, channels = bits >> 7 & 15, bits >> 3 & 15
    plain = tag == 5 and bits >> 11 == _AAC_LC and bits & 7 == 0 and rate_index < len(_RATES_HZ)
    # More than five bytes, or another sync extension than "no SBR", is no plain AAC-LC.
    extended = len(config) > 5 or (len(config) == 5 and bytes(config[2:]) != b"\x56\xe5\x00")
    return (rate_index, channels) if plain and channels in (1, 2) and not extended else None


def _descriptor(data: memoryview) -> tuple[int, memoryview]:
    """A descriptor's tag and what it holds; its length has seven bits in each byte."""
    size, at = 0, 1
    while at < 5:
        size = size << 7 | data[at] & 0x7F
        at += 1
        if not data[at - 1] & 0x80:
            break
    return data[0], data[at : at + size]


def _sizes(box: memoryview) -> Numbers:
    same, count = struct.unpack_from(">II", box, 4)
    if not 0 < count <= _MOST_FRAMES:
        raise ValueError(count)
    if same:
        return np.full(count, same, dtype=np.int64)
    return np.frombuffer(box, ">u4", count, 12).astype(np.int64)


def _is_steady(box: memoryview, frames: int) -> bool:
    """Whether all frames are of 1024 samples; of the last one less may count."""
    (entries,) = struct.unpack_from(">I", box, 4)
    runs = np.frombuffer(box, ">u4", 2 * entries, 8).reshape(-1, 2).astype(np.int64)
    if not len(runs) or int(runs[:, 0].sum()) != frames:
        return False
    is_cut = len(runs) > 1 and runs[-1, 0] == 1 and runs[-1, 1] <= _FRAME_SAMPLES
    return bool((runs[: len(runs) - is_cut, 1] == _FRAME_SAMPLES).all())


def _offsets(table: memoryview, sizes: Numbers) -> Numbers:
    """Where each frame begins: chunks lie anywhere, and in a chunk one frame follows the other."""
    wide = next(_all(table, b"co64"), None)
    box = wide if wide is not None else _one(table, b"stco")
    (chunks,) = struct.unpack_from(">I", box, 4)
    begins = np.frombuffer(box, ">u8" if wide is not None else ">u4", chunks, 8).astype(np.int64)
    box = _one(table, b"stsc")
    (runs,) = struct.unpack_from(">I", box, 4)
    to_chunk = np.frombuffer(box, ">u4", 3 * runs, 8).reshape(-1, 3).astype(np.int64)
    lengths = np.diff(to_chunk[:, 0], append=chunks + 1)
    if not chunks or not runs or to_chunk[0, 0] != 1 or (lengths <= 0).any() or (to_chunk[:, 1] <= 0).any():
        raise ValueError("chunks make no sense")
    if int((lengths * to_chunk[:, 1]).sum()) < len(sizes) or int(lengths.sum()) > chunks:
        raise ValueError("chunks and frames do not match")
    per_chunk = np.repeat(to_chunk[:, 1], lengths)
    firsts = np.minimum(np.concatenate(([0], np.cumsum(per_chunk))), len(sizes))
    # A day of audio has millions of frames: little is kept of each.
    offsets: Numbers = np.cumsum(sizes) - sizes
    begins -= offsets[np.minimum(firsts[:-1], len(sizes) - 1)]
    offsets += np.repeat(begins, np.diff(firsts))
    return offsets


def _skipped(trak: memoryview) -> int | None:
    """What the edit list leaves out at the beginning; None where it does more than that."""
    edits = next(_all(trak, b"edts"), None)
    box = None if edits is None else next(_all(edits, b"elst"), None)
    if box is None:
        return 0
    (count,) = struct.unpack_from(">I", box, 4)
    if count != 1:
        return None
    time, rate = struct.unpack_from(">qi" if box[0] else ">ii", box, 16 if box[0] else 12)
    return time if time >= 0 and rate == 1 << 16 else None


def _one(data: memoryview, name: bytes) -> memoryview:
    found = next(_all(data, name), None)
    if found is None:
        raise LookupError(name)
    return found


def _all(data: memoryview, name: bytes) -> Iterator[memoryview]:
    """What boxes of a name hold that follow one another."""
    at = 0
    while at + 8 <= len(data):
        size, found = struct.unpack_from(">I4s", data, at)
        header = 8
        if size == 1:
            size, header = int.from_bytes(data[at + 8 : at + 16]), 16
        size = size or len(data) - at
        if size < header or at + size > len(data):
            raise ValueError("a box is longer than what it lies in")
        if found == name:
            yield data[at + header : at + size]
        at += size


def _inside(box: memoryview) -> memoryview:
    """What the movie box holds, which comes with its own header."""
    return next(_all(box, b"moov"), box)
