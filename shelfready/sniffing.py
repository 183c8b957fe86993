"""Says what a file is by its first bytes; its name and what it was declared as count for nothing."""

import re
import struct

from shelfready.mp3_frames import frame_header

HEAD_BYTES = 64 * 1024
"""How much of a file's beginning `sniff` wants to see; a shorter file is given whole."""

_MARKS = (
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00", "w64"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "asf"),
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"PK\x05\x06", "zip"),
)
# Chunked containers: the mark, and what stands eight bytes on.
_CHUNKED = {
    (b"RIFF", b"WAVE"): "wav",
    (b"RIFF", b"WEBP"): "webp",
    (b"RF64", b"WAVE"): "rf64",
    (b"BW64", b"WAVE"): "rf64",
    (b"FORM", b"AIFF"): "aiff",
    (b"FORM", b"AIFC"): "aiff",
}
# Audible's books, and the protected songs and books of the iTunes Store.
_PROTECTED_BRANDS = (b"aax ", b"aaxc", b"M4P ")
# What a QuickTime file without `ftyp` begins with.
_QUICKTIME_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
# A bracket alone is not enough: `[playlist]` begins a list of other files.
_JSON = re.compile(rb'\{\s*["}]|\[\s*(?:[\[{"\]0-9-]|true\b|false\b|null\b)')
_MP3_SEARCH_BYTES = 16 * 1024
_MP3_FRAMES_IN_A_ROW = 3


def sniff(head: bytes) -> str | None:
    """The kind of a file, from its first `HEAD_BYTES`; None for what is none of the kinds we know.

    A file that begins with an ID3v2 tag is what follows the tag; where the tag is longer than the head it is `mp3`.
    """
    start = id3_bytes(head)
    if start >= len(head) > 0 and start:
        return "mp3"
    body = head[start:]
    return _marked(body) or _zipped(body) or _quicktime(body) or _mpeg(body) or _text(body)


def id3_bytes(head: bytes) -> int:
    """Length of the ID3v2 tags that a file begins with, 0 if there are none."""
    end = 0
    while (
        head[end : end + 3] == b"ID3" and len(head) >= end + 10 and not any(x & 0x80 for x in head[end + 6 : end + 10])
    ):
        a, b, c, d = head[end + 6 : end + 10]
        footer = 10 if head[end + 5] & 0x10 else 0
        end += 10 + (a << 21 | b << 14 | c << 7 | d) + footer
    return end


def _marked(body: bytes) -> str | None:
    for mark, kind in _MARKS:
        if body.startswith(mark):
            return kind
    return _CHUNKED.get((body[:4], body[8:12]))


def _zipped(body: bytes) -> str | None:
    """`epub` for an archive whose first member says so (OCF 3.3, section 4.3), `zip` for any other."""
    if not body.startswith(b"PK\x03\x04"):
        return None
    if len(body) < 30:
        return "zip"
    name_bytes, extra_bytes = struct.unpack_from("<HH", body, 26)
    name = body[30 : 30 + name_bytes]
    content = body[30 + name_bytes + extra_bytes :]
    return "epub" if name == b"mimetype" and content.startswith(b"application/epub+zip") else "zip"


def _quicktime(body: bytes) -> str | None:
    if body[4:8] == b"ftyp":
        size = int.from_bytes(body[:4], "big")
        brands = [body[8:12], *(body[at : at + 4] for at in range(16, min(size, len(body)), 4))]
        return "aax" if any(brand in _PROTECTED_BRANDS for brand in brands) else "m4a"
    return "m4a" if body[4:8] in _QUICKTIME_ATOMS and int.from_bytes(body[:4], "big") >= 8 else None


def _mpeg(body: bytes) -> str | None:
    """`aac` for ADTS, `mp3` for MPEG audio; some frames in a row, because two bytes alone prove nothing."""
    if _is_adts(body):
        return "aac"
    at = body.find(b"\xff", 0, _MP3_SEARCH_BYTES)
    while at >= 0:
        if _has_frames(body, at):
            return "mp3"
        at = body.find(b"\xff", at + 1, _MP3_SEARCH_BYTES)
    return None


def _has_frames(body: bytes, at: int) -> bool:
    """Whether several MPEG frames of one sort follow each other, or fill the rest."""
    first = frame_header(body, at)
    if first is None:
        return False
    found, start = first, at
    for count in range(1, _MP3_FRAMES_IN_A_ROW):
        at += found.size_bytes
        if at >= len(body):
            return start == 0 or count > 1
        following = frame_header(body, at)
        if following is None:
            return False
        if (following.version, following.layer) != (first.version, first.layer):
            return False
        found = following
    return True


def _is_adts(body: bytes) -> bool:
    at = 0
    for _ in range(2):
        if len(body) < at + 7:
            return at > 0
        if body[at] != 0xFF or body[at + 1] & 0xF6 != 0xF0:
            return False
        size = (body[at + 3] & 3) << 11 | body[at + 4] << 3 | body[at + 5] >> 5
        if size < 7:
            return False
        at += size
    return True


def _text(body: bytes) -> str | None:
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if _JSON.match(text):
        return "json"
    wide = body.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<"))
    return "xml" if wide or text.startswith((b"<?xml", b"<ONIX")) else None
