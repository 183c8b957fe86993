"""Reads the fragments of a rung: what each holds, and that one begins where the one before ended."""

import struct
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.mp4.reading.walking import Placed, broken, content, needed, versioned

Numbers = NDArray[np.int64]

_BASE_IS_FRAGMENT, _HAS_BASE, _HAS_DESCRIPTION, _HAS_DURATION = 0x2_0000, 0x1, 0x2, 0x8
_SIZED, _TIMED = 0x201, 0x100  # data offset and sizes; durations


@dataclass(frozen=True)
class Fragment:
    """A fragment: where it lies, when its first frame begins, how long it lasts, and its frames."""

    start: int
    data: int
    end: int
    start_tick: int
    ticks: int
    frames: int


def read_fragment(file: IO[bytes], head: Placed, data: Placed, number: int, default_ticks: int) -> Fragment:
    """A fragment of one run of one track, whose frames are all that lies in its data."""
    if (head.name, data.name) != (b"moof", b"mdat"):
        raise broken(f"fragment {number} is {head.name!r} and {data.name!r}")
    inner = content(file, head)
    stated = struct.unpack_from(">I", versioned(needed(inner, b"mfhd"))[2])[0]
    if stated != number:
        raise broken(f"fragment {number} calls itself {stated}")
    track = needed(inner, b"traf")
    version, _, time = versioned(needed(track, b"tfdt"))
    start_tick = int.from_bytes(time[: 8 if version else 4], "big")
    offset, sizes, durations = _run(needed(track, b"trun"), _default_ticks(needed(track, b"tfhd"), default_ticks))
    size = int(sizes.sum())
    if head.start + offset != data.content or data.content + size != data.end:
        raise broken(
            f"the frames of fragment {number} are {size:,} bytes from byte {head.start + offset:,} on, "
            f"its data {data.end - data.content:,} from {data.content:,} on"
        )
    return Fragment(head.start, data.content, data.end, start_tick, int(durations.sum()), len(sizes))


def _default_ticks(header: memoryview, ticks: int) -> int:
    """How long a frame is of which the run does not say it."""
    _, flags, rest = versioned(header)
    if not flags & _BASE_IS_FRAGMENT or flags & _HAS_BASE:
        raise broken("a fragment's frames are not counted from its own beginning")
    at = 8 if flags & _HAS_DESCRIPTION else 4
    return int.from_bytes(rest[at : at + 4], "big") if flags & _HAS_DURATION else ticks


def _run(table: memoryview, ticks: int) -> tuple[int, Numbers, Numbers]:
    """Where a run's frames begin, counted from its fragment; the size of each, and how long it lasts."""
    _, flags, rest = versioned(table)
    count, offset = struct.unpack_from(">Ii", rest)
    columns = {_SIZED: 1, _SIZED | _TIMED: 2}.get(flags)
    if columns is None or not count or len(rest) != 8 + 4 * columns * count:
        raise broken(f"a run of {count:,} frames with flags {flags:#x} has {len(rest):,} bytes")
    numbers = np.frombuffer(rest[8:], dtype=">u4").reshape(count, columns).astype(np.int64)
    return offset, numbers[:, -1], numbers[:, 0] if columns == 2 else np.full(count, ticks)
