"""A zip file's directory as its bytes state it, read once and strictly (APPNOTE 6.3.10).

Programs disagree about damaged and crafted zip files: one believes the last end record, another the first, a third the
local headers. A file that leaves room for disagreement is refused here, so that what was checked is what every later
reader sees.
"""

import struct
from dataclasses import dataclass
from typing import IO

from shelfready.adapters.archives.limits import ArchiveLimits
from shelfready.adapters.archives.refusals import damaged, too_large, unsafe

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LONGEST_TAIL = _END.size + 0xFFFF
_END_SIGNATURE = b"PK\x05\x06"
_IN_ZIP64 = 0xFFFFFFFF


@dataclass(frozen=True)
class Entry:
    """One entry of the central directory. `raw_name` are its bytes; `flags` and `method` as in APPNOTE 4.4.4, 4.4.5."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    extra: bytes
    attributes: int
    offset: int


@dataclass(frozen=True)
class Directory:
    """All entries in the directory's order; `start` is where it begins, and so where the last member must end."""

    entries: tuple[Entry, ...]
    start: int


@dataclass(frozen=True)
class _End:
    count: int
    size: int
    start: int


def read_directory(file: IO[bytes], limits: ArchiveLimits) -> Directory:
    """The directory, or a `RejectedError` that says where the file contradicts itself."""
    end = _find_end(file)
    if end.count > limits.entries:
        raise too_large(f"it holds {end.count} entries, more than {limits.entries}")
    if end.size > limits.directory_bytes:
        raise too_large(f"its directory takes {end.size} bytes, more than {limits.directory_bytes}")
    file.seek(end.start)
    data = file.read(end.size)
    entries = []
    at = 0
    for number in range(end.count):
        entry, at = _entry(data, at, number + 1)
        entries.append(entry)
    if at != len(data):
        raise unsafe(f"its directory has {len(data) - at} bytes after the last of its {end.count} entries")
    return Directory(tuple(entries), end.start)


def extra_fields(extra: bytes) -> dict[int, bytes]:
    """The extra fields by their id; what is cut short is left out, the first of two wins."""
    fields: dict[int, bytes] = {}
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if len(extra) >= 4 + size:
            fields.setdefault(kind, extra[4 : 4 + size])
        extra = extra[4 + size :]
    return fields


def widened(extra: bytes, *values: int) -> tuple[int, ...]:
    """32-bit values with those that overflowed taken from the zip64 extra field, in the order of APPNOTE 4.5.3."""
    wide = extra_fields(extra).get(0x0001, b"")
    found = []
    for value in values:
        if value != _IN_ZIP64:
            found.append(value)
            continue
        if len(wide) < 8:
            raise damaged("an entry's zip64 field is missing or cut short")
        found.append(int.from_bytes(wide[:8], "little"))
        wide = wide[8:]
    return tuple(found)


def _find_end(file: IO[bytes]) -> _End:
    size = file.seek(0, 2)
    tail_start = max(0, size - _LONGEST_TAIL)
    file.seek(tail_start)
    tail = file.read(_LONGEST_TAIL)
    ends = [at for at in _places(tail) if _reaches_the_end(tail, at)]
    if not ends:
        raise damaged("the record that ends every zip file is missing: the file was cut short, or bytes were added")
    if len(ends) > 1:
        raise unsafe("it has two records that end it, so that programs disagree on what it holds")
    at = ends[0]
    _, disk, directory_disk, count_here, count, directory_size, start, _ = _END.unpack_from(tail, at)
    if (disk, directory_disk) not in {(0, 0), (0xFFFF, 0xFFFF)}:
        raise damaged("it is one part of an archive in several parts; send it in one")
    end = _End(count, directory_size, start)
    closes = tail_start + at
    if count_here != count:
        raise unsafe(f"it claims {count} entries in all and {count_here} on its only disk")
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        end, closes = _find_end64(file, end, tail_start + locator, _END64_LOCATOR.unpack_from(tail, locator)[2])
    if end.start + end.size != closes:
        raise unsafe(
            f"its directory should end at byte {closes} but ends at {end.start + end.size}: "
            "something was put before or within the archive, or it was cut"
        )
    # A reader that searches backwards would meet this one first.
    if any(tail_start + other >= end.start for other in _places(tail) if other != at):
        raise unsafe("a second end record is hidden in its directory or its comment")
    return end


def _places(tail: bytes) -> list[int]:
    places = []
    at = tail.find(_END_SIGNATURE)
    while at >= 0:
        places.append(at)
        at = tail.find(_END_SIGNATURE, at + 1)
    return places


def _reaches_the_end(tail: bytes, at: int) -> bool:
    if at + _END.size > len(tail):
        return False
    comment: int = _END.unpack_from(tail, at)[7]
    return at + _END.size + comment == len(tail)


def _find_end64(file: IO[bytes], narrow: _End, locator: int, stated: int) -> tuple[_End, int]:
    if stated + _END64.size != locator:
        raise unsafe("its zip64 record is not where the zip64 locator says")
    file.seek(stated)
    signature, _, _, _, disk, directory_disk, count_here, count, size, start = _END64.unpack(file.read(_END64.size))
    if signature != b"PK\x06\x06" or count != count_here or disk or directory_disk:
        raise damaged("its zip64 record is damaged")
    pairs = ((narrow.count, count, 0xFFFF), (narrow.size, size, _IN_ZIP64), (narrow.start, start, _IN_ZIP64))
    if any(short not in (wide, full) for short, wide, full in pairs):
        raise unsafe("its two end records contradict each other")
    return _End(count, size, start), stated


def _entry(data: bytes, at: int, number: int) -> tuple[Entry, int]:
    if at + _CENTRAL.size > len(data) or not data.startswith(b"PK\x01\x02", at):
        raise damaged(f"entry {number} of its directory is not one")
    fields = _CENTRAL.unpack_from(data, at)
    flags, method = fields[3:5]
    crc, packed, size, name_length, extra_length, comment_length, disk = fields[7:14]
    attributes, offset = fields[15:17]
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_length
    after = extra_at + extra_length + comment_length
    if after > len(data):
        raise damaged(f"entry {number} of its directory is cut short")
    if disk not in (0, 0xFFFF):
        raise damaged(f"entry {number} lies in another part of a divided archive")
    extra = data[extra_at : extra_at + extra_length]
    size, packed, offset = widened(extra, size, packed, offset)
    entry = Entry(data[name_at:extra_at], flags, method, crc, packed, size, extra, attributes, offset)
    return entry, after
