"""Which bytes of a file are asked for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE | re.ASCII)


class OutsideError(Exception):
    """The range does not begin within the file."""


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to, not including, `end`."""

    start: int
    end: int

    @property
    def size_bytes(self) -> int:
        """How many bytes these are."""
        return self.end - self.start


def span_of(header: str | None, size_bytes: int) -> Span | None:
    """The part of a file of this size that is asked for; None for all of it.

    What is not one well-formed range of bytes is ignored, as the RFC has it: a client that asks for several gets the
    whole file, which it must be ready for.
    """
    match = _ONE_RANGE.fullmatch(header.replace(" ", "")) if header and len(header) < 100 else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0 or size_bytes == 0:
            raise OutsideError
        return Span(max(0, size_bytes - int(last)), size_bytes)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size_bytes:
        raise OutsideError
    return Span(start, min(int(last) + 1, size_bytes) if last else size_bytes)
