"""The same work by ffmpeg alone, without any of ours: what everything is compared with."""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.ladder import LADDER, VOICE, encoded, into_files
from bench.observed import Bare
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ

_QUIET = ("-v", "error", "-nostdin", "-y")
_HLS = ("-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
_CHUNK = 1 << 20

Words = tuple[str, ...]


@dataclass(frozen=True)
class BareFfmpeg:
    """An ffmpeg, used as one would by hand."""

    program: Path

    def version(self) -> str:
        """What it calls itself."""
        said = subprocess.run([self.program, "-version"], capture_output=True, text=True, check=True).stdout
        return said.split()[2]

    def encodes(self, tracks: Sequence[Path], *, at_once: int, sample_s: float) -> Bare:
        """Encode each track into every rung by one command, which decodes it once, and the sample by another.

        So many commands at once; long tracks first, so that all end together.
        """
        with _book(tracks) as (folder, book):
            each = [
                ("-i", str(track), *(word for words in into_files(f"{folder}/{number}") for word in words))
                for number, track in enumerate(_longest_first(tracks))
            ]
            return _timed(self._run, [_sample(book, sample_s, folder), *each], at_once)

    def encodes_apart(self, tracks: Sequence[Path], *, at_once: int, sample_s: float) -> Bare:
        """The same by a command for each track and rung: every track is decoded once for each rung."""
        with _book(tracks) as (folder, book):
            each = [
                ("-i", str(track), *words)
                for number, track in enumerate(_longest_first(tracks))
                for words in into_files(f"{folder}/{number}")
            ]
            return _timed(self._run, [_sample(book, sample_s, folder), *each], at_once)

    def encodes_joined(self, tracks: Sequence[Path]) -> Bare:
        """What most tools do: the book joined and encoded from end to end, one command after the other.

        One makes the M4B, and one each rung of HLS.
        """
        with _book(tracks) as (folder, book):
            rungs: list[Words] = []
            for format in LADDER:
                (folder / format.key).mkdir()
                playlist = str(folder / format.key / "index.m3u8")
                rungs.append((*book, *encoded(format), *_HLS, "-hls_flags", "single_file", playlist))
            m4b = (*book, *encoded(VOICE), "-f", "ipod", str(folder / "book.m4b"))
            return _timed(self._run, [m4b, *rungs], at_once=1)

    def decodes(self, tracks: Sequence[Path], *, at_once: int) -> Bare:
        """Decode each track and throw it away, so many at once; long ones first, so that all end together."""
        each = [("-i", str(track), "-f", "null", "-") for track in _longest_first(tracks)]
        return _timed(self._run, each, at_once)

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

    def said(self, *words: str | Path) -> bytes:
        """What ffmpeg writes to its standard output."""
        return subprocess.run([self.program, *_QUIET, *map(str, words)], check=True, capture_output=True).stdout

    def _run(self, words: Words) -> Bare:
        began = monotonic()
        process = subprocess.Popen([self.program, *_QUIET, *words])
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise _failure(" ".join(words), process.returncode)
        return Bare(
            cpu_s=used.ru_utime + used.ru_stime, wall_s=monotonic() - began, peak_rss_bytes=used.ru_maxrss * 1024
        )


@contextmanager
def _book(tracks: Sequence[Path]) -> Iterator[tuple[Path, Words]]:
    """A folder to write into, and the words that read all tracks as one."""
    with TemporaryDirectory() as name:
        listed = Path(name) / "tracks.txt"
        listed.write_text("".join(f"file '{_quoted(track)}'\n" for track in tracks))
        yield Path(name), ("-f", "concat", "-safe", "0", "-i", str(listed))


def _sample(book: Words, sample_s: float, folder: Path) -> Words:
    """A release has a sample to try it by, which is an encode of its own."""
    return (*book, "-t", f"{sample_s:.3f}", *encoded(VOICE), "-f", "ipod", str(folder / "sample.m4a"))


def _longest_first(tracks: Sequence[Path]) -> list[Path]:
    return sorted(tracks, key=lambda track: -track.stat().st_size)


def _timed(run: Callable[[Words], Bare], jobs: Iterable[Words], at_once: int) -> Bare:
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
    return str(path.resolve()).replace("'", "'\\''")


def _failure(what: str, code: int) -> DefectError:
    return DefectError(
        f"bare ffmpeg ended with {code} at `{what}`; its complaint is above, mend it before comparing with it",
        cause_code="bare-ffmpeg-failed",
    )
