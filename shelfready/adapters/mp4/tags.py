"""What a file says of the book: tags and cover, as iTunes wrote them first and audiobook players read them."""

import struct
from pathlib import Path

from shelfready.adapters.mp4 import tracks
from shelfready.adapters.mp4.boxes import box, full_box
from shelfready.adapters.mp4.texts import utf8
from shelfready.errors import DefectError
from shelfready.ports import AudiobookFile

_BINARY, _UTF8, _JPEG, _PNG, _INTEGER = 0, 1, 13, 14, 21

_COVERS = {b"\xff\xd8\xff": _JPEG, b"\x89PN": _PNG}
_LARGEST_COVER_BYTES = 16 << 20

_AUDIOBOOK = 2
_SHORT_DESCRIPTION_BYTES = 255
"""What fits into the field that stores show in a list; the whole text has a field of its own."""


def tags(book: AudiobookFile) -> bytes:
    """`meta`: everything that is known, where players look for it: the narrator mostly in the composer's place."""
    authors, narrators = ", ".join(book.authors), ", ".join(book.narrators)
    texts = (
        (b"\xa9nam", book.title),
        (b"\xa9alb", book.album or book.title),
        (b"\xa9ART", authors),
        (b"aART", authors),
        (b"\xa9wrt", narrators),
        (b"\xa9nrt", narrators),
        (b"\xa9gen", "Audiobook"),
        (b"\xa9day", book.date),
        (b"\xa9pub", book.publisher),
        (b"\xa9st3", book.subtitle),
        (b"ldes", book.description),
    )
    items = [_item(name, _UTF8, utf8(text)) for name, text in texts if text]
    if book.description:
        items.append(_item(b"desc", _UTF8, utf8(book.description, _SHORT_DESCRIPTION_BYTES)))
    # Of these iTunes has no names; most players know them by these, some by the names above, which Audible gave them.
    items += [_free(name, text) for name, text in (("SUBTITLE", book.subtitle), ("PUBLISHER", book.publisher)) if text]
    if book.track:
        items.append(_item(b"trkn", _BINARY, struct.pack(">xxHHxx", *book.track)))
    items.append(_item(b"stik", _INTEGER, bytes([_AUDIOBOOK])))
    items.append(_item(b"pgap", _INTEGER, b"\x01"))
    if book.cover:
        items.append(_cover(book.cover))
    return full_box(b"meta", 0, 0, tracks.handler(b"mdir", "", maker=b"appl"), box(b"ilst", *items))


def _item(name: bytes, kind: int, value: bytes) -> bytes:
    return box(name, box(b"data", struct.pack(">II", kind, 0), value))


def _free(name: str, text: str) -> bytes:
    """A tag for which iTunes has no name of its own."""
    return box(
        b"----",
        full_box(b"mean", 0, 0, b"com.apple.iTunes"),
        full_box(b"name", 0, 0, name.encode()),
        box(b"data", struct.pack(">II", _UTF8, 0), utf8(text)),
    )


def _cover(cover: Path) -> bytes:
    """The cover: one of our own JPEGs or PNGs, as it is."""
    with cover.open("rb") as file:
        picture = file.read(_LARGEST_COVER_BYTES + 1)
    kind = _COVERS.get(picture[:3])
    if kind is None:
        raise DefectError("the cover is neither JPEG nor PNG; make one of them first", cause_code="cover-not-usable")
    if len(picture) > _LARGEST_COVER_BYTES:
        message = f"the cover has more than {_LARGEST_COVER_BYTES:,} bytes; make a smaller one first"
        raise DefectError(message, cause_code="cover-not-usable")
    return _item(b"covr", kind, picture)
