"""All chapters that a file holds, each carrier's by itself."""

from pathlib import Path

from shelfready.adapters.audio.chapter_boxes import chapters_in_boxes
from shelfready.media import Carrier, ChapterList, ChapterMark

_BOXED = ("m4a", "mp4", "mov", "m4b")


def chapter_lists(
    path: Path, kind: str, in_tags: tuple[ChapterList, ...], as_played: tuple[ChapterMark, ...]
) -> tuple[ChapterList, ...]:
    """The lists of a file of this kind; what ffprobe shows of carriers that nobody here reads is `other`."""
    found = (*(chapters_in_boxes(path) if kind in _BOXED else ()), *in_tags)
    if not found and as_played:
        return (ChapterList(carrier=Carrier.OTHER, marks=as_played),)
    return found
