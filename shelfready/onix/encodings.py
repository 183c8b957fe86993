"""In which encoding a message really is, whatever it says, and its bytes made UTF-8.

Files that declare UTF-8 and hold Windows-1252 are the commonest damage of all, often in a few records of many: so
every piece is decided by itself, and within a piece every byte that cannot be UTF-8.
"""

import codecs
import re
from collections.abc import Iterator

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Oddity, Trouble

_DECLARATION = re.compile(rb"^<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"'][^>]{0,200}\?>")
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF_16_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# One byte, one character, and ASCII below 128: such a file may be cut before it is decoded.
_SINGLE_BYTE = frozenset({"koi8-r", "mac-roman"} | {f"cp125{n}" for n in range(9)})
_MULTI_BYTE = frozenset({"shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr"})
_CP1252 = "cp1252"


class Encoding:
    """How the bytes of one message become UTF-8; `declared` is what the message says, `codec` what we found."""

    def __init__(self, declared: str | None, codec: str, oddities: tuple[Oddity, ...], bom: bytes = b"") -> None:
        self.declared = declared
        self.codec = codec
        self.oddities = oddities
        self.bom = bom
        self._is_single_byte = codec in _SINGLE_BYTE or codec.startswith("iso8859")

    def stream(self, source: Iterator[bytes]) -> Iterator[bytes]:
        """The bytes as they can be cut at tags: as they are, or as UTF-8 where a < may be half a character."""
        if self.codec == "utf-8" or self._is_single_byte:
            yield from source
            return
        decoder = codecs.getincrementaldecoder(self.codec)(errors="replace")
        for piece in source:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()

    def utf8(self, data: bytes, line: int) -> tuple[bytes, Oddity | None]:
        """A piece that begins at the line, as UTF-8, and what was wrong with it."""
        if data.isascii():
            return data, None
        text = _strict(data)
        if not self._is_single_byte:
            return (data, None) if text is not None else self._patched(data, line)
        if text is not None and _MULTI.search(data):
            return data, _mistaken(self.declared, "UTF-8", data, _first_beyond_ascii(data), line)
        if self.codec == "iso8859-1" and (found := _C1.search(data)):
            # Nobody writes control characters: everyone who says ISO 8859-1 and uses these bytes means Windows-1252.
            return _as_cp1252(data), _mistaken(self.declared, "Windows-1252", data, found.start(), line)
        return data.decode(self.codec, "replace").encode(), None

    def _patched(self, data: bytes, line: int) -> tuple[bytes, Oddity]:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            first = error.start
        return data.decode(errors=_HANDLER).encode(), _mistaken(self.declared, "Windows-1252", data, first, line)


def encoding_of(head: bytes) -> Encoding:
    """The encoding of a message, by its first bytes; a `RejectedError` if nobody can read it."""
    if head.startswith(_UTF_32):
        raise _unreadable("UTF-32")
    for bom, codec in _UTF_16:
        if head.startswith(bom):
            return Encoding(_declared(head[len(bom) :].decode(codec, "ignore").encode()), codec, (), bom)
    for start, codec in _UTF_16_UNMARKED:
        if head.startswith(start):
            return Encoding(_declared(head.decode(codec, "ignore").encode()), codec, ())
    bom = codecs.BOM_UTF8 if head.startswith(codecs.BOM_UTF8) else b""
    return _ascii_like(head[len(bom) :], bom)


def _ascii_like(head: bytes, bom: bytes) -> Encoding:
    declared = _declared(head)
    if declared is None:
        return Encoding(None, "utf-8", (), bom)
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = ""
    if codec in ("utf-8", "ascii"):
        return Encoding(declared, "utf-8", (), bom)
    if not bom and (codec in _SINGLE_BYTE or codec in _MULTI_BYTE or codec.startswith("iso8859")):
        return Encoding(declared, codec, ())
    # What says UTF-16 and can be read byte by byte was written by a program that copied its first line.
    oddity = Oddity(
        trouble=Trouble.ENCODING,
        message=f"the file declares the encoding {declared}, which it is not in; it was read as UTF-8. Declare UTF-8",
        is_repaired=True,
        line=1,
        before=declared,
        after="UTF-8",
    )
    return Encoding(declared, "utf-8", (oddity,), bom)


def _declared(head: bytes) -> str | None:
    found = _DECLARATION.match(head)
    return found[1].decode() if found else None


def _unreadable(name: str) -> RejectedError:
    return RejectedError(
        f"the message is in {name}, which ONIX messages are not sent in; send it as UTF-8",
        cause_code="onix-encoding-unknown",
    )


_MULTI = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_C1 = re.compile(rb"[\x80-\x9f]")
_HANDLER = "shelfready-cp1252"


def _strict(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _as_cp1252(data: bytes) -> bytes:
    return data.decode(_CP1252, "replace").encode()


def _first_beyond_ascii(data: bytes) -> int:
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0


def _mistaken(declared: str | None, real: str, data: bytes, first: int, line: int) -> Oddity:
    """What is said of bytes that are in another encoding than the declared one."""
    shown = data[max(0, first - 20) : first + 20]
    text = shown.decode(errors=_HANDLER) if real != "UTF-8" else shown.decode(errors="ignore")
    said = f"the encoding {declared}" if declared else "no encoding, which means UTF-8,"
    return Oddity(
        trouble=Trouble.ENCODING,
        message=f"the file declares {said} but has bytes that are {real}; they were read as such. Save it as UTF-8",
        is_repaired=True,
        line=line + data.count(b"\n", 0, first),
        before=shown.decode("ascii", "backslashreplace"),
        after=" ".join(text.split()),
    )


def _byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that cannot be UTF-8 as Windows-1252, and the rest as it stands."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(_CP1252, "replace"), error.end


codecs.register_error(_HANDLER, _byte_as_cp1252)
