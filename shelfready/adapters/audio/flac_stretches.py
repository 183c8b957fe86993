"""Fetches a stretch of a FLAC file: every frame of it says which sample it begins with, and a checksum proves it.

What is near is found by halving: the frames of loud passages are longer, so that no arithmetic says where one lies.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from shelfready.adapters.audio.stretch import Opened, Wanted, written
from shelfready.ports import TrackSource

_MARKER = b"fLaC"
_MOST_HEAD_BYTES = 32 * 1024**2
_MOST_BLOCKS = 1000
_LAST_BLOCK = 0x80
# No frame is longer than its samples uncompressed, 8 channels of 32 bits, and its header.
_BYTES_PER_SAMPLE = 33
_MOST_STEPS = 60
_LONGEST_HEADER = 16


def open_flac(source: TrackSource, wanted: Wanted, into: Path) -> Opened | None:
    """The file's own head and, directly after it, the frames; None where frames are not all of one length."""
    found = _head(source)
    if found is None:
        return None
    head, block = found
    longest = block * _BYTES_PER_SAMPLE
    start = _frame_at_or_before(source, len(head), wanted.first_own // block, block)
    if start is None:
        return None
    end = source.size_bytes
    if wanted.end_own is not None:
        # One frame more than is wanted: where a frame ends is known by the next one's beginning.
        needed = -(-wanted.end_own // block) + 1
        after = _frame_at_or_before(source, len(head), needed + 1, block)
        if after is not None and after[0] >= needed:
            end = min(after[1] + longest, end)
    first, place = start
    return Opened(written(chain([head], source.read(place, end)), into), source.kind, first * block)


def _head(source: TrackSource) -> tuple[bytes, int] | None:
    """Everything before the first frame, and how many samples every frame holds."""
    at, data = 4, _read(source, 0, 4 + 4 + 34)
    if data[:4] != _MARKER or len(data) < 42:
        return None
    least, most = int.from_bytes(data[8:10]), int.from_bytes(data[10:12])
    for _ in range(_MOST_BLOCKS):
        header = _read(source, at, 4)
        if len(header) < 4 or at > _MOST_HEAD_BYTES:
            return None
        at += 4 + int.from_bytes(header[1:])
        if header[0] & _LAST_BLOCK:
            return (_read(source, 0, at), most) if least == most >= 16 else None
    return None


def _frame_at_or_before(source: TrackSource, first: int, number: int, block: int) -> tuple[int, int] | None:
    """The last frame not after one, by number and place, or some not far before it; None if there is none."""
    reach = 2 * block * _BYTES_PER_SAMPLE
    low, high = (0, first), source.size_bytes
    for _ in range(_MOST_STEPS):
        if low[0] == number or high - low[1] <= _LONGEST_HEADER:
            break
        middle = (low[1] + high) // 2
        found = next(_frames(source, middle, min(middle + reach, high)), None)
        if found is None or found[0] > number:
            high = middle
        elif found[0] <= low[0]:
            break
        else:
            low = found
    return low if _is_frame(source, low) else None


def _is_frame(source: TrackSource, place: tuple[int, int]) -> bool:
    return _number(_read(source, place[1], _LONGEST_HEADER), 0) == place[0]


def _frames(source: TrackSource, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Number and place of each frame that begins in a range; sound may look like a frame, so that it takes two."""
    data = _read(source, start, end - start)
    met: tuple[int, int] | None = None
    at = data.find(0xFF)
    while at >= 0:
        number = _number(data, at)
        if number is not None:
            if met is not None and number == met[0] + 1:
                yield met
            met = number, start + at
        at = data.find(0xFF, at + 1)


def _number(data: bytes, at: int) -> int | None:
    """The number of the frame whose header begins there, None if none does (RFC 9639, 9.1)."""
    if len(data) < at + _LONGEST_HEADER or data[at] != 0xFF or data[at + 1] != 0xF8:  # sync word; all of one length
        return None
    size, rate = data[at + 2] >> 4, data[at + 2] & 15
    if size == 0 or rate == 15 or data[at + 3] & 1:
        return None
    first = data[at + 4]
    more = 0 if first < 0x80 else (8 - (first ^ 0xFF).bit_length()) - 1
    if more and not 1 <= more <= 5:
        return None
    number = first if not more else first & (0x3F >> more)
    for byte in data[at + 5 : at + 5 + more]:
        if byte >> 6 != 2:
            return None
        number = number << 6 | byte & 0x3F
    end = at + 5 + more + {6: 1, 7: 2}.get(size, 0) + {12: 1, 13: 2, 14: 2}.get(rate, 0)
    return number if _crc(data[at:end]) == data[end] else None


def _crc(data: bytes) -> int:
    table, crc = _table(), 0
    for byte in data:
        crc = table[crc ^ byte]
    return crc


@cache
def _table() -> tuple[int, ...]:
    """The checksum of headers: x^8 + x^2 + x + 1."""
    found = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc << 1 ^ (0x07 if crc & 0x80 else 0)) & 0xFF
        found.append(crc)
    return tuple(found)


def _read(source: TrackSource, start: int, size: int) -> bytes:
    begins = min(start, source.size_bytes)
    return b"".join(source.read(begins, min(begins + size, source.size_bytes)))
