"""Walks through the boxes of a file, believing none of their lengths."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from shelfready.errors import DefectError

_LARGEST_HEAD_BYTES = 256 << 20
"""A box that is read whole: the tables of a book of four hundred hours."""

_MOST_BOXES = 1 << 20


@dataclass(frozen=True)
class Placed:
    """A box of the file's top level: its name, and where it begins, where its content does, and where it ends."""

    name: bytes
    start: int
    content: int
    end: int


def broken(what: str) -> DefectError:
    """What was packed is no file that can be played."""
    return DefectError(
        f"what was packed cannot be played: {what}; retry packs it anew", cause_code="packed-undecodable"
    )


def top_level(file: IO[bytes], size_bytes: int) -> Iterator[Placed]:
    """The boxes of a file, up to its very end."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at == size_bytes:
            return
        file.seek(at)
        head = file.read(16)
        name, length, head_bytes = _head(head)
        if not head_bytes <= length <= size_bytes - at:
            raise broken(f"box {name!r} at byte {at:,} says {length:,} bytes, the file has {size_bytes - at:,} more")
        yield Placed(name, at, at + head_bytes, at + length)
        at += length
    raise broken(f"it has more than {_MOST_BOXES:,} boxes")


def content(file: IO[bytes], placed: Placed) -> memoryview:
    """What is in a box of the top level."""
    size = placed.end - placed.content
    if size > _LARGEST_HEAD_BYTES:
        raise broken(f"box {placed.name!r} has {size:,} bytes, at most {_LARGEST_HEAD_BYTES:,} are read")
    file.seek(placed.content)
    return memoryview(file.read(size))


def children(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """The boxes that a box consists of, with their contents."""
    at = 0
    while at < len(data):
        name, length, head_bytes = _head(data[at : at + 16])
        if not head_bytes <= length <= len(data) - at:
            raise broken(f"box {name!r} says {length:,} bytes, its place has {len(data) - at:,}")
        yield name, data[at + head_bytes : at + length]
        at += length


def found(data: memoryview, *path: bytes) -> memoryview | None:
    """The content of the first box at a path of names, None where there is none."""
    for step in path:
        inner = next((inner for name, inner in children(data) if name == step), None)
        if inner is None:
            return None
        data = inner
    return data


def needed(data: memoryview, *path: bytes) -> memoryview:
    """The content of the only box at a path of names."""
    for step in path:
        inner = [inner for name, inner in children(data) if name == step]
        if len(inner) != 1:
            raise broken(f"it has {len(inner)} boxes {step!r} where there must be one")
        data = inner[0]
    return data


def versioned(data: memoryview) -> tuple[int, int, memoryview]:
    """Version and flags of a box, and what follows."""
    first = int.from_bytes(data[:4], "big")
    return first >> 24, first & 0xFF_FFFF, data[4:]


def _head(data: bytes | memoryview) -> tuple[bytes, int, int]:
    """A box's name and length, and how many bytes say so."""
    length, name = struct.unpack_from(">I4s", data)
    if length == 1:
        return name, struct.unpack_from(">Q", data, 8)[0], 16
    return name, length, 8
