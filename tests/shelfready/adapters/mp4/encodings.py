"""Frames for the tests: what ffmpeg's encoders make of a recording, without the container that they come in."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shelfready.plans import AudioFormat
from shelfready.ports import BookFrames, FrameRun

Pcm = NDArray[np.int16]

AAC_32 = AudioFormat(kbps=32, channels=1)
AAC_64 = AudioFormat(kbps=64, channels=1)
AAC_128 = AudioFormat(kbps=128, channels=2)
OPUS_32 = AudioFormat(codec="opus", kbps=32, channels=1)
LADDER = (AAC_32, AAC_64, AAC_128, OPUS_32)


@dataclass(frozen=True)
class Encoding:
    """All frames of a recording of so many samples."""

    format: AudioFormat
    samples: int
    frames: tuple[bytes, ...]

    def book(self, *cuts: int, origins: tuple[int, ...] = (), priming: int | None = None) -> BookFrames:
        """The frames as the pipeline keeps them: in runs that are cut at these frames, on grids of these origins."""
        bounds = (0, *cuts, len(self.frames))
        origins = origins or (0,) * (len(bounds) - 1)
        runs = [
            run_of(self.frames[first:end], first, origin)
            for (first, end), origin in zip(pairwise(bounds), origins, strict=True)
        ]
        return BookFrames(
            format=self.format,
            samples=self.samples,
            priming_samples=self.format.priming_samples if priming is None else priming,
            runs=tuple(runs),
        )


def run_of(frames: tuple[bytes, ...], first: int = 0, origin: int = 0, *, piece_bytes: int = 1000) -> FrameRun:
    """Frames as one run, which hands out its bytes in small pieces."""
    data = b"".join(frames)

    def stream(start: int, end: int) -> Iterator[bytes]:
        return (data[at : min(at + piece_bytes, end)] for at in range(start, end, piece_bytes))

    sizes = np.array([len(frame) for frame in frames], dtype="<u2").tobytes()
    return FrameRun(first, first + len(frames), origin, sizes, stream)


def voice(samples: int) -> Pcm:
    """Something like speech in two slightly different channels, at 44.1 kHz."""
    time = np.arange(samples) / 44_100
    noise = np.random.default_rng(7).standard_normal((samples, 2)) * 0.003
    swell = 0.3 * (0.55 + 0.45 * np.sin(2 * np.pi * 2.3 * time))
    tones = sum(np.sin(2 * np.pi * 170 * k * time + 3 * k * np.sin(2 * np.pi * 0.7 * time)) / k for k in range(1, 20))
    stereo = np.stack([swell * tones, 0.8 * swell * tones], axis=1) * 0.4 + noise
    return np.rint(stereo * 32767).astype("<i2")


def encode(ffmpeg: Path, pcm: Pcm, format: AudioFormat) -> Encoding:
    """The whole recording, encoded in one go."""
    is_opus = format.codec == "opus"
    command = _command(ffmpeg, format, "ogg" if is_opus else "adts", "-")
    made = subprocess.run(command, input=pcm.tobytes(), capture_output=True, check=True, timeout=120).stdout
    return Encoding(format, len(pcm), tuple(_ogg_packets(made)[2:] if is_opus else _adts_frames(made)))


def decode(ffmpeg: Path, path: Path, channels: int) -> Pcm:
    """Every sample that a player gets, found by an ffmpeg that knows nothing of ours; complaints are errors."""
    command = [str(ffmpeg), "-v", "error", "-xerror", "-i", str(path), "-map", "0:a", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype="<i2").reshape(-1, channels)


def muxed(ffmpeg: Path, pcm: Pcm, format: AudioFormat, into: Path) -> Path:
    """The same encoding as `encode` gives, in a file that ffmpeg wrote: what ours is held against."""
    subprocess.run(_command(ffmpeg, format, "mp4", str(into)), input=pcm.tobytes(), check=True, timeout=120)
    return into


def _command(ffmpeg: Path, format: AudioFormat, container: str, into: str) -> list[str]:
    source = ["-f", "s16le", "-ar", "44100", "-ac", "2", "-i", "pipe:0"]
    # Without noise that the decoder makes up: then two decoders give the same samples.
    codec = ["libopus", "-ar", "48000"] if format.codec == "opus" else ["aac", "-aac_pns", "0"]
    encoded = ["-ac", str(format.channels), "-b:a", f"{format.kbps}k", "-c:a", *codec]
    return [str(ffmpeg), "-v", "error", "-y", *source, *encoded, "-f", container, into]


def _adts_frames(data: bytes) -> list[bytes]:
    """What follows the seven bytes of each header (ISO/IEC 13818-7, 6.2)."""
    frames: list[bytes] = []
    at = 0
    while at < len(data):
        size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        frames.append(data[at + 7 : at + size])
        at += size
    return frames


def _ogg_packets(data: bytes) -> list[bytes]:
    """The packets of an Ogg stream (RFC 3533): a piece of less than 255 bytes ends one."""
    packets: list[bytes] = []
    packet = b""
    at = 0
    while at < len(data):
        count = data[at + 26]
        lacing = data[at + 27 : at + 27 + count]
        at += 27 + count
        for size in lacing:
            packet += data[at : at + size]
            at += size
            if size < 255:
                packets.append(packet)
                packet = b""
    return packets
