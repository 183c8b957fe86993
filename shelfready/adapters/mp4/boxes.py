"""Boxes, of which MP4 files consist: a length, a name of four letters, a content (ISO/IEC 14496-12, 4.2)."""

import struct

MOST_32 = 0xFFFF_FFFF
"""The largest number of 32 bits; a box that counts further has a version of 64."""

UNITY_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
"""Nothing is turned or stretched; of audio it has no meaning, but it has its place."""


def box(name: bytes, *contents: bytes) -> bytes:
    """A box; boxes within boxes are contents like any other."""
    return b"".join((struct.pack(">I4s", 8 + sum(map(len, contents)), name), *contents))


def full_box(name: bytes, version: int, flags: int, *contents: bytes) -> bytes:
    """A box that says its version and has flags."""
    return box(name, struct.pack(">I", version << 24 | flags), *contents)


def media_data(size_bytes: int) -> bytes:
    """The head of the box of which the frames are the content, `size_bytes` of them."""
    if 8 + size_bytes <= MOST_32:
        return struct.pack(">I4s", 8 + size_bytes, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", 16 + size_bytes)


def times(version: int, *, track: int | None = None, timescale: int | None = None, duration: int) -> bytes:
    """What the headers of movies, tracks and media begin with: no dates, so that the same book is the same bytes."""
    number = "Q" if version else "I"
    fields = struct.pack(f">{number}{number}", 0, 0)
    if track is not None:
        return fields + struct.pack(f">II{number}", track, 0, duration)
    return fields + struct.pack(f">I{number}", timescale, duration)


def wide(*numbers: int) -> int:
    """The version of a box that holds these numbers: 1, with 64 bits, as soon as one needs it."""
    return int(max(numbers) > MOST_32)
