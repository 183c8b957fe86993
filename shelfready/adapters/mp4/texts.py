"""Texts as they may lie in a file: any title of any publisher, without what no tag can hold."""

import re

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def utf8(text: str, most_bytes: int | None = None) -> bytes:
    """The text as UTF-8, cut at the end of a character where it would be longer.

    Line breaks stay, other control characters become spaces: players stop at a NUL. A half of a surrogate pair, which
    JSON can hold and UTF-8 cannot, becomes a question mark.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    encoded = _CONTROL.sub(" ", lines).encode(errors="replace")
    if most_bytes is None or len(encoded) <= most_bytes:
        return encoded
    return encoded[:most_bytes].decode(errors="ignore").encode()
