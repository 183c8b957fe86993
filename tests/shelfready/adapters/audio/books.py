"""Books for the tests: one recording, cut into tracks and pieces, encoded piece by piece as the pipeline does it."""

import subprocess
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.audio import FfmpegAudio
from shelfready.plans import AudioFormat
from shelfready.ports import EDGE_SAMPLES, Encoded, EncodeInput, EncodeTarget, Watcher
from tests.shelfready.adapters.audio.containers import adts, ogg_opus

Pcm = NDArray[np.int16]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FileSource:
    """A track that lies on a disk, and remembers what was asked of it."""

    path: Path
    kind: str
    asked: list[tuple[int, int]]

    @property
    def size_bytes(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size

    @property
    def was_asked_for_whole(self) -> bool:
        """Whether all of it was asked for at once."""
        return (0, self.size_bytes) in self.asked

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Some of them, in pieces."""
        assert 0 <= start <= end <= self.size_bytes
        self.asked.append((start, end))
        with self.path.open("rb") as file:
            file.seek(start)
            left = end - start
            while left:
                data = file.read(min(left, 65_536))
                left -= len(data)
                yield data

    def whole(self) -> Path:
        """All of them."""
        self.asked.append((0, self.size_bytes))
        return self.path


def source(path: Path, kind: str) -> FileSource:
    """A file as a track."""
    return FileSource(path, kind, [])


@dataclass(frozen=True)
class Recording:
    """A recording as 16-bit stereo, and how its tracks are to be cut: `bounds` from 0 to the last sample."""

    pcm: Pcm
    bounds: tuple[int, ...]

    def jobs(
        self, folder: Path, *formats: AudioFormat, piece_samples: int = 10**12, gain_db: float = 0.0
    ) -> list[EncodeInput]:
        """One encoder's task for each piece of each track, whose file is written into the folder."""
        jobs: list[EncodeInput] = []
        for number, (start, end) in enumerate(pairwise(self.bounds)):
            path = write_wav(folder / f"{number}.wav", self.pcm[start:end])
            cuts = [*range(start, end, piece_samples), end]
            jobs += [
                EncodeInput(
                    source=source(path, "wav"),
                    sample_rate_hz=44_100,
                    decoded_samples=end - start,
                    track_samples=end - start,
                    offset_samples=begin - start,
                    samples=stop - begin,
                    padding_samples=0,
                    start_sample=begin,
                    before=self.pcm[max(start - EDGE_SAMPLES, 0) : start].tobytes(),
                    after=self.pcm[end : end + EDGE_SAMPLES].tobytes(),
                    is_last=stop == len(self.pcm),
                    gain_db=gain_db,
                    targets=tuple(target(format, begin, stop, is_last=stop == len(self.pcm)) for format in formats),
                )
                for begin, stop in pairwise(cuts)
            ]
        return jobs


def target(format: AudioFormat, start: int, end: int, *, is_last: bool) -> EncodeTarget:
    """The frames that begin in a piece; of the last one, all that are needed to hear it."""
    frame = format.frame_samples
    heard = end * format.rate_hz + format.priming_samples * 44_100
    last = -(-heard // (frame * format.rate_hz))
    return EncodeTarget(format=format, first_frame=-(-start // frame), end_frame=last if is_last else -(-end // frame))


def recording(seconds: float, bounds: Sequence[int] = ()) -> Recording:
    """Something like speech in two slightly different channels; uncut unless bounds are given."""
    samples = round(seconds * 44_100)
    time = np.arange(samples) / 44_100
    noise = np.random.default_rng(7).standard_normal((samples, 2)) * 0.003
    swell = 0.3 * (0.55 + 0.45 * np.sin(2 * np.pi * 2.3 * time))
    voice = sum(np.sin(2 * np.pi * 170 * k * time + 3 * k * np.sin(2 * np.pi * 0.7 * time)) / k for k in range(1, 20))
    stereo = np.stack([swell * voice, 0.8 * swell * voice], axis=1) * 0.4 + noise
    return Recording(np.rint(stereo * 32767).astype("<i2"), (0, *bounds, samples))


def encode_book(
    audio: FfmpegAudio, jobs: Sequence[EncodeInput], folder: Path, watcher: Watcher
) -> dict[AudioFormat, Path]:
    """All pieces' frames of each format, one after the other, in a file that any player opens."""
    runs: dict[AudioFormat, list[Encoded]] = {}
    for number, job in enumerate(jobs):
        place = folder / f"made-{number}"
        place.mkdir()
        for target, made in zip(job.targets, audio.encode(job, place, watcher), strict=True):
            assert made.facts.frames == target.end_frame - target.first_frame
            runs.setdefault(made.format, []).append(made)
    return {format: playable(made, folder / f"book-{format.key}") for format, made in runs.items()}


def frames_of(encoded: Encoded) -> list[bytes]:
    """The frames of an encoding, one by one."""
    data, sizes = encoded.frames.read_bytes(), np.frombuffer(encoded.sizes.read_bytes(), "<u2")
    ends = np.cumsum(sizes, dtype=np.int64)
    assert len(data) == (ends[-1] if sizes.size else 0)
    return [data[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist(), strict=True)]


def playable(runs: Sequence[Encoded], into: Path) -> Path:
    """Encodings one after the other, in the plainest container that there is for them."""
    frames = [frame for made in runs for frame in frames_of(made)]
    format = runs[0].format
    into.write_bytes(ogg_opus(frames, format.channels) if format.codec == "opus" else adts(frames, format.channels))
    return into


def write_wav(path: Path, pcm: Pcm) -> Path:
    """A 16-bit stereo WAV file at the timeline's rate."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(pcm.tobytes())
    return path


def decode(ffmpeg: Path, path: Path, channels: int) -> NDArray[np.float32]:
    """Every sample that a player gets, found by an ffmpeg that knows nothing of our options; complaints are errors."""
    command = [str(ffmpeg), "-v", "error", "-xerror", "-i", str(path), "-map", "0:a", "-f", "f32le", "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype="<f4").reshape(-1, channels)


def original_of(book: Recording, format: AudioFormat, ffmpeg: Path) -> Floats:
    """The recording as a decoder of the format should give it back."""
    pcm = book.pcm.astype(np.float64) / 32768
    heard = pcm if format.channels == 2 else pcm.mean(axis=1, keepdims=True)
    if format.rate_hz == 44_100:
        return heard
    raw = ["-f", "f64le", "-ac", str(format.channels)]
    command = [str(ffmpeg), "-v", "error", *raw, "-ar", "44100", "-i", "-", "-ar", str(format.rate_hz), *raw, "-"]
    done = subprocess.run(command, input=heard.tobytes(), capture_output=True, check=True).stdout
    return np.frombuffer(done).reshape(-1, format.channels)


def heard_of(path: Path, format: AudioFormat, ffmpeg: Path) -> Floats:
    """What a player plays of it: what comes before the first sample is left out."""
    # ffmpeg leaves it out of Ogg by itself; ADTS does not say what is priming.
    priming = 0 if format.codec == "opus" else format.priming_samples
    return decode(ffmpeg, path, format.channels)[priming:].astype(np.float64)
