"""Books for the tests: one recording, cut into tracks, encoded track by track as the pipeline does it."""

import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shelfready.adapters.audio import FfmpegAudio
from shelfready.plans import FRAME_SAMPLES, AudioFormat
from shelfready.ports import EDGE_SAMPLES, EncodeInput, Watcher

Pcm = NDArray[np.int16]


@dataclass(frozen=True)
class Recording:
    """A recording as 16-bit stereo, and how its tracks are to be cut: `bounds` from 0 to the last sample."""

    pcm: Pcm
    bounds: tuple[int, ...]

    def jobs(self, folder: Path, format: AudioFormat) -> list[EncodeInput]:
        """One encoder's task for each track, its file written into the folder."""
        last = len(self.bounds) - 2
        return [
            EncodeInput(
                path=write_wav(folder / f"{number}.wav", self.pcm[start:end]),
                kind="wav",
                start_sample=start,
                samples=end - start,
                first_frame=start // FRAME_SAMPLES,
                end_frame=-(-end // FRAME_SAMPLES) + 1 if number == last else end // FRAME_SAMPLES,
                before=self.pcm[max(start - EDGE_SAMPLES, 0) : start].tobytes(),
                after=self.pcm[end : end + EDGE_SAMPLES].tobytes(),
                is_last=number == last,
                format=format,
            )
            for number, (start, end) in enumerate(pairwise(self.bounds))
        ]


def recording(seconds: float, bounds: Sequence[int] = ()) -> Recording:
    """Something like speech in two slightly different channels; uncut unless bounds are given."""
    samples = round(seconds * 44_100)
    time = np.arange(samples) / 44_100
    noise = np.random.default_rng(7).standard_normal((samples, 2)) * 0.003
    swell = 0.3 * (0.55 + 0.45 * np.sin(2 * np.pi * 2.3 * time))
    voice = sum(np.sin(2 * np.pi * 170 * k * time + 3 * k * np.sin(2 * np.pi * 0.7 * time)) / k for k in range(1, 20))
    stereo = np.stack([swell * voice, 0.8 * swell * voice], axis=1) * 0.4 + noise
    return Recording(np.rint(stereo * 32767).astype("<i2"), (0, *bounds, samples))


def encode_book(audio: FfmpegAudio, book: Recording, format: AudioFormat, folder: Path, watcher: Watcher) -> Path:
    """All tracks' frames, one after the other, in one file."""
    joined = folder / "book.aac"
    with joined.open("wb") as target:
        for number, job in enumerate(book.jobs(folder, format)):
            made = folder / f"{number}.aac"
            frames = audio.encode(job, made, watcher)
            assert frames == job.end_frame - job.first_frame
            target.write(made.read_bytes())
    return joined


def write_wav(path: Path, pcm: Pcm) -> Path:
    """A 16-bit stereo WAV file at the timeline's rate."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(pcm.tobytes())
    return path


def decode(ffmpeg: Path, path: Path, channels: int) -> Pcm:
    """Every sample that a player gets, found by an ffmpeg that knows nothing of our options; complaints are errors."""
    command = [str(ffmpeg), "-v", "error", "-xerror", "-i", str(path), "-map", "0:a", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype="<i2").reshape(-1, channels)
