"""Reads the bytes of a member, and stops where its size turns out a lie."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from shelfready.adapters.archives.names import shown
from shelfready.adapters.archives.refusals import damaged, too_large
from shelfready.adapters.archives.vetting import Member

_CHUNK = 1 << 18


def unpack(archive: Path, member: Member, limit_bytes: int) -> Iterator[bytes]:
    """The member's bytes in pieces of at most 256 KiB; size and checksum are proven when the iterator ends.

    Python's own reader ends at the claimed size and says nothing of what would follow; here both ends must meet.
    """
    if member.size_bytes > limit_bytes:
        raise too_large(f"the member {shown(member.name)} has {member.size_bytes} bytes, more than {limit_bytes}")
    done = 0
    crc = 0
    with archive.open("rb") as file:
        for piece in _stored(file, member) if member.is_stored else _inflated(file, member):
            done += len(piece)
            if done > member.size_bytes:
                raise damaged(f"the member {shown(member.name)} unpacks to more than its {member.size_bytes} bytes")
            crc = zlib.crc32(piece, crc)
            yield piece
    if done != member.size_bytes or crc != member.crc:
        raise damaged(f"the member {shown(member.name)} does not have the size and checksum that the directory states")


def _stored(file: IO[bytes], member: Member) -> Iterator[bytes]:
    file.seek(member.data_at)
    left = member.packed_bytes
    while left and (piece := file.read(min(_CHUNK, left))):
        left -= len(piece)
        yield piece


def _inflated(file: IO[bytes], member: Member) -> Iterator[bytes]:
    # -15: raw deflate, as zip holds it.
    inflater = zlib.decompressobj(-15)
    try:
        for packed in _stored(file, member):
            yield inflater.decompress(packed, _CHUNK)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, _CHUNK)
            if inflater.unused_data:
                break
        yield inflater.flush()
    except zlib.error as error:
        raise damaged(f"the member {shown(member.name)} is damaged: {error}") from error
    if not inflater.eof or inflater.unused_data:
        raise damaged(f"the member {shown(member.name)} ends before or after its packed bytes do")
