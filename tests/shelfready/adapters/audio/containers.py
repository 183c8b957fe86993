"""Puts raw frames into the plainest containers that there are, so that any player can be asked to decode them."""

import struct
from collections.abc import Sequence
from functools import cache

_PAGE_FRAMES = 50


def adts(frames: Sequence[bytes], channels: int) -> bytes:
    """Frames of AAC-LC at 44.1 kHz with ADTS headers (ISO/IEC 13818-7, 6.2)."""
    return b"".join(_adts_header(len(frame), channels) + frame for frame in frames)


def ogg_opus(packets: Sequence[bytes], channels: int) -> bytes:
    """Packets of Opus of 20 ms each in Ogg (RFC 7845), with none of what they decode to left out at the end."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, channels, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    pages = [_page([head], 0, 0, flags=2), _page([tags], 0, 1)]
    done = 0
    for number, some in enumerate(_some(packets), 2):
        done += len(some)
        pages.append(_page(some, done * 960, number, flags=4 if done == len(packets) else 0))
    return b"".join(pages)


def _some(packets: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [packets[at : at + _PAGE_FRAMES] for at in range(0, len(packets), _PAGE_FRAMES)]


def _adts_header(size: int, channels: int) -> bytes:
    whole = size + 7
    # Object type 2 (AAC-LC) less one, rate 4 (44.1 kHz), no checksum, any buffer fullness.
    bits = 0xFFF1 << 40 | 1 << 38 | 4 << 34 | channels << 30 | whole << 13 | 0x7FF << 2
    return bits.to_bytes(7, "big")


def _page(packets: Sequence[bytes], granule: int, number: int, *, flags: int = 0) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    assert len(lacing) < 256
    page = bytearray(struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 1, number, 0, len(lacing)))
    page += lacing + b"".join(packets)
    page[22:26] = struct.pack("<I", _crc(page))
    return bytes(page)


def _crc(data: bytes | bytearray) -> int:
    table, crc = _table(), 0
    for byte in data:
        crc = crc << 8 & 0xFFFFFFFF ^ table[crc >> 24 ^ byte]
    return crc


@cache
def _table() -> tuple[int, ...]:
    """The checksum of Ogg: the polynomial of Ethernet, but not mirrored (RFC 3533, 6)."""
    found = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
        found.append(crc)
    return tuple(found)
