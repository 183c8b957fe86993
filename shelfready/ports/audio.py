"""Ports of audio: what measures, encodes and packs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shelfready.media import AudioFacts, LoudnessBin
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


class TrackSource(Protocol):
    """A track's bytes where they are kept: as much of them as is needed may be asked for.

    `kind` is what `sniffing.sniff` said of it.
    """

    @property
    def kind(self) -> str:
        """What the track's first bytes say it is."""

    @property
    def size_bytes(self) -> int:
        """How many bytes there are."""

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`, in pieces."""

    def whole(self) -> Path:
        """All of it, as a file in the scratch folder; hashed on the way. Fetched once, however often it is asked."""


class EncodeTarget(Value):
    """A format that a piece is encoded into, and the frames to keep (see `plans.Encode`)."""

    format: AudioFormat
    first_frame: int
    end_frame: int
    origin_sample: int = 0


@dataclass(frozen=True)
class EncodeInput:
    """A piece of a track, and what is made of it in one go.

    `samples` are those of the piece, from `offset_samples` after the start of its track, which has `track_samples`;
    `start_sample` is where the piece begins on the timeline. `padding_samples` of silence follow it. `before` and
    `after` are neighbouring tracks' samples (interleaved stereo, 16-bit little-endian) that lie directly before and
    after the track; within a track the encoder hears the track itself. `is_last`: nothing follows in the whole book.
    `channels` and `sample_rate_hz` are those of the source, `decoded_samples` how long it is at its own rate.
    """

    source: TrackSource
    sample_rate_hz: int
    decoded_samples: int
    track_samples: int
    offset_samples: int
    samples: int
    padding_samples: int
    start_sample: int
    before: bytes
    after: bytes
    is_last: bool
    gain_db: float
    targets: tuple[EncodeTarget, ...]


class EncodedFacts(Value):
    """What decoding an encoding found, to be held against the plan and against what was measured of the source.

    `samples` is what was decoded, at the codec's own rate, `silent_ms` the sum of silent places of ten milliseconds
    (well below the threshold of `AudioFacts`, raised by the gain), `loudness` as in `AudioFacts`; None where it was not
    measured. `priming_samples` is what is not heard at the beginning of a copied encoding.
    """

    frames: int
    samples: int
    channels: int
    rms_dbfs: float | None = None
    peak_dbfs: float | None = None
    silent_ms: int | None = None
    loudness: tuple[LoudnessBin, ...] | None = None
    priming_samples: int | None = None


@dataclass(frozen=True)
class Encoded:
    """An encoding: raw frames one after the other, and the size of each (16 bits, little-endian)."""

    format: AudioFormat
    frames: Path
    sizes: Path
    facts: EncodedFacts


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one track: `samples` samples of the timeline, `offset_samples` after the track's start."""

    source: TrackSource
    sample_rate_hz: int
    decoded_samples: int
    track_samples: int
    offset_samples: int
    samples: int


@dataclass(frozen=True)
class Sample:
    """What is cut out of a book to try it by: stretches of tracks that follow one another, faded in and out."""

    excerpts: tuple[Excerpt, ...]
    gain_db: float
    fade_in_ms: int
    fade_out_ms: int
    format: AudioFormat


class AudioEncoder(Protocol):
    """Makes audio for listening."""

    @property
    def toolchain(self) -> str:
        """Name and version of what encodes; part of every action key. Starts no process."""

    def encode(self, job: EncodeInput, folder: Path, watcher: Watcher) -> tuple[Encoded, ...]:
        """Decode a piece once, encode it into every target, and decode what came out; one answer for each target.

        As many frames as were asked for, or a `DefectError`.
        """

    def copy(self, source: TrackSource, format: AudioFormat, folder: Path, watcher: Watcher) -> Encoded:
        """Take the AAC frames of a file over as they are."""

    def cut(self, sample: Sample, folder: Path, watcher: Watcher) -> Encoded:
        """Encode a sample, whose first frame is its own priming."""


@dataclass(frozen=True)
class FrameRun:
    """Frames that were made in one go, from `first_frame` up to, not including, `end_frame` (see `plans.Encode`).

    `sizes` are the bytes of each (16 bits, little-endian); `stream` gives the frames' bytes one after the other, from a
    byte up to, not including, another.
    """

    first_frame: int
    end_frame: int
    origin_sample: int
    sizes: bytes
    stream: Callable[[int, int], Iterator[bytes]]


@dataclass(frozen=True)
class BookFrames:
    """All frames of a book, or of a stretch that stands by itself: `samples` samples of the timeline are heard.

    `priming_samples` come before them, at the codec's own rate.
    """

    format: AudioFormat
    samples: int
    priming_samples: int
    runs: tuple[FrameRun, ...]


class AudiobookFile(Value):
    """What an MP4 file is told besides its frames. Chapters are (title, start, end) in samples of the timeline."""

    title: str | None
    album: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    narrators: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    date: str | None = None
    description: str | None = None
    track: tuple[int, int] | None = None
    chapters: tuple[tuple[str, int, int], ...] = ()
    cover: Path | None = None


class PackedAudio(Value):
    """What reading a packed file's own headers found, all of them and the bytes they point to.

    `samples` are those of the timeline, `duration_ms` the same in milliseconds. `frames_sha256` is the hash of all
    frames in order, as they lie in the file. Of a rung, `head` and `index` are its initialization and its segment
    index, each as the first byte and the last, and `segments` how many there are.
    """

    samples: int
    duration_ms: int
    frames: int
    frames_sha256: str
    codec: str
    channels: int
    sample_rate_hz: int
    chapters: int = 0
    has_cover: bool = False
    head: tuple[int, int] | None = None
    index: tuple[int, int] | None = None
    segments: int = 0
    peak_bps: int | None = None
    average_bps: int | None = None


class AudioPacker(Protocol):
    """Puts encoded frames into files, without encoding again, and starts no program for it."""

    def pack_hls(self, frames: BookFrames, segment_s: int, folder: Path, watcher: Watcher) -> str:
        """Write `audio.mp4` (CMAF in one file, with a segment index) and `index.m3u8` (byte ranges) into `folder`.

        Answers the hash of all frames in order; so do the others.
        """

    def pack_audiobook(self, frames: BookFrames, book: AudiobookFile, into: Path, watcher: Watcher) -> str:
        """Write an M4B: gapless by its edit list, QuickTime chapters always, Nero chapters up to 255."""

    def pack_stretch(
        self, frames: BookFrames, stretch: tuple[int, int], book: AudiobookFile, into: Path, watcher: Watcher
    ) -> str:
        """Write an M4A of the timeline from one sample up to another, right to the sample by its edit list."""

    def read_back(self, path: Path, watcher: Watcher) -> PackedAudio:
        """Read an MP4 file, or an HLS playlist with its media file, from end to end; `DefectError` if it is broken."""
