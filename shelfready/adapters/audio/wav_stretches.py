"""Fetches a stretch of a WAV file, whose samples lie where arithmetic says."""

import struct
from collections.abc import Iterator
from pathlib import Path

from shelfready.adapters.audio.stretch import Opened, Wanted, written
from shelfready.ports import TrackSource

_HEAD_BYTES = 256 * 1024
_FORM_BYTES = 16
# PCM, floating point, A-law, mu-law, extensible: one sample is as long as any other.
_PLAIN = (0x0001, 0x0003, 0x0006, 0x0007, 0xFFFE)


def open_wav(source: TrackSource, wanted: Wanted, into: Path) -> Opened | None:
    """The file's own header and, directly after it, the samples; None where it is not as plain as that."""
    head = b"".join(source.read(0, min(_HEAD_BYTES, source.size_bytes)))
    found = _layout(head)
    if found is None:
        return None
    begins, block = found
    last = wanted.decoded_samples if wanted.end_own is None else min(wanted.end_own, wanted.decoded_samples)
    start, end = (begins + sample * block for sample in (wanted.first_own, last))
    if end > source.size_bytes:
        return None

    def pieces() -> Iterator[bytes]:
        yield head[:begins]
        yield from source.read(start, end)

    return Opened(written(pieces(), into), source.kind, wanted.first_own)


def _layout(head: bytes) -> tuple[int, int] | None:
    """Where the samples begin, and the bytes of one sample of all channels."""
    at, block = 12, 0
    while at + 8 <= len(head):
        name, size = struct.unpack_from("<4sI", head, at)
        at += 8
        if name == b"data":
            return (at, block) if block else None
        if name == b"fmt " and len(head) >= at + _FORM_BYTES:
            tag, channels, _, _, block, bits = struct.unpack_from("<HHIIHH", head, at)
            if tag not in _PLAIN or block != channels * -(-bits // 8):
                return None
        at += size + size % 2
    return None
