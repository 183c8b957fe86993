"""What is wrong with a WAV file as a container, whether or not its sound decodes."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shelfready.errors import UnavailableError

_PCM, _FLOAT, _EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
_TAG_NAMES = {_FLOAT: "floating point", 0x0006: "A-law", 0x0007: "mu-law", 0x0011: "ADPCM", 0x0055: "MP3"}
# The subformat of WAVE_FORMAT_EXTENSIBLE begins with a plain format tag; the rest is the same for all (RFC 2361).
_PLAIN_SUBFORMAT = bytes.fromhex("000000001000800000aa00389b71")
_FORM_BYTES = 40
_DS64_BYTES = 16
_UNKNOWN_BYTES = 0xFFFF_FFFF  # RF64 says the size elsewhere; whoever writes to a pipe says it nowhere
_MOST_CHUNKS = 1000
_HEADER_BYTES = 8


@dataclass(frozen=True)
class _Chunk:
    name: bytes
    stated_bytes: int
    content_at: int
    head: bytes


@dataclass(frozen=True)
class WavHeaders:
    """What a WAV or RF64 file says of itself. `duration_ms` is how long its sound is said to be, if it is said.

    `faults` is a sentence for everything that the container's rules or its recipients forbid.
    """

    faults: tuple[str, ...]
    duration_ms: int | None


def wav_headers(path: Path) -> WavHeaders:
    """Read the headers of a WAV or RF64 file."""
    try:
        size_bytes = path.stat().st_size
        chunks = list(_chunks(path))
    except OSError as error:
        message = f"the file could not be read here ({error.strerror}); try again"
        raise UnavailableError(message, cause_code="disk-error") from error
    form = next((chunk.head for chunk in chunks if chunk.name == b"fmt "), None)
    return WavHeaders(tuple(_faults(chunks, form, size_bytes)), _duration_ms(chunks, form))


def _duration_ms(chunks: Sequence[_Chunk], form: bytes | None) -> int | None:
    """What the sizes say, whether or not so much is there: probes go by what is there."""
    data = next((chunk for chunk in chunks if chunk.name == b"data"), None)
    bytes_per_s = int.from_bytes(form[8:12], "little") if form is not None else 0
    if data is None or not bytes_per_s or data.stated_bytes in (0, _UNKNOWN_BYTES):
        return None
    return round(data.stated_bytes * 1000 / bytes_per_s)


def _faults(chunks: Sequence[_Chunk], form: bytes | None, size_bytes: int) -> Iterator[str]:
    if form is not None and (tag := _format_tag(form)) != _PCM:
        named = f" ({_TAG_NAMES[tag]})" if tag in _TAG_NAMES else ""
        yield f"its format tag is 0x{tag:04X}{named}, not 0x0001 (PCM)"
    data = next((chunk for chunk in chunks if chunk.name == b"data"), None)
    if data is None:
        return
    if data.stated_bytes in (0, _UNKNOWN_BYTES) and data.content_at < size_bytes:
        yield "the size of its data chunk was never written, as if the recording had been broken off"
        return
    missing = data.content_at + data.stated_bytes - size_bytes
    if missing > 0:
        yield f"its data chunk states {data.stated_bytes} bytes, {missing} more than there are: the file was cut short"
    # A chunk of odd length is followed by a byte that counts for nothing.
    after = -missing - data.stated_bytes % 2
    if after > 0:
        names = sorted({_legible(chunk.name) for chunk in chunks if chunk.content_at > data.content_at})
        what = f" ({', '.join(names)})" if names else ""
        yield f"{after} bytes{what} follow its data chunk, after which there should be nothing"


def _chunks(path: Path) -> Iterator[_Chunk]:
    """The chunks with the beginning of what they hold, as far as one follows the other."""
    with path.open("rb") as file:
        at = 12
        data_bytes: int | None = None
        for _ in range(_MOST_CHUNKS):
            file.seek(at)
            header = file.read(_HEADER_BYTES)
            if len(header) < _HEADER_BYTES:
                return
            name, size = struct.unpack("<4sI", header)
            head = file.read(min(size, _FORM_BYTES))
            if name == b"ds64" and len(head) >= _DS64_BYTES:
                data_bytes = struct.unpack_from("<Q", head, 8)[0]
            if name == b"data" and size == _UNKNOWN_BYTES and data_bytes is not None:
                size = data_bytes
            yield _Chunk(name, size, at + _HEADER_BYTES, head)
            at += _HEADER_BYTES + size + size % 2


def _format_tag(form: bytes) -> int:
    """The format tag, of an extensible format the one that it extends."""
    tag = int.from_bytes(form[:2], "little")
    is_plain = form[26:40] == _PLAIN_SUBFORMAT
    return int.from_bytes(form[24:26], "little") if tag == _EXTENSIBLE and is_plain else tag


def _legible(name: bytes) -> str:
    return "".join(chr(byte) if 0x20 < byte < 0x7F else "?" for byte in name)
