"""Chapters in MP4 files, read from the boxes themselves: QuickTime's chapter track, and Nero's list.

ffprobe shows both lists as one: Nero's first, overlaid by QuickTime's. Which of them a player reads depends on the
player, so that it matters whether they agree. Sizes and places are a stranger's: every read is bounded, nothing is
believed, and what makes no sense gives no chapters.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from shelfready.chapter_marks.times import MOST_MARKS, in_order, mark
from shelfready.media import Carrier, ChapterList, ChapterMark

_MOST_BOXES = 20_000
_LONGEST_TABLE = 1 << 20
_LONGEST_TEXT = 4096
_TICKS_PER_MS = 10_000  # of Nero's list, which counts in 100 ns
_MOST_TRACKS = 64
_UTF_16 = (b"\xfe\xff", b"\xff\xfe")


@dataclass(frozen=True)
class _Box:
    """Where a box's content lies in the file."""

    name: bytes
    start: int
    end: int


@dataclass(frozen=True)
class _Track:
    """A track: its id, its ticks a second, the ids of its chapter tracks, and its boxes by name."""

    id: int
    timescale: int
    chapter_tracks: tuple[int, ...]
    boxes: dict[bytes, _Box]


class _OddBoxesError(Exception):
    """The boxes make no sense."""


def chapters_in_boxes(path: Path) -> tuple[ChapterList, ...]:
    """The chapter lists of an MP4 file, each by itself; none of a file that is no MP4."""
    with path.open("rb") as file:
        boxes = _Boxes(file, path.stat().st_size)
        found = {Carrier.QUICKTIME: boxes.read(_quicktime), Carrier.NERO: boxes.read(_nero)}
    return tuple(ChapterList(carrier=carrier, marks=marks) for carrier, marks in found.items() if marks)


