"""Packs frames into one MP4 file with chapters, tags and cover: M4B for a book, M4A for a part of one."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shelfready.adapters.mp4 import tracks
from shelfready.adapters.mp4.boxes import box, full_box, media_data
from shelfready.adapters.mp4.chapters import CHAPTER_TRACK, Chapters
from shelfready.adapters.mp4.copying import Copying
from shelfready.adapters.mp4.frames import Frames
from shelfready.adapters.mp4.sample_tables import chunks_table, durations_table, offsets_table, sizes_table
from shelfready.adapters.mp4.tags import tags
from shelfready.adapters.mp4.writing import writing
from shelfready.languages import three_letter_code
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import AudiobookFile, Watcher

BOOK, SONG = b"M4B ", b"M4A "
"""The brands by which players tell an audiobook, whose place they remember, from a piece of music."""


def pack_movie(frames: Frames, book: AudiobookFile, brand: bytes, into: Path, watcher: Watcher) -> str:
    """Write the file; answers the hash of the frames."""
    layout = Layout(frames, Chapters.of(book, frames.samples), three_letter_code(book.language or ""), tags(book))
    copying = Copying(frames, watcher)
    with writing(into) as file:
        file.writelines(layout.before_frames(brand))
        copying.copy(file, frames.size_bytes)
    return copying.sha256


@dataclass(frozen=True)
class Layout:
    """A file in the order in which it is played: the movie's tables, the chapters' titles, the frames."""

    frames: Frames
    chapters: Chapters
    language: str | None
    tags: bytes

    def before_frames(self, brand: bytes) -> tuple[bytes, ...]:
        """Everything but the frames, which follow."""
        titles = b"".join(self.chapters.texts)
        file_type = box(b"ftyp", brand, bytes(4), brand, b"mp42", b"isom")
        data = media_data(len(titles) + self.frames.size_bytes)
        length, movie = -1, b""
        # Where the data begins depends on the movie's length, and that, beyond 4 GiB, on where the data begins.
        while len(movie) != length:
            length, movie = len(movie), b""  # the tables of a long book are not held twice
            offset = len(file_type) + length + len(data)
            movie = self._movie(offset, offset + len(titles))
        return file_type, movie, data, titles

    def _movie(self, titles_offset: int, frames_offset: int) -> bytes:
        samples = self.frames.samples
        header = tracks.movie_header(samples, TIMELINE_RATE_HZ, CHAPTER_TRACK + 1)
        short_list = self.chapters.short_list()
        parts = [header, self._audio(frames_offset)]
        if self.chapters.marks:
            parts.append(self.chapters.track(titles_offset))
        return box(b"moov", *parts, box(b"udta", short_list, self.tags))

    def _audio(self, offset: int) -> bytes:
        frames = self.frames
        chapters = box(b"tref", box(b"chap", struct.pack(">I", CHAPTER_TRACK))) if self.chapters.marks else b""
        return box(
            b"trak",
            tracks.track_header(tracks.AUDIO_TRACK, frames.samples, tracks.ENABLED | tracks.IN_MOVIE, volume=0x100),
            tracks.edits((frames.samples, frames.skipped_ticks)),
            chapters,
            box(
                b"mdia",
                tracks.media_header(frames.end_tick, frames.format.rate_hz, self.language),
                tracks.handler(b"soun", "Audio"),
                box(b"minf", full_box(b"smhd", 0, 0, bytes(4)), tracks.this_file(), _tables(frames, offset)),
            ),
        )


def _tables(frames: Frames, offset: int) -> bytes:
    count = len(frames.sizes)
    per_chunk = frames.format.rate_hz // frames.frame_ticks  # a second of sound lies together
    chunks = frames.bytes_of(np.arange(0, count, per_chunk))
    return box(
        b"stbl",
        tracks.described_audio(frames),
        durations_table(frames.durations(0, count)),
        chunks_table(count, per_chunk),
        sizes_table(frames.sizes),
        offsets_table(offset, chunks),
        tracks.preroll(frames),
        tracks.prerolled(count),
    )
