"""Ports of audio: what measures, encodes and packs it."""

from pathlib import Path
from typing import Protocol

from shelfready.media import AudioFacts
from shelfready.plans import AudioFormat
from shelfready.ports.watching import Watcher
from shelfready.values import Value

EDGE_SAMPLES = 16 * 1024
"""Samples kept of a track's beginning and end: 16 AAC frames, four times what an encoder needs to settle."""

PEAKS_PER_S = 10
"""Pairs of peaks of a waveform for each second of audio."""


class MeasuredAudio(Value):
    """Facts, and the first and last samples as the encoders see them (16-bit little-endian, mono and stereo).

    Each edge holds at most `EDGE_SAMPLES` samples per channel at `TIMELINE_RATE_HZ`, interleaved stereo. `waveform`
    is the peaks to draw: pairs of signed bytes, lowest and highest of all channels, `PEAKS_PER_S` pairs a second.
    """

    facts: AudioFacts
    head: bytes
    tail: bytes
    waveform: bytes = b""


class AudioReader(Protocol):
    """Measures audio files."""

    def measure(self, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
        """Decode the file once and say everything that is known of it; `RejectedError` when it is no audio at all.

        `kind` is what `sniffing.sniff` said, and fixes the demuxer.
        """


class EncodeInput(Value):
    """What an encoder of a track is given: the file, and where its frames begin and end on the timeline.

    `before` and `after` are neighbours' samples (interleaved stereo, 16-bit little-endian) that lie directly before and
    after the track; `first_frame` and `end_frame` are the frames to keep (see `plans`).
    """

    path: Path
    kind: str
    start_sample: int
    samples: int
    first_frame: int
    end_frame: int
    before: bytes
    after: bytes
    is_last: bool
    format: AudioFormat


class AudioEncoder(Protocol):
    """Makes audio for listening."""

    @property
    def toolchain(self) -> str:
        """Name and version of what encodes; part of every action key. Starts no process."""

    def encode(self, job: EncodeInput, into: Path, watcher: Watcher) -> int:
        """Write the track's frames as ADTS; answers their number, which is what was asked or a `DefectError`."""


class AudiobookFile(Value):
    """What an M4B is told besides its frames. Chapters are (title, start, end) in samples."""

    samples: int
    title: str | None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    narrators: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    date: str | None = None
    description: str | None = None
    chapters: tuple[tuple[str, int, int], ...] = ()
    cover: Path | None = None


class PackedAudio(Value):
    """What decoding a packed file found. Samples at `TIMELINE_RATE_HZ`, priming and padding trimmed away."""

    samples: int
    duration_ms: int
    chapters: int = 0
    codec: str
    channels: int
    sample_rate_hz: int
    has_cover: bool = False
    rms_dbfs: float | None = None


class AudioPacker(Protocol):
    """Puts encoded frames into files, without encoding again."""

    def pack_hls(self, frames: Path, samples: int, segment_s: int, folder: Path, watcher: Watcher) -> None:
        """Write `audio.mp4` (fMP4 in one file) and `index.m3u8` (byte ranges) into `folder`."""

    def pack_audiobook(self, frames: Path, book: AudiobookFile, into: Path, watcher: Watcher) -> None:
        """Write an M4B: gapless by its edit list, QuickTime chapters always, Nero chapters up to 255."""

    def read_back(self, path: Path, watcher: Watcher) -> PackedAudio:
        """Decode a packed file (an M4B, or an HLS playlist) from end to end and say what it is."""
