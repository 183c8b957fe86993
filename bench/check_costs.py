"""Tracks measured as `check` and the workers do it, and the same tracks decoded by bare ffmpeg, so many at once."""

import gc
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.bare import BareFfmpeg
from bench.books.narration import CHECKOUT, SAMPLE
from bench.observed import CheckCost
from shelfready.adapters.audio import open_audio
from shelfready.adapters.audio.toolchain import Toolchain
from shelfready.ports import AudioReader

_POEMS = CHECKOUT.parent / "shared" / "data" / "audio" / "librivox_dickinson_selected_poems"
_MEMORY_BYTES = 2 << 30
_ROUNDS = 3


def check_costs(tools: Toolchain, single: Path, *, at_once: int) -> tuple[CheckCost, ...]:
    """What a real book of short tracks costs, and a whole book in one file."""
    ffmpeg = BareFfmpeg(tools.ffmpeg)
    poems = sorted(_POEMS.glob("*.mp3"))
    book = ("a LibriVox book", poems) if poems else ("the sample audiobook", sorted(SAMPLE.glob("*.mp3")))
    return tuple(_cost(ffmpeg, name, tracks, at_once) for name, tracks in (book, ("one long file", [single])))


def _cost(ffmpeg: BareFfmpeg, name: str, tracks: Sequence[Path], at_once: int) -> CheckCost:
    """In turns, so that what else this machine does falls on both; the best of each counts."""
    rounds = [
        (_used(lambda: ffmpeg.decodes(tracks, at_once=at_once)), _used(lambda: _measure(tracks, at_once)))
        for _ in range(_ROUNDS)
    ]
    bare, measured = zip(*rounds, strict=True)
    return CheckCost(
        name=name,
        files=len(tracks),
        at_once=at_once,
        bare_cpu_s=min(cpu_s for cpu_s, _ in bare),
        bare_wall_s=min(wall_s for _, wall_s in bare),
        cpu_s=min(cpu_s for cpu_s, _ in measured),
        wall_s=min(wall_s for _, wall_s in measured),
    )


def _measure(tracks: Sequence[Path], at_once: int) -> None:
    """Open everything anew, as for a `check`, and close it: then all that it started has ended, and is counted."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _measure_all(open_audio(ffmpeg=None, ffprobe=None, scratch=folder, memory_bytes=_MEMORY_BYTES), tracks, at_once)
    gc.collect()


def _measure_all(audio: AudioReader, tracks: Sequence[Path], at_once: int) -> None:
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(lambda track: audio.measure(track, "mp3", _Patient()), tracks))


def _used(work: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds of this process and of those it started, and seconds on the wall."""
    began, before = monotonic(), _cpu_s()
    work()
    return _cpu_s() - before, monotonic() - began


def _cpu_s() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


class _Patient:
    """Waits for ever."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Shown to nobody."""

    def moved(self) -> None:
        """Shown to nobody."""

    def check(self) -> None:
        """Never stops."""
