"""Runs a media tool: limited, watched, and ended together with whoever wanted it."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.audio.failures import failure
from shelfready.adapters.audio.launching import Limits, as_batch, launched
from shelfready.adapters.audio.outlets import Outlets
from shelfready.errors import UnavailableError
from shelfready.ports import Watcher

_KEPT_BYTES = 64 * 1024
_KEPT_ERRORS = 20
_ERROR_CHARACTERS = 300
_TICK_S = 0.5
_MERCY_S = 3.0
_POINTER = re.compile(r" @ 0x[0-9a-f]+")


@dataclass(frozen=True)
class Complaints:
    """What a tool that finished said of errors: the first few lines, and how many there were."""

    first: tuple[str, ...] = ()
    count: int = 0


def supervise(
    command: Sequence[str],
    outlets: Outlets,
    watcher: Watcher,
    limits: Limits,
    folder: Path,
    *,
    blames_publisher: bool,
) -> Complaints:
    """Run a program to its end in a folder, feeding the outlets.

    Whatever goes wrong here or is raised by the watcher, the process and all that it started are gone afterwards.
    """
    complaints = _Stderr()
    stderr = outlets.open(complaints.feed, shows_life=False)
    process = _start(command, outlets, stderr, limits, folder)
    try:
        outlets.close_writers()
        _watch(Path(command[0]).name, outlets, watcher, limits)
        exit_code = process.wait()
    except BaseException:
        outlets.close()
        _end(process)
        raise
    if exit_code != 0:
        tool = Path(command[0]).name
        raise failure(tool, exit_code, complaints.tail, blames_publisher=blames_publisher)
    return complaints.summary()


def _start(
    command: Sequence[str], outlets: Outlets, stderr: int, limits: Limits, folder: Path
) -> subprocess.Popen[bytes]:
    try:
        with as_batch():
            return subprocess.Popen(
                [*launched(limits), *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                pass_fds=outlets.writers,
                cwd=folder,
                env={"LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)},
                start_new_session=True,
            )
    except OSError as error:
        message = f"{Path(command[0]).name} could not be started ({error.strerror}); try again when there is room"
        raise UnavailableError(message, cause_code="media-tool-not-started") from error


def _watch(tool: str, outlets: Outlets, watcher: Watcher, limits: Limits) -> None:
    """Feed the outlets until the process has closed them all; raise when it stalls or is called off."""
    checked = 0.0
    outlets.beat()
    while outlets.drain(_TICK_S):
        now = time.monotonic()
        if now - checked >= _TICK_S:
            checked = now
            watcher.check()
        if now - outlets.last_life > limits.stall_s:
            message = f"{tool} has made no progress for {limits.stall_s:.0f} s and was ended; try again"
            raise UnavailableError(message, cause_code="media-tool-stalled")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its group: politely, then not."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_MERCY_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Stderr:
    """Counts the lines of stderr and keeps the first few and the end, however much comes."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._count = 0
        self._tail = b""
        self._line = b""

    @property
    def tail(self) -> str:
        return _legible(self._tail)

    def feed(self, data: bytes) -> None:
        self._tail = (self._tail + data)[-_KEPT_BYTES:]
        *lines, rest = (self._line + data).split(b"\n")
        self._line = rest[:_KEPT_BYTES]
        for line in lines:
            self._note(line)

    def summary(self) -> Complaints:
        self._note(self._line)
        self._line = b""
        return Complaints(tuple(self._first), self._count)

    def _note(self, line: bytes) -> None:
        if not line.strip():
            return
        self._count += 1
        if len(self._first) < _KEPT_ERRORS:
            self._first.append(_legible(line).strip()[:_ERROR_CHARACTERS])


def _legible(raw: bytes) -> str:
    """Text without control characters, and without the addresses that differ from run to run."""
    text = _POINTER.sub("", raw.decode("utf-8", "replace"))
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)
