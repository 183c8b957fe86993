"""Zip files written byte by byte, so that each can lie in exactly one place."""

import struct
import zlib
from dataclasses import dataclass, field

IN_ZIP64 = 0xFFFFFFFF


@dataclass(frozen=True)
class Forged:
    """One entry. `local` and `central` replace fields of one header only: flags, method, crc, packed, size, name."""

    name: bytes
    content: bytes = b"x"
    flags: int = 0
    method: int = 8
    attributes: int = 0
    extra: bytes = b""
    local: dict[str, int | bytes] = field(default_factory=dict)
    central: dict[str, int | bytes] = field(default_factory=dict)
    offset: int | None = None

    @property
    def packed(self) -> bytes:
        """The content as it lies in the archive."""
        if self.method != 8:
            return self.content
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
        return deflater.compress(self.content) + deflater.flush()

    @property
    def fields(self) -> dict[str, int | bytes]:
        """What an honest header would say."""
        return {
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.content),
            "packed": len(self.packed),
            "size": len(self.content),
            "name": self.name,
        }


def forge(
    *entries: Forged,
    prepended: bytes = b"",
    comment: bytes = b"",
    appended: bytes = b"",
    count: int | None = None,
    count_here: int | None = None,
    shift: int = 0,
    zip64: bool = False,
) -> bytes:
    """The zip file; `count` and `shift` falsify the end record's count and directory offset."""
    body = prepended
    directory = b""
    for entry in entries:
        offset = len(body) if entry.offset is None else entry.offset
        body += _local(entry) + entry.packed
        directory += _central(entry, offset)
    total = len(entries) if count is None else count
    here = total if count_here is None else count_here
    start = len(body) + shift
    end = b""
    if zip64:
        end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, here, total, len(directory), start)
        end += struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) + len(directory), 1)
        here = total = 0xFFFF
        start = IN_ZIP64
    size = IN_ZIP64 if zip64 else len(directory)
    end += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, here, total, size, start, len(comment)) + comment
    return body + directory + end + appended


def _local(entry: Forged) -> bytes:
    told = entry.fields | entry.local
    name = told["name"]
    assert isinstance(name, bytes)
    sizes = (told["crc"], told["packed"], told["size"])
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, told["flags"], told["method"], 0, 33, *sizes, len(name), 0)
    return head + name


def _central(entry: Forged, offset: int) -> bytes:
    told = entry.fields | entry.central
    name = told["name"]
    assert isinstance(name, bytes)
    head = struct.pack(
        "<4s6H3L5H2L",
        b"PK\1\2",
        *(0x0314, 20, told["flags"], told["method"], 0, 33),
        *(told["crc"], told["packed"], told["size"]),
        *(len(name), len(entry.extra), 0, 0, 0),
        *(entry.attributes, offset),
    )
    return head + name + entry.extra
