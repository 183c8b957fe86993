"""Walks through ADTS, the plain run of AAC frames that tracks are encoded into."""

from collections.abc import Iterator
from typing import IO

from shelfready.errors import DefectError

_HEADER_BYTES = 7


def frames(file: IO[bytes]) -> Iterator[bytes]:
    """The frames of an ADTS file, headers included, one after the other (ISO/IEC 13818-7, 6.2)."""
    while header := file.read(_HEADER_BYTES):
        if len(header) < _HEADER_BYTES or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
            raise DefectError("our encoder's output is no run of ADTS frames", cause_code="encoded-not-adts")
        size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        body = file.read(size - _HEADER_BYTES)
        if len(body) != size - _HEADER_BYTES:
            raise DefectError("our encoder's output ends within a frame", cause_code="encoded-not-adts")
        yield header + body


def count_frames(file: IO[bytes]) -> int:
    """The number of frames of an ADTS file."""
    return sum(1 for _ in frames(file))
