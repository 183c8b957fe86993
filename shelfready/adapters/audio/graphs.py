"""Runs an ffmpeg-python graph under supervision and reports its progress."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ffmpeg

from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.supervising import Complaints, supervise
from shelfready.adapters.audio.toolchain import Toolchain
from shelfready.errors import UnavailableError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import Watcher

BITEXACT: dict[str, str | int] = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata": -1}
"""Options of an output whose bytes depend on nothing but its input: no dates, no versions, no borrowed tags."""

_LONGEST_LINE = 4096


class Workshop:
    """The tools, what they may use, and where they work."""

    def __init__(self, tools: Toolchain, scratch: Path, limits: Limits) -> None:
        self.tools = tools
        self.limits = limits
        self._scratch = scratch

    def folder(self) -> AbstractContextManager[str]:
        """A fresh private folder that is gone afterwards."""
        try:
            self._scratch.mkdir(parents=True, exist_ok=True)
            return TemporaryDirectory(prefix="audio-", dir=self._scratch)
        except OSError as error:
            message = f"no folder could be made for work in progress ({error.strerror}); make room"
            raise UnavailableError(message, cause_code="no-scratch") from error

    def run(
        self,
        graph: Any,
        watcher: Watcher,
        folder: Path,
        *,
        samples: int | None,
        outlets: Outlets | None = None,
        limits: Limits | None = None,
        blames_publisher: bool = False,
        more: Sequence[str] = (),
    ) -> Complaints:
        """Run a graph to its end; `samples` of output, at the timeline's rate, are the whole of it.

        `more` are further words for ffmpeg, of what ffmpeg-python has no nodes for.
        """
        with outlets or Outlets() as pipes:
            progress = _Progress(watcher, samples, pipes.beat)
            words = {
                "v": "error",
                "nostdin": None,
                "hide_banner": None,
                "nostats": None,
                "filter_threads": 1,
                "progress": pipes.add(progress.feed, shows_life=False),
            }
            options = [part for key, value in words.items() for part in _option(key, value)]
            _, *arguments = ffmpeg.compile(graph, cmd=str(self.tools.ffmpeg))
            command = [str(self.tools.ffmpeg), *options, *arguments, *more]
            chosen = limits or self.limits
            return supervise(command, pipes, watcher, chosen, folder, blames_publisher=blames_publisher)


def _option(key: str, value: str | int | None) -> tuple[str, ...]:
    return (f"-{key}",) if value is None else (f"-{key}", str(value))


class _Progress:
    """Reads `-progress` and tells the watcher of every real advance."""

    def __init__(self, watcher: Watcher, samples: int | None, beat: Callable[[], None]) -> None:
        self._watcher = watcher
        self._whole_us = samples * 1_000_000 / TIMELINE_RATE_HZ if samples else None
        self._beat = beat
        self._line = b""
        self._done_us = 0
        self._share = 0.0
        self._speed: float | None = None

    def feed(self, data: bytes) -> None:
        *lines, rest = (self._line + data).split(b"\n")
        self._line = rest[-_LONGEST_LINE:]
        for line in lines:
            key, _, value = line.decode("ascii", "replace").partition("=")
            self._read(key.strip(), value.strip())

    def _read(self, key: str, value: str) -> None:
        if key == "speed":
            self._speed = _number(value.removesuffix("x"))
        if key != "out_time_us":
            return
        reached = _number(value)
        if reached is None or reached <= self._done_us:
            return
        self._done_us = int(reached)
        self._beat()
        # A header may state no length, or one that is soon passed: the work goes on all the same.
        share = min(reached / self._whole_us, 1.0) if self._whole_us else 0.0
        if share > self._share:
            self._share = share
            self._watcher.progress(share, speed=self._speed)
        else:
            self._watcher.moved()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
