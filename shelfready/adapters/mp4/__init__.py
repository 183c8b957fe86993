"""Puts frames into MP4 files and reads such files back; no program is started for either."""

from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.mp4.arranging import arrange
from shelfready.adapters.mp4.hls import pack_hls
from shelfready.adapters.mp4.movie import BOOK, SONG, pack_movie
from shelfready.adapters.mp4.reading import read_back
from shelfready.ports import AudiobookFile, AudioPacker, BookFrames, PackedAudio, Watcher


@dataclass(frozen=True)
class Mp4Packer:
    """The `AudioPacker` that writes ISO base media files itself."""

    def pack_hls(self, frames: BookFrames, segment_s: int, folder: Path, watcher: Watcher) -> str:
        """Write `audio.mp4` and `index.m3u8` into a folder; answers the hash of all frames in order."""
        return pack_hls(arrange(frames), segment_s, folder, watcher)

    def pack_audiobook(self, frames: BookFrames, book: AudiobookFile, into: Path, watcher: Watcher) -> str:
        """Write an M4B; answers the hash of all frames in order."""
        return pack_movie(arrange(frames), book, BOOK, into, watcher)

    def pack_stretch(
        self, frames: BookFrames, stretch: tuple[int, int], book: AudiobookFile, into: Path, watcher: Watcher
    ) -> str:
        """Write an M4A of the timeline from one sample up to another; answers the hash of the frames that are in it."""
        return pack_movie(arrange(frames, stretch), _within(book, stretch), SONG, into, watcher)

    def read_back(self, path: Path, watcher: Watcher) -> PackedAudio:
        """Read an MP4 file, or an HLS playlist with its media file, from end to end."""
        return read_back(path, watcher)


def open_packer() -> AudioPacker:
    """What packs; it holds nothing open."""
    return Mp4Packer()


def _within(book: AudiobookFile, stretch: tuple[int, int]) -> AudiobookFile:
    """The chapters of a stretch, counted from its own beginning."""
    start, end = stretch
    chapters = [
        (title, max(first, start) - start, min(last, end) - start)
        for title, first, last in book.chapters
        if first < end and last > start
    ]
    return book.model_copy(update={"chapters": tuple(chapters)})
