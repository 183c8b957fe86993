"""Prints a file's tags as JSON; run as a script in a process of its own, because tags may be bombs.

`python -I tag_script.py DESCRIPTOR FILE`: compressed ID3 frames unpack without limit and odd files make mutagen raise
anything, so that only the limits of a process hold.
"""

import json
import os
import sys

import mutagen

_LONGEST = 2000

# What each format calls it: ID3, Vorbis comments (also APEv2), MP4.
_NAMES = {
    "title": ("TIT2", "title", "\xa9nam"),
    "album": ("TALB", "album", "\xa9alb"),
    "artist": ("TPE1", "artist", "\xa9ART"),
    "album_artist": ("TPE2", "albumartist", "aART"),
    "narrator": (
        "TXXX:NARRATOR",
        "TXXX:Narrator",
        "narrator",
        "\xa9nrt",
        "----:com.apple.iTunes:NARRATOR",
        "TCOM",
        "\xa9wrt",
    ),
    "publisher": ("TPUB", "publisher", "organization", "\xa9pub", "----:com.apple.iTunes:PUBLISHER"),
    "language": ("TLAN", "language", "----:com.apple.iTunes:LANGUAGE"),
    "date": ("TDRC", "TDRL", "TYER", "date", "year", "\xa9day"),
    "isbn": ("TXXX:ISBN", "isbn", "----:com.apple.iTunes:ISBN"),
}
_NUMBERS = {
    "track": ("TRCK", "tracknumber", "trkn"),
    "tracks": ("tracktotal", "totaltracks"),
    "disc": ("TPOS", "discnumber", "disk"),
}
_COVERS = ("covr", "metadata_block_picture", "coverart", "cover art (front)")


def main() -> None:
    """Read the file and write its tags to the descriptor."""
    descriptor, path = int(sys.argv[1]), sys.argv[2]
    with os.fdopen(descriptor, "w", encoding="utf-8") as answer:
        json.dump(_read(path), answer)


def _read(path: str) -> dict[str, object]:
    file = mutagen.File(path)
    if file is None:
        return {}
    tags = file.tags or {}
    found: dict[str, object] = {}
    for name, keys in _NAMES.items():
        text = next((text for key in keys if (text := _text(tags, key))), None)
        if text:
            found[name] = text[:_LONGEST]
    for name, keys in _NUMBERS.items():
        found.update(_numbered(name, next((text for key in keys if (text := _text(tags, key))), "")))
    found["has_cover"] = _has_cover(file, tags)
    return found


def _text(tags: object, key: str) -> str | None:
    try:
        value = tags[key]  # type: ignore[index]  # every format's tags answer to []
    except (KeyError, ValueError):
        return None
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, tuple):
        return "/".join(str(part) for part in first)
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return text.strip("\x00 \t\r\n") or None


def _numbered(name: str, text: str) -> dict[str, int]:
    """`3` or `3/25`, as numbers above 0."""
    number, _, total = text.partition("/")
    parts = {name: number, f"{name}s": total}
    return {
        key: int(part) for key, part in parts.items() if part.strip().isdecimal() and 0 < int(part.strip()) < 100_000
    }


def _has_cover(file: object, tags: object) -> bool:
    if getattr(file, "pictures", None):
        return True
    keys = [str(key).lower() for key in tags.keys()]  # type: ignore[attr-defined]  # noqa: SIM118  (not all iterate keys)
    return any(key in _COVERS or key.startswith("apic") for key in keys)


if __name__ == "__main__":
    main()
