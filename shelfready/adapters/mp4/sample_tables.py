"""The tables of a track that lies in one piece: when its samples are, how large, and where (ISO/IEC 14496-12, 8.6)."""

import struct
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.mp4.boxes import MOST_32, full_box


def durations_table(entries: Sequence[tuple[int, int]]) -> bytes:
    """`stts`: how many samples, and how long each of them is."""
    return full_box(b"stts", 0, 0, struct.pack(">I", len(entries)), *(struct.pack(">II", *entry) for entry in entries))


def sizes_table(sizes: NDArray[np.integer]) -> bytes:
    """`stsz`: how many bytes each sample has."""
    return full_box(b"stsz", 0, 0, struct.pack(">II", 0, len(sizes)), sizes.astype(">u4").tobytes())


def chunks_table(samples: int, per_chunk: int) -> bytes:
    """`stsc`: how many samples lie in each chunk: as many as in every other, and in the last what is left."""
    whole, rest = divmod(samples, per_chunk)
    entries = [(1, per_chunk)] if whole else []
    if rest:
        entries.append((whole + 1, rest))
    return full_box(b"stsc", 0, 0, struct.pack(">I", len(entries)), *(struct.pack(">III", *one, 1) for one in entries))


def offsets_table(offset: int, sizes: Iterable[int] | NDArray[np.integer]) -> bytes:
    """`stco`, or `co64` beyond 4 GiB: where the chunks begin that lie one after the other from a byte on."""
    ends = np.cumsum(np.fromiter(sizes, dtype=np.int64))
    starts = offset + np.concatenate([[0], ends[:-1]])
    count = struct.pack(">I", len(starts))
    if starts[-1] > MOST_32:
        return full_box(b"co64", 0, 0, count, starts.astype(">u8").tobytes())
    return full_box(b"stco", 0, 0, count, starts.astype(">u4").tobytes())
