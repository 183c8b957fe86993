"""Decides whether an archive is safe to open, before a byte of it is unpacked."""

import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

from shelfready.adapters.archives.directory import Directory, Entry, read_directory, widened
from shelfready.adapters.archives.limits import ArchiveLimits
from shelfready.adapters.archives.names import check_name, folded, name_of, shown
from shelfready.adapters.archives.refusals import damaged, too_large, unsafe
from shelfready.errors import RejectedError

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_SIZES_FOLLOW = 0x0008
# Bits whose meaning both headers must share; some programs set the compression level's bits (1, 2) in one only.
_SHARED_FLAGS = ~0x0006 & 0xFFFF


@dataclass(frozen=True)
class Member:
    """A file within a vetted archive; `data_at` is where its packed bytes begin."""

    name: str
    size_bytes: int
    packed_bytes: int
    crc: int
    is_stored: bool
    data_at: int


def vet(archive: Path, limits: ArchiveLimits) -> tuple[Member, ...]:
    """The files of an archive in the order of its directory, folders left out, or the reason why it stays shut."""
    with archive.open("rb") as file:
        directory = read_directory(file, limits)
        names = [name_of(entry) for entry in directory.entries]
        _check_names(names)
        for name, entry in zip(names, directory.entries, strict=True):
            _check_entry(name, entry, limits)
        _check_sum(directory, file.seek(0, 2), limits)
        return _members(file, directory, names)


def _check_names(names: Iterable[str]) -> None:
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        check_name(name)
        key = folded(name)
        if name.endswith("/"):
            folders.setdefault(key, name)
            continue
        if key in files:
            raise unsafe(f"the names {shown(files[key])} and {shown(name)} are the same file on some systems")
        files[key] = name
        while "/" in key:
            key = key.rpartition("/")[0]
            folders.setdefault(key, name)
    for key in files.keys() & folders.keys():
        raise unsafe(f"the name {shown(files[key])} is both a file and a folder")


def _check_entry(name: str, entry: Entry, limits: ArchiveLimits) -> None:
    if entry.flags & _ENCRYPTED:
        raise RejectedError(
            f"the archive is encrypted: the member {shown(name)} needs a password; send it without one",
            cause_code="archive-encrypted",
        )
    if entry.method not in (STORED, DEFLATED):
        raise unsafe(f"the member {shown(name)} is packed by method {entry.method}, not stored or deflated")
    # The upper half holds Unix's file mode, zero where another system packed it.
    kind = stat.S_IFMT(entry.attributes >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise unsafe(f"the member {shown(name)} is a link or a device, not a file")
    if name.endswith("/"):
        if entry.size_bytes:
            raise unsafe(f"the folder {shown(name)} has {entry.size_bytes} bytes of content")
        return
    if kind == stat.S_IFDIR:
        raise unsafe(f"the member {shown(name)} is marked as a folder and named as a file")
    if entry.method == STORED and entry.size_bytes != entry.packed_bytes:
        raise unsafe(f"the member {shown(name)} is not compressed and yet claims two sizes")
    if entry.size_bytes > limits.small_bytes and entry.size_bytes > limits.ratio * entry.packed_bytes:
        raise too_large(
            f"the member {shown(name)} claims to unpack from {entry.packed_bytes} to {entry.size_bytes} bytes, "
            f"more than {limits.ratio} times its size"
        )


def _check_sum(directory: Directory, archive_bytes: int, limits: ArchiveLimits) -> None:
    total = sum(entry.size_bytes for entry in directory.entries)
    if total > limits.unpacked_bytes:
        raise too_large(f"it unpacks to {total} bytes, more than {limits.unpacked_bytes}")
    if total > limits.small_bytes and total > limits.ratio * archive_bytes:
        raise too_large(f"it unpacks from {archive_bytes} to {total} bytes, more than {limits.ratio} times its size")


def _members(file: IO[bytes], directory: Directory, names: list[str]) -> tuple[Member, ...]:
    members = []
    spans = []
    for name, entry in zip(names, directory.entries, strict=True):
        data_at = _data_at(file, name, entry)
        spans.append((entry.offset, data_at + entry.packed_bytes, name))
        if not name.endswith("/"):
            is_stored = entry.method == STORED
            members.append(Member(name, entry.size_bytes, entry.packed_bytes, entry.crc, is_stored, data_at))
    spans.sort()
    for (_, end, name), (start, _, other) in pairwise([*spans, (directory.start, directory.start, "its directory")]):
        if start < end:
            raise unsafe(f"the member {shown(name)} overlaps {shown(other)}")
    if (spans[0][0] if spans else directory.start) != 0:
        raise unsafe("something was put before its first member: it is another kind of file as well")
    return tuple(members)


def _data_at(file: IO[bytes], name: str, entry: Entry) -> int:
    file.seek(entry.offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise damaged(f"the member {shown(name)} is not where the directory says")
    fields: tuple[int, ...] = _LOCAL.unpack(header)[1:]
    _, flags, method, _, _, crc, packed, size, name_length, extra_length = fields
    raw_name, extra = file.read(name_length), file.read(extra_length)
    if raw_name != entry.raw_name:
        raise unsafe(f"the member {shown(name)} calls itself {shown(raw_name)} in its own header")
    if method != entry.method or (flags ^ entry.flags) & _SHARED_FLAGS:
        raise unsafe(f"the member {shown(name)} is packed in another way than the directory says")
    size, packed = widened(extra, size, packed)
    stated, listed = (crc, packed, size), (entry.crc, entry.packed_bytes, entry.size_bytes)
    # With sizes that follow the data, the header holds zeros, or -- from programs that knew them -- the truth.
    pairs = zip(stated, listed, strict=True)
    follow = bool(flags & _SIZES_FOLLOW)
    if any(own != theirs and not (follow and own == 0) for own, theirs in pairs):
        raise unsafe(f"the member {shown(name)} has another size or checksum than the directory says")
    return entry.offset + _LOCAL.size + name_length + extra_length
