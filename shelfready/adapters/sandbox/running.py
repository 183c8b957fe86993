"""Runs a confined child process and says how it ended."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from time import monotonic

import shelfready

_CONFINE = Path(__file__).with_name("confine.py")
_ROOT = Path(shelfready.__file__).parent.parent
_CHUNK = 1 << 16
# Enough of what a program complained of to see why it ended.
_COMPLAINT_BYTES = 4096
_TICK_S = 0.5


@dataclass(frozen=True)
class Limits:
    """What a child may use. `memory_bytes` is address space, of which a Java machine reserves far more than it fills.

    `answer_bytes` is how much it may say on its standard output, `file_bytes` how large a file it may write.
    """

    memory_bytes: int
    cpu_s: int
    wall_s: float
    file_bytes: int = 0
    open_files: int = 64
    answer_bytes: int = 16 << 20


class Ending(Enum):
    """How a child ended; out of CPU is told from crashed, because only the one may be the file's size."""

    DONE = auto()
    FAILED = auto()
    OUT_OF_CPU = auto()
    OUT_OF_TIME = auto()
    TOO_TALKATIVE = auto()
    CRASHED = auto()
    KILLED = auto()


@dataclass(frozen=True)
class Ended:
    """A child that is no more: its output and the end of what it said on its error output."""

    ending: Ending
    output: bytes
    complaint: str


def run(
    command: Sequence[str],
    limits: Limits,
    *,
    folder: Path,
    request: bytes = b"",
    environment: Mapping[str, str] | None = None,
    check: Callable[[], None] | None = None,
) -> Ended:
    """Run a program (or `-m` and a Python module) in a process group of its own, in `folder`, until it or a limit ends.

    `request`, at most 64 KiB, is its standard input. `check` is called twice a second; when it raises, the child is
    killed before the error goes on. Nothing of our environment is passed but what `environment` names.
    """
    with start(command, limits, folder=folder, environment=environment) as child:
        try:
            stopped, output, complaint = _follow(child, request, limits, check)
        finally:
            # With all it started, and before it is reaped: until then the number of the group cannot be another's.
            os.killpg(child.pid, signal.SIGKILL)
        return Ended(stopped or ending_of(child.wait()), output, complaint)


def start(
    command: Sequence[str],
    limits: Limits,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    lifetime_cpu_s: int | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a confined program, which dies with the thread that started it.

    `lifetime_cpu_s` is how far the limit of processor time may be raised while it runs; not at all if None.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-s", str(_CONFINE), _orders(limits, lifetime_cpu_s or limits.cpu_s), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=_environment(folder, environment or {}),
        start_new_session=True,
    )


def ending_of(status: int) -> Ending:
    """How a child ended that has the status of `Popen.wait`."""
    if status == 0:
        return Ending.DONE
    if status == -signal.SIGXCPU:
        return Ending.OUT_OF_CPU
    if status == -signal.SIGKILL:
        return Ending.KILLED
    return Ending.FAILED if status > 0 else Ending.CRASHED


def _orders(limits: Limits, lifetime_cpu_s: int) -> str:
    return json.dumps(
        {
            "parent": os.getpid(),
            "limits": {
                "RLIMIT_AS": (limits.memory_bytes, limits.memory_bytes),
                # SIGXCPU at the first, which says why it ended; SIGKILL at the second, which does not.
                "RLIMIT_CPU": (limits.cpu_s, lifetime_cpu_s + 2),
                "RLIMIT_FSIZE": (limits.file_bytes, limits.file_bytes),
                "RLIMIT_NOFILE": (limits.open_files, limits.open_files),
            },
        }
    )


def _environment(folder: Path, own: Mapping[str, str]) -> dict[str, str]:
    # So that the child finds this very library, installed or not; and writes its scratch files where we sweep.
    return {
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder),
        "HOME": str(folder),
        **own,
    }


def _follow(
    child: "subprocess.Popen[bytes]", request: bytes, limits: Limits, check: Callable[[], None] | None
) -> tuple[Ending | None, bytes, str]:
    # Why it must be stopped, None if it ended by itself; and what it said.
    said = _Said()
    deadline = monotonic() + limits.wall_s
    with _open_pidfd(child.pid) as ends, selectors.DefaultSelector() as ears:
        ears.register(ends, selectors.EVENT_READ)
        ears.register(child.stdout, selectors.EVENT_READ, said.output)  # type: ignore[arg-type] # is a pipe
        ears.register(child.stderr, selectors.EVENT_READ, said.complaint)  # type: ignore[arg-type] # is a pipe
        with suppress(BrokenPipeError), child.stdin:  # type: ignore[union-attr] # is a pipe
            child.stdin.write(request)  # type: ignore[union-attr]
        while True:
            ready = ears.select(_TICK_S)
            heard = [key for key, _ in ready if key.data is not None]
            for key in heard:
                if not _drain(key.fd, key.data):
                    ears.unregister(key.fileobj)
            said.forget_old_complaints()
            if len(said.output) > limits.answer_bytes:
                return Ending.TOO_TALKATIVE, b"", said.text
            if ready and not heard:
                # It has ended, and said all: what it started may hold the pipes open, and is not waited for.
                return None, bytes(said.output), said.text
            if check is not None:
                check()
            if monotonic() > deadline:
                return Ending.OUT_OF_TIME, b"", said.text


@dataclass(frozen=True)
class _Said:
    output: bytearray = field(default_factory=bytearray)
    complaint: bytearray = field(default_factory=bytearray)

    def forget_old_complaints(self) -> None:
        del self.complaint[:-_COMPLAINT_BYTES]

    @property
    def text(self) -> str:
        return self.complaint.decode("utf-8", "replace").strip()


@contextmanager
def _open_pidfd(number: int) -> Iterator[int]:
    # Readable as soon as the process has ended, without reaping it.
    ends = os.pidfd_open(number)
    try:
        yield ends
    finally:
        os.close(ends)


def _drain(pipe: int, into: bytearray) -> bool:
    data = os.read(pipe, _CHUNK)
    into += data
    return bool(data)
