"""Measures and encodes audio with ffmpeg."""

from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.audio.copying import copy
from shelfready.adapters.audio.cutting import cut
from shelfready.adapters.audio.encoding import encode
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.measuring import measure
from shelfready.adapters.audio.tagging import TagReader
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.plans import AudioFormat
from shelfready.ports import Encoded, EncodeInput, MeasuredAudio, Sample, TrackSource, Watcher


@dataclass(frozen=True)
class FfmpegAudio:
    """The audio department: an `AudioReader` and an `AudioEncoder`."""

    workshop: Workshop
    tags: TagReader

    @property
    def toolchain(self) -> str:
        """Name and version of what encodes. Starts no process."""
        return self.workshop.tools.name

    def measure(self, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
        """Decode a publisher's file once and say everything that is known of it."""
        return measure(self.workshop, self.tags, path, kind, watcher)

    def encode(self, job: EncodeInput, folder: Path, watcher: Watcher) -> tuple[Encoded, ...]:
        """Decode a piece once, encode it into every target, and decode what came out."""
        return encode(self.workshop, job, folder, watcher)

    def copy(self, source: TrackSource, format: AudioFormat, folder: Path, watcher: Watcher) -> Encoded:
        """Take the AAC frames of a file over as they are."""
        return copy(self.workshop, source, format, folder, watcher)

    def cut(self, sample: Sample, folder: Path, watcher: Watcher) -> Encoded:
        """Encode a sample, whose first frame is its own priming."""
        return cut(self.workshop, sample, folder, watcher)


def open_audio(*, ffmpeg: Path | None, ffprobe: Path | None, scratch: Path, memory_bytes: int) -> FfmpegAudio:
    """The audio department with the programs that are named, or those of the wheel.

    `scratch` is the folder for work in progress; `memory_bytes` bounds the address space of each process.
    """
    workshop = Workshop(find_toolchain(ffmpeg, ffprobe), scratch, Limits(memory_bytes))
    return FfmpegAudio(workshop, TagReader(memory_bytes))
