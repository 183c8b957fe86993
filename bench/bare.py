"""The same work by ffmpeg alone, without any of ours: what everything is compared with."""

import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.observed import Bare
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ

_QUIET = ("-v", "error", "-nostdin", "-y")
# The format of `renditions/_listening.py`, by the encoder that Shelfready uses.
_LISTENING = ("-vn", "-ac", "1", "-ar", str(TIMELINE_RATE_HZ), "-c:a", "aac", "-b:a", "64k")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class BareFfmpeg:
    """An ffmpeg, used as one would by hand."""

    program: Path

    def version(self) -> str:
        """What it calls itself."""
        said = subprocess.run([self.program, "-version"], capture_output=True, text=True, check=True).stdout
        return said.split()[2]

    def encodes(self, tracks: Sequence[Path], *, at_once: int) -> Bare:
        """Encode each track into a file of its own, so many at once; long ones first, so that all end together."""
        longest_first = sorted(tracks, key=lambda track: -track.stat().st_size)
        with TemporaryDirectory() as folder:
            jobs = [
                ("-i", str(track), *_LISTENING, "-f", "adts", f"{folder}/{number}.aac")
                for number, track in enumerate(longest_first)
            ]
            return _timed(self._run, jobs, at_once)

    def two_encodes(self, tracks: Sequence[Path], *, at_once: int) -> Bare:
        """Encode the whole book for streaming, and once more for the M4B: what one command per output costs."""
        with TemporaryDirectory() as name:
            folder = Path(name)
            listed = folder / "tracks.txt"
            listed.write_text("".join(f"file '{_quoted(track)}'\n" for track in tracks))
            book = ("-f", "concat", "-safe", "0", "-i", str(listed), *_LISTENING)
            hls = ("-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
            (folder / "hls").mkdir()
            jobs = [
                (*book, *hls, "-hls_flags", "single_file", str(folder / "hls" / "index.m3u8")),
                (*book, "-f", "ipod", str(folder / "book.m4b")),
            ]
            return _timed(self._run, jobs, at_once)

    def decodes(self, tracks: Sequence[Path], *, at_once: int) -> Bare:
        """Decode each track and throw it away, so many at once; long ones first, so that all end together."""
        longest_first = sorted(tracks, key=lambda track: -track.stat().st_size)
        return _timed(self._run, [("-i", str(track), "-f", "null", "-") for track in longest_first], at_once)

    def decoded_samples(self, track: Path) -> int:
        """How many samples a track decodes to, at the timeline's rate."""
        raw = ("-vn", "-ac", "1", "-ar", str(TIMELINE_RATE_HZ), "-f", "s16le", "-")
        with subprocess.Popen([self.program, *_QUIET, "-i", track, *raw], stdout=subprocess.PIPE) as process:
            out = process.stdout
            size_bytes = sum(map(len, iter(lambda: out.read(_CHUNK), b""))) if out is not None else 0
        if process.returncode != 0:
            raise _failure(f"decoding {track.name}", process.returncode)
        return size_bytes // 2

    def make(self, *words: str | Path) -> None:
        """Run ffmpeg for what need not be measured."""
        self._run(tuple(map(str, words)))

    def _run(self, words: tuple[str, ...]) -> Bare:
        began = monotonic()
        process = subprocess.Popen([self.program, *_QUIET, *words])
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise _failure(" ".join(words), process.returncode)
        return Bare(
            cpu_s=used.ru_utime + used.ru_stime, wall_s=monotonic() - began, peak_rss_bytes=used.ru_maxrss * 1024
        )


def _timed(run: Callable[[tuple[str, ...]], Bare], jobs: Iterable[tuple[str, ...]], at_once: int) -> Bare:
    began = monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        try:
            done = list(threads.map(run, jobs))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)  # else Ctrl-C would encode the rest of the book first
            raise
    return Bare(
        cpu_s=sum(one.cpu_s for one in done),
        wall_s=monotonic() - began,
        peak_rss_bytes=max(one.peak_rss_bytes for one in done),
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "'\\''")


def _failure(what: str, code: int) -> DefectError:
    return DefectError(
        f"bare ffmpeg ended with {code} at `{what}`; its complaint is above, mend it before comparing with it",
        cause_code="bare-ffmpeg-failed",
    )
