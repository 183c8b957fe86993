"""Measures, encodes and packs audio with ffmpeg."""

from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.audio.audiobook_file import pack_audiobook
from shelfready.adapters.audio.encoding import encode
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.hls import pack_hls
from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.measuring import measure
from shelfready.adapters.audio.reading_back import read_back
from shelfready.adapters.audio.tagging import TagReader
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.ports import AudiobookFile, EncodeInput, MeasuredAudio, PackedAudio, Watcher


@dataclass(frozen=True)
class FfmpegAudio:
    """The audio department: an `AudioReader`, an `AudioEncoder` and an `AudioPacker`."""

    workshop: Workshop
    tags: TagReader

    @property
    def toolchain(self) -> str:
        """Name and version of what encodes. Starts no process."""
        return self.workshop.tools.name

    def measure(self, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
        """Decode a publisher's file once and say everything that is known of it."""
        return measure(self.workshop, self.tags, path, kind, watcher)

    def encode(self, job: EncodeInput, into: Path, watcher: Watcher) -> int:
        """Write a track's own AAC frames as ADTS; answers their number."""
        return encode(self.workshop, job, into, watcher)

    def pack_hls(self, frames: Path, samples: int, segment_s: int, folder: Path, watcher: Watcher) -> None:
        """Write `audio.mp4` and `index.m3u8` into a folder."""
        pack_hls(self.workshop, frames, folder, watcher, samples=samples, segment_s=segment_s)

    def pack_audiobook(self, frames: Path, book: AudiobookFile, into: Path, watcher: Watcher) -> None:
        """Write an M4B."""
        pack_audiobook(self.workshop, frames, book, into, watcher)

    def read_back(self, path: Path, watcher: Watcher) -> PackedAudio:
        """Decode a packed file from end to end and say what it is."""
        return read_back(self.workshop, path, watcher)


def open_audio(*, ffmpeg: Path | None, ffprobe: Path | None, scratch: Path, memory_bytes: int) -> FfmpegAudio:
    """The audio department with the programs that are named, or those of the wheel.

    `scratch` is the folder for work in progress; `memory_bytes` bounds the address space of each process.
    """
    workshop = Workshop(find_toolchain(ffmpeg, ffprobe), scratch, Limits(memory_bytes))
    return FfmpegAudio(workshop, TagReader(memory_bytes))