class _Boxes:
    """Walks through the boxes of a file, and gives up after `_MOST_BOXES`."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._whole = _Box(b"", 0, size)
        self._walked = 0

    def read(self, how: "Callable[[_Boxes], Iterator[ChapterMark | None]]") -> tuple[ChapterMark, ...]:
        """What `how` reads, or nothing where the boxes are odd."""
        self._walked = 0
        try:
            return in_order(how(self))
        except (_OddBoxesError, struct.error, IndexError, OverflowError):
            return ()

    def path(self, *names: bytes, within: _Box | None = None) -> _Box | None:
        """The first box of these names, one within the other."""
        found = within or self._whole
        for name in names:
            box = next((box for box in self.within(found) if box.name == name), None)
            if box is None:
                return None
            found = box
        return found

    def within(self, outer: _Box) -> Iterator[_Box]:
        """The boxes in a box, one after the other."""
        at = outer.start
        while at + 8 <= outer.end:
            self._walked += 1
            if self._walked > _MOST_BOXES:
                raise _OddBoxesError
            size, name = struct.unpack(">I4s", self.bytes(at, 8))
            header = 8
            if size == 1:
                size, header = struct.unpack(">Q", self.bytes(at + 8, 8))[0], 16
            end = outer.end if size == 0 else at + size
            if end < at + header or end > outer.end:
                return
            yield _Box(name, at + header, end)
            at = end

    def content(self, box: _Box, most: int = _LONGEST_TABLE) -> bytes:
        """The content of a box, or its beginning."""
        return self.bytes(box.start, min(box.end - box.start, most))

    def bytes(self, at: int, length: int) -> bytes:
        """Bytes of the file, as many as were asked for."""
        self._file.seek(at)
        data = self._file.read(length)
        if len(data) < length:
            raise _OddBoxesError
        return data


def _nero(boxes: _Boxes) -> Iterator[ChapterMark | None]:
    """`moov/udta/chpl`: version and flags, in version 1 four bytes more, a count, then start and title of each."""
    found = boxes.path(b"moov", b"udta", b"chpl")
    if found is None:
        return
    data = boxes.content(found)
    at = 8 if data[0] else 4
    count = data[at]
    at += 1
    for _ in range(count):
        start, length = struct.unpack_from(">QB", data, at)
        at += 9
        yield mark(data[at : at + length].decode("utf-8", "replace"), round(start / _TICKS_PER_MS))
        at += length


def _quicktime(boxes: _Boxes) -> Iterator[ChapterMark | None]:
    """The text track that a sound track names as its chapters (QuickTime File Format, "Chapter Lists")."""
    moov = boxes.path(b"moov")
    if moov is None:
        return
    traks = [box for box in boxes.within(moov) if box.name == b"trak"][:_MOST_TRACKS]
    tracks = {found.id: found for trak in traks if (found := _track(boxes, trak))}
    named = [chapters for track in tracks.values() for chapters in track.chapter_tracks if chapters in tracks]
    if not named:
        return
    chapters = tracks[named[0]]
    durations = list(_durations(boxes, chapters))
    starts = accumulate(durations, initial=0)
    for start, length, (at, size) in zip(starts, durations, _samples(boxes, chapters), strict=False):
        milliseconds = round(start * 1000 / chapters.timescale)
        yield mark(_text(boxes, at, size), milliseconds, round((start + length) * 1000 / chapters.timescale))


def _track(boxes: _Boxes, trak: _Box) -> _Track | None:
    tkhd, mdhd = boxes.path(b"tkhd", within=trak), boxes.path(b"mdia", b"mdhd", within=trak)
    stbl = boxes.path(b"mdia", b"minf", b"stbl", within=trak)
    if tkhd is None or mdhd is None or stbl is None:
        return None
    header, media = boxes.content(tkhd), boxes.content(mdhd)
    timescale = struct.unpack_from(">I", media, 20 if media[0] else 12)[0]
    if not timescale:
        return None
    chap = boxes.path(b"tref", b"chap", within=trak)
    named = boxes.content(chap, 64) if chap else b""
    return _Track(
        id=struct.unpack_from(">I", header, 20 if header[0] else 12)[0],
        timescale=timescale,
        chapter_tracks=struct.unpack(f">{len(named) // 4}I", named[: len(named) // 4 * 4]),
        boxes={box.name: box for box in boxes.within(stbl)},
    )


def _durations(boxes: _Boxes, track: _Track) -> Iterator[int]:
    """How long each sample lasts (`stts`)."""
    left = MOST_MARKS
    for count, duration in _rows(boxes, track, b"stts", ">II"):
        yield from (duration for _ in range(min(count, left)))
        left -= min(count, left)


def _samples(boxes: _Boxes, track: _Track) -> Iterator[tuple[int, int]]:
    """Where each sample lies, and its size (`stsz`, `stsc`, and `stco` or `co64`)."""
    sizes = _sizes(boxes, track)
    is_long = b"co64" in track.boxes
    chunks = [at for (at,) in _rows(boxes, track, b"co64" if is_long else b"stco", ">Q" if is_long else ">I")]
    runs = list(_rows(boxes, track, b"stsc", ">III"))
    run = 0
    for number, at in enumerate(chunks, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        for _ in range(min(runs[run][1], MOST_MARKS) if runs else 1):
            size = next(sizes, None)
            if size is None:
                return
            yield at, size
            at += size  # noqa: PLW2901 - the next sample of the chunk


def _sizes(boxes: _Boxes, track: _Track) -> Iterator[int]:
    box = track.boxes.get(b"stsz")
    if box is None:
        return
    data = boxes.content(box)
    _, same, count = struct.unpack_from(">III", data)
    count = min(count, MOST_MARKS)
    yield from (same for _ in range(count)) if same else struct.unpack_from(f">{count}I", data, 12)


def _rows(boxes: _Boxes, track: _Track, name: bytes, shape: str) -> Iterator[tuple[int, ...]]:
    """The rows of a table: version and flags, a count, and as many rows of this shape."""
    box = track.boxes.get(name)
    if box is None:
        return
    data = boxes.content(box)
    count = min(struct.unpack_from(">I", data, 4)[0], MOST_MARKS, (len(data) - 8) // struct.calcsize(shape))
    yield from struct.iter_unpack(shape, data[8 : 8 + count * struct.calcsize(shape)])


def _text(boxes: _Boxes, at: int, size: int) -> str | None:
    """A text sample: its length in two bytes, then UTF-8, or UTF-16 with its mark."""
    data = boxes.bytes(at, min(size, _LONGEST_TEXT))
    if len(data) < 2:
        return None
    text = data[2 : 2 + int.from_bytes(data[:2], "big")]
    encoding = "utf-16" if text.startswith(_UTF_16) else "utf-8"
    return text.decode(encoding, "replace")
