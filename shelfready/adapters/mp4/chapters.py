"""Chapters in an MP4 file: a text track that is only looked up (QuickTime), and the short list that Nero invented."""

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from shelfready.adapters.mp4 import tracks
from shelfready.adapters.mp4.boxes import UNITY_MATRIX, box, full_box
from shelfready.adapters.mp4.sample_tables import chunks_table, durations_table, offsets_table, sizes_table
from shelfready.adapters.mp4.texts import utf8
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import AudiobookFile

CHAPTER_TRACK = 2

_LONGEST_TITLE_BYTES = 1023
"""What widely used readers keep of a title."""

_MOST_NERO_CHAPTERS = 255
"""Its count is one byte; players that read it before the chapter track would lose the rest."""

_LONGEST_NERO_BYTES = 255
_NERO_TICKS_PER_S = 10_000_000

_DIVISORS = (1, 2, 3, 5, 10, 20, 50, 100)
_MOST_TICKS = 0x7FFF_FFFF

_ENCODING = box(b"encd", struct.pack(">I", 0x100))  # the text is Unicode, here UTF-8

# Data reference 1; how the text would be drawn, which it never is; and the empty name of a font.
_DESCRIPTION = box(b"text", struct.pack(">6xH44x", 1))

_MEDIA_INFORMATION = box(
    b"gmhd",
    full_box(b"gmin", 0, 0, struct.pack(">4H4x", 0x40, 0x8000, 0x8000, 0x8000)),  # drawn over what is there
    box(b"text", UNITY_MATRIX),
)


@dataclass(frozen=True)
class Chapters:
    """The chapters of a file: (title, start, end) in samples of its timeline, and how long that is."""

    marks: tuple[tuple[str, int, int], ...]
    samples: int

    @classmethod
    def of(cls, book: AudiobookFile, samples: int) -> "Chapters":
        """A book's chapters; `DefectError` when they do not follow one another within it."""
        starts = [0, *(start for _, start, _ in book.chapters)]
        is_ordered = all(before <= after for before, after in pairwise(starts))
        if not is_ordered or any(not start < end <= samples for _, start, end in book.chapters):
            message = f"the chapters do not follow one another within the {samples:,} samples of the file"
            raise DefectError(f"{message}; plan the title again", cause_code="chapters-out-of-order")
        return cls(book.chapters, samples)

    @property
    def texts(self) -> list[bytes]:
        """The samples of the text track: a title each, after its length."""
        titles = (utf8(title, _LONGEST_TITLE_BYTES) for title, _, _ in self.marks)
        return [struct.pack(">H", len(title)) + title + _ENCODING for title in titles]

    def track(self, data_offset: int) -> bytes:
        """The text track, whose samples lie one after the other from a byte of the file on."""
        starts = [start for _, start, _ in self.marks]
        bounds = [*starts, max(end for _, _, end in self.marks)]
        divisor = _divisor(max(after - before for before, after in pairwise(bounds)))
        ticks = [bound // divisor for bound in bounds]
        texts = self.texts
        sizes = [len(text) for text in texts]
        pause = ((starts[0], -1), (bounds[-1] - starts[0], 0)) if starts[0] else ((bounds[-1], 0),)
        table = box(
            b"stbl",
            tracks.described(_DESCRIPTION),
            durations_table([(1, after - before) for before, after in pairwise(ticks)]),
            chunks_table(len(texts), len(texts)),
            sizes_table(np.array(sizes)),
            offsets_table(data_offset, [sum(sizes)]),
        )
        return box(
            b"trak",
            tracks.track_header(CHAPTER_TRACK, bounds[-1], tracks.IN_MOVIE, volume=0),
            tracks.edits(*pause),
            box(
                b"mdia",
                tracks.media_header(ticks[-1] - ticks[0], TIMELINE_RATE_HZ // divisor),
                tracks.handler(b"text", "Chapters"),
                box(b"minf", _MEDIA_INFORMATION, tracks.this_file(), table),
            ),
        )

    def short_list(self) -> bytes:
        """Nero's `chpl`, or nothing when it would not hold all of them."""
        if not 0 < len(self.marks) <= _MOST_NERO_CHAPTERS:
            return b""
        entries: list[bytes] = []
        for title, start, _ in self.marks:
            name = utf8(title, _LONGEST_NERO_BYTES)
            at = round(start * _NERO_TICKS_PER_S / TIMELINE_RATE_HZ)
            entries.append(struct.pack(">QB", at, len(name)) + name)
        return full_box(b"chpl", 1, 0, struct.pack(">4xB", len(entries)), *entries)


def _divisor(longest: int) -> int:
    """What the timeline's rate is divided by, for the longest chapter's ticks to be counted in 31 bits."""
    return next(divisor for divisor in _DIVISORS if longest // divisor < _MOST_TICKS)
