"""Reads the boxes of MP4 files, so that tests see what a player sees."""

from collections.abc import Iterator

_CONTAINERS = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"udta"}


def boxes(data: bytes, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every box by its path, with its content."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        here = f"{path}/{name.decode('latin-1')}"
        content = data[at + header : at + size]
        yield here, content
        if name in _CONTAINERS:
            yield from boxes(content, here)
        at += size


def edit(content: bytes) -> tuple[int, int]:
    """Duration and media time of an edit list's only entry (ISO/IEC 14496-12, 8.6.6), version 0."""
    assert content[0] == 0
    assert int.from_bytes(content[4:8], "big") == 1
    return int.from_bytes(content[8:12], "big"), int.from_bytes(content[12:16], "big")
