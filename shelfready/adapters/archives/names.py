"""Which names an archive's members may have, and how their bytes are read.

A member's name is never used as a path here. The rules hold nevertheless: an EPUB's members are addressed by name,
other programs unpack what we pass on, and a name that climbs out of its folder was not written by accident.
"""

import re
from unicodedata import category, normalize
from zlib import crc32

from shelfready.adapters.archives.directory import Entry, extra_fields
from shelfready.adapters.archives.refusals import unsafe

_UTF8_FLAG = 0x800
_LONGEST_NAME = 1024
_LONGEST_PART = 255
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
# They turn the reading direction, so that `gpj.exe` reads as `exe.jpg`.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def name_of(entry: Entry) -> str:
    """The member's name in NFC, folders with a slash at the end.

    Without the UTF-8 flag the standard says CP437, but macOS writes UTF-8 there and says so nowhere: what decodes as
    UTF-8 is taken as that, and Info-ZIP's own Unicode field before both.
    """
    raw = entry.raw_name
    if entry.flags & _UTF8_FLAG:
        try:
            return normalize("NFC", raw.decode())
        except UnicodeDecodeError as error:
            raise unsafe(f"the name {shown(raw)} is marked as UTF-8 and is not") from error
    stated = _unicode_path(entry)
    if stated is not None:
        return normalize("NFC", stated)
    try:
        return normalize("NFC", raw.decode())
    except UnicodeDecodeError:
        return normalize("NFC", raw.decode("cp437"))


def check_name(name: str) -> None:
    """Refuse a name that is not a plain relative path."""
    if fault := _fault(name):
        raise unsafe(f"the name {shown(name)} {fault}")


def folded(name: str) -> str:
    """What a name is on systems that know no case, no accent forms and no trailing dots."""
    parts = normalize("NFKC", name).casefold().rstrip("/").split("/")
    return "/".join(part.rstrip(". ") for part in parts)


def shown(name: str | bytes) -> str:
    """A name as it may stand in a message: quoted, escaped and short."""
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return ascii(text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}")


def _unicode_path(entry: Entry) -> str | None:
    # Info-ZIP Unicode Path (APPNOTE 4.6.9): a version, the CRC of the name it replaces, the name.
    field = extra_fields(entry.extra).get(0x7075, b"")
    if len(field) < 5 or field[0] != 1 or int.from_bytes(field[1:5], "little") != crc32(entry.raw_name):
        return None
    try:
        return field[5:].decode()
    except UnicodeDecodeError as error:
        raise unsafe(f"the Unicode name of {shown(entry.raw_name)} is not UTF-8") from error


def _fault(name: str) -> str | None:
    if not name.strip("/"):
        return "is empty"
    if len(name) > _LONGEST_NAME:
        return f"has {len(name)} characters, more than {_LONGEST_NAME}"
    if name.startswith("/"):
        return "is an absolute path"
    if _DRIVE.match(name):
        return "begins with a drive letter"
    if "\\" in name:
        return "holds a backslash"
    # macOS names the file of a folder's own icon "Icon" and a carriage return; nobody can help having it.
    bare = name[:-1] if name.rpartition("/")[2] == "Icon\r" else name
    if any(category(letter) in {"Cc", "Cs"} or letter in _TURNING for letter in bare):
        return "holds control characters"
    return next(filter(None, map(_part_fault, name.removesuffix("/").split("/"))), None)


def _part_fault(part: str) -> str | None:
    if part == "":
        return "has an empty part"
    if part in {".", ".."}:
        return f"holds the part {part!r}"
    if len(part.encode()) > _LONGEST_PART:
        return f"has a part of more than {_LONGEST_PART} bytes"
    if _DEVICE.fullmatch(part.rstrip(". ")):
        return f"has the part {part!r}, the name of a device"
    return None
