"""Reads what a file holds besides its sound: the titles of its chapters, and its cover."""

from typing import IO

from shelfready.adapters.mp4.reading.headers import Header
from shelfready.adapters.mp4.reading.sample_places import Places
from shelfready.adapters.mp4.reading.walking import broken, found, versioned

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
_DATA_HEAD_BYTES = 8
_MOST_CHAPTERS = 100_000


def chapter_titles(file: IO[bytes], header: Header, places: Places) -> list[str]:
    """The titles in a track of text: each is stated with its length."""
    if header.is_enabled or header.handler != b"text" or len(places.sizes) > _MOST_CHAPTERS:
        raise broken("the track of its chapters is not one that is only looked up")
    titles: list[str] = []
    for start, size in zip(places.starts().tolist(), places.sizes.tolist(), strict=True):
        file.seek(start)
        sample = file.read(size)
        length = int.from_bytes(sample[:2], "big")
        if not 2 <= 2 + length <= len(sample):
            raise broken(f"the title of chapter {len(titles) + 1} is longer than its place")
        titles.append(sample[2 : 2 + length].decode())
    return titles


def must_agree(movie: memoryview, titles: list[str]) -> None:
    """See that the short list of chapters, where there is one, tells of as many."""
    short = found(movie, b"udta", b"chpl")
    if short is None:
        return
    _, _, rest = versioned(short)
    if rest[4] != len(titles):
        raise broken(f"it lists {rest[4]} chapters, and has {len(titles)}")


def has_cover(movie: memoryview) -> bool:
    """Whether there is a picture."""
    described = found(movie, b"udta", b"meta")
    if described is None:
        return False
    picture = found(versioned(described)[2], b"ilst", b"covr", b"data")
    return picture is not None and bytes(picture[_DATA_HEAD_BYTES:][:8]).startswith(_PICTURES)
