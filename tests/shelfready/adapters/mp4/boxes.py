"""Finds the boxes of MP4 files by their paths, so that tests look at single bytes of them, or change them."""

from collections.abc import Iterator

_CONTAINERS = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"udta"}


def places(data: bytes, start: int = 0, end: int | None = None, path: str = "") -> Iterator[tuple[str, int, int]]:
    """Every box: its path, and where its content begins and ends."""
    at, end = start, len(data) if end is None else end
    while at + 8 <= end:
        size = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        here = f"{path}/{name.decode('latin-1')}"
        yield here, at + header, at + size
        if name in _CONTAINERS:
            yield from places(data, at + header, at + size, here)
        at += size


def contents(data: bytes, path: str) -> list[bytes]:
    """The contents of all boxes at a path."""
    return [data[start:end] for here, start, end in places(data) if here == path]


def edit(content: bytes) -> tuple[int, int]:
    """Duration and media time of an edit list's only entry (ISO/IEC 14496-12, 8.6.6)."""
    width = 8 if content[0] else 4
    assert int.from_bytes(content[4:8], "big") == 1
    start = 8 + width
    return int.from_bytes(content[8:start], "big"), int.from_bytes(content[start : start + width], "big")
