"""Says in which encoding a text file is, by its bytes alone: no locale is asked, no statistics are made."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Oddity, Trouble

_CHUNK = 1 << 18

# UTF-32 before UTF-16, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

WESTERN = "shelfready-western"
"""The name of the error handler that reads bytes which are no UTF-8 as Windows-1252."""


@dataclass(frozen=True)
class Encoding:
    """How to read a text: Python's name of its encoding, and what to do with bytes that do not belong to it."""

    codec: str
    name: str
    errors: str = "strict"
    oddity: Oddity | None = None


def encoding_of(source: BinaryIO) -> Encoding:
    """The encoding of a whole file, read from its present place to its end.

    A byte order mark is believed. Without one a text is UTF-8 if all of it is; where it is not, what is no UTF-8 is
    Windows-1252, which is what Excel writes in western countries. Files glued together of both are read rightly too.
    """
    head = source.read(_CHUNK)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, "UTF-8" if codec == "utf-8-sig" else codec.upper())
    if b"\0" in head:
        return _unmarked(head)
    line = _first_fault(source, head)
    if line is None:
        return Encoding("utf-8", "UTF-8")
    _register()
    return Encoding("utf-8", "windows-1252", WESTERN, _odd("is not UTF-8, and was read as Windows-1252", line))


def _unmarked(head: bytes) -> Encoding:
    # Latin text in UTF-16 has a zero in every second byte.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        raise RejectedError(
            "the file holds zero bytes as no text does: save the sheet as CSV in UTF-8, or as XLSX, and send it again",
            cause_code="sheet-unreadable",
        )
    codec = "utf-16-le" if odd > even else "utf-16-be"
    return Encoding(codec, codec.upper(), oddity=_odd("is UTF-16 without the byte order mark that says so", 1))


def _first_fault(source: BinaryIO, head: bytes) -> int | None:
    """The line, from 1, in which the first byte stands that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, chunk = 1, head
    while chunk:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            # `error.object` is the chunk with what was left of the one before.
            return line + error.object[: error.start].count(b"\n")
        line += chunk.count(b"\n")
        chunk = source.read(_CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _odd(what: str, line: int) -> Oddity:
    return Oddity(
        trouble=Trouble.ENCODING,
        message=f"the file {what} (first in line {line}): save it as UTF-8",
        is_repaired=True,
        line=line,
    )


def _register() -> None:
    codecs.register_error(WESTERN, _as_western)


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # Five bytes are nothing in Windows-1252 either: then the text is in a third encoding, and this raises.
    return error.object[error.start : error.end].decode("cp1252"), error.end
