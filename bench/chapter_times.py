"""Compares published chapters with the truth."""

import json
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import mutagen.mp4

from bench.books.book import Book
from bench.house import House
from bench.observed import DECODED, MADE, ChapterTimes
from shelfready.media import TIMELINE_RATE_HZ

_MOST_NERO = 255
"""Nero's list counts in one byte; a longer book has none."""


def chapter_times(house: House, book: Book, ffprobe: Path) -> ChapterTimes:
    """How far the chapters of a title's live release are from where its tracks really begin.

    The truth is told twice: by bare ffmpeg's decode of every track, and by how long the tracks were when they were
    made.
    """
    with TemporaryDirectory() as folder:
        m4b = house.file(book.title_id, "audiobook.m4b", Path(folder) / "book.m4b")
        document = house.file(book.title_id, "chapters.json", Path(folder) / "chapters.json")
        read = {
            "M4B, QuickTime chapters": _quicktime(m4b, ffprobe),
            "chapters.json": [Fraction(str(one["startTime"])) for one in json.loads(document.read_text())["chapters"]],
        }
        if len(book.decoded_samples) <= _MOST_NERO:
            read["M4B, Nero chapters"] = _nero(m4b)
    truths = {DECODED: book.decoded_samples, MADE: book.made_samples}
    return ChapterTimes(
        chapters=len(read["chapters.json"]),
        worst_ms={
            f"{source}, against {truth}": worst_error_ms(starts, starts_of(samples))
            for source, starts in read.items()
            for truth, samples in truths.items()
        },
    )


def starts_of(samples: Sequence[int]) -> list[Fraction]:
    """Where tracks of these lengths begin, in seconds."""
    return [Fraction(start, TIMELINE_RATE_HZ) for start in accumulate(samples[:-1], initial=0)]


def worst_error_ms(found: Sequence[Fraction], true: Sequence[Fraction]) -> float:
    """The largest distance of a chapter from its truth; infinite when there are more or fewer than there should be."""
    if len(found) != len(true):
        return inf
    return max((abs(float(start - truth)) * 1000 for start, truth in zip(found, true, strict=True)), default=0.0)


def _quicktime(m4b: Path, ffprobe: Path) -> list[Fraction]:
    """As ffprobe, and every player built on ffmpeg, reads them."""
    words = ("-v", "error", "-show_chapters", "-of", "json", str(m4b))
    said = subprocess.run([ffprobe, *words], capture_output=True, check=True).stdout
    return [Fraction(one["start"]) * Fraction(one["time_base"]) for one in json.loads(said)["chapters"]]


def _nero(m4b: Path) -> list[Fraction]:
    chapters = mutagen.mp4.MP4(m4b).chapters  # type: ignore[no-untyped-call]  # mutagen has no types
    return [Fraction(chapter.start) for chapter in chapters or ()]
