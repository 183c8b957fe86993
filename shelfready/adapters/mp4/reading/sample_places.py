"""Reads where the samples of a track lie that was written in one piece."""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.mp4.reading.headers import Header
from shelfready.adapters.mp4.reading.walking import broken, found, needed, versioned

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """The samples of a track: how large each is; the chunks that they lie in: how many, from where on, how large."""

    sizes: NDArray[np.uint32]
    per_chunk: Numbers
    chunk_starts: Numbers
    chunk_sizes: Numbers

    def starts(self) -> Numbers:
        """The first byte of each sample."""
        sizes: Numbers = self.sizes.astype(np.int64)
        first = np.cumsum(self.per_chunk) - self.per_chunk
        before = np.cumsum(sizes) - sizes
        return np.asarray(before + np.repeat(self.chunk_starts - before[first], self.per_chunk), dtype=np.int64)


def places(header: Header) -> Places:
    """Where the samples are; all tables must tell of the same number, and of the media's whole duration."""
    sizes = _sizes(needed(header.tables, b"stsz"))
    counts, ticks = _columns(needed(header.tables, b"stts"), 2)
    if counts.sum() != len(sizes) or (counts * ticks).sum() != header.duration:
        message = f"{counts.sum():,} samples of {(counts * ticks).sum():,} ticks"
        raise broken(f"track {header.track} times {message}, and has {len(sizes):,} of {header.duration:,}")
    starts = _offsets(header)
    per_chunk = _per_chunk(needed(header.tables, b"stsc"), len(starts))
    if per_chunk.sum() != len(sizes) or not len(sizes) or not per_chunk.all():
        raise broken(f"the chunks of track {header.track} hold {per_chunk.sum():,} samples, not {len(sizes):,}")
    firsts = np.concatenate([[0], np.cumsum(per_chunk)[:-1]])
    return Places(sizes, per_chunk, starts, np.add.reduceat(sizes, firsts, dtype=np.int64))


def must_fill(tracks: list[Places], start: int, end: int) -> None:
    """See that the tracks' chunks fill the media data, from its first byte to its last, and no byte twice."""
    starts = np.concatenate([track.chunk_starts for track in tracks])
    sizes = np.concatenate([track.chunk_sizes for track in tracks])
    order = np.argsort(starts, kind="stable")
    ends = starts[order] + sizes[order]
    if not np.array_equal(np.append(starts[order], end), np.append(start, ends)):
        raise broken(f"its samples do not fill the bytes {start:,} to {end:,}, each once")


def _sizes(table: memoryview) -> NDArray[np.uint32]:
    _, _, rest = versioned(table)
    same, count = struct.unpack_from(">II", rest)
    if same or len(rest) != 8 + 4 * count:
        raise broken(f"a table of {count:,} sizes has {len(rest):,} bytes")
    return np.frombuffer(rest[8:], dtype=">u4")


def _columns(table: memoryview, columns: int) -> Numbers:
    _, _, rest = versioned(table)
    count = struct.unpack_from(">I", rest)[0]
    if len(rest) != 4 + 4 * columns * count:
        raise broken(f"a table of {count:,} entries has {len(rest):,} bytes")
    return np.frombuffer(rest[4:], dtype=">u4").reshape(count, columns).T.astype(np.int64)


def _offsets(header: Header) -> Numbers:
    near = found(header.tables, b"stco")
    _, _, rest = versioned(needed(header.tables, b"co64") if near is None else near)
    width = 8 if near is None else 4
    count = struct.unpack_from(">I", rest)[0]
    if len(rest) != 4 + width * count or not count:
        raise broken(f"a table of {count:,} chunks has {len(rest):,} bytes")
    return np.frombuffer(rest[4:], dtype=f">u{width}").astype(np.int64)


def _per_chunk(table: memoryview, chunks: int) -> Numbers:
    """How many samples each chunk holds: an entry holds from its chunk up to that of the next."""
    firsts, counts, _ = _columns(table, 3)
    lengths = np.diff(np.append(firsts, chunks + 1))
    if not len(firsts) or firsts[0] != 1 or (lengths <= 0).any():
        raise broken("its chunks are not counted from the first to the last")
    return np.repeat(counts, lengths)
