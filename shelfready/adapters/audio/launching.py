"""Words put before a command, so that what it starts is limited, dies with us and costs little.

Between fork and exec inside a process with threads nothing may safely run, so that something else must set the limits
and become the program. Where util-linux is installed, as on every Debian, two of its small programs do: a millisecond
and a half, where a Python started for it (`launcher.py`, everywhere else) takes ten.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LAUNCHER = Path(__file__).with_name("launcher.py")
_OPEN_FILES = 128
_CPU_GRACE_S = 5


@dataclass(frozen=True)
class Limits:
    """What one process may use; `stall_s` is how long it may show no progress at all."""

    memory_bytes: int
    cpu_s: int = 24 * 3600
    file_bytes: int = 16 * 1024**3
    stall_s: float = 120.0


def launched(limits: Limits) -> tuple[str, ...]:
    """What stands before a program and its arguments, so that it keeps to the limits."""
    return (*_tied(), *_limited(limits)) if _has_util_linux() else launched_by_python(limits)


def launched_by_python(limits: Limits) -> tuple[str, ...]:
    """The same without util-linux."""
    sizes = (os.getpid(), limits.memory_bytes, limits.cpu_s, limits.file_bytes)
    return (sys.executable, "-I", "-S", str(_LAUNCHER), *map(str, sizes))


@contextmanager
def as_batch() -> Iterator[None]:
    """Whatever this thread starts meanwhile is scheduled as a batch.

    ffmpeg hands each packet from thread to thread. As a batch, a thread that is woken does not interrupt the one that
    woke it: a quarter of the switches, and two thirds of the processor time.
    """
    if os.sched_getscheduler(0) != os.SCHED_OTHER:
        yield  # an administrator's choice
        return
    _schedule(os.SCHED_BATCH)
    try:
        yield
    finally:
        _schedule(os.SCHED_OTHER)


def _schedule(policy: int) -> None:
    with suppress(OSError):  # it is only cheaper; some sandboxes forbid it
        os.sched_setscheduler(0, policy, os.sched_param(0))


def _tied() -> tuple[str, ...]:
    # The signal comes when the thread that started the program ends; that thread waits for it, so it is when the worker
    # dies. A worker that dies before this line is reached, within a millisecond, leaves a program that runs to its end.
    return (_found("setpriv"), "--no-new-privs", "--pdeathsig", "KILL")


def _limited(limits: Limits) -> tuple[str, ...]:
    amounts = {
        # At the soft limit comes SIGXCPU, which tells a costly file from a process that the kernel killed.
        "cpu": _allowed(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + _CPU_GRACE_S),
        "fsize": _allowed(resource.RLIMIT_FSIZE, limits.file_bytes),
        "nofile": _allowed(resource.RLIMIT_NOFILE, _OPEN_FILES),
        "core": _allowed(resource.RLIMIT_CORE, 0),
        "as": _allowed(resource.RLIMIT_AS, limits.memory_bytes),
    }
    return (_found("prlimit"), *(f"--{name}={amount}" for name, amount in amounts.items()))


def _allowed(limit: int, soft: int, hard: int | None = None) -> str:
    """A limit as `prlimit` takes it; an administrator's own may be lower."""
    _, highest = resource.getrlimit(limit)
    amounts = (soft, soft if hard is None else hard)
    if highest != resource.RLIM_INFINITY:
        amounts = (min(amounts[0], highest), min(amounts[1], highest))
    return f"{amounts[0]}:{amounts[1]}"


@cache
def _found(program: str) -> str:
    return shutil.which(program) or program


@cache
def _has_util_linux() -> bool:
    """Whether the programs are there and this kernel lets them work; it is tried once."""
    command = [*_tied(), *_limited(Limits(memory_bytes=1 << 30, cpu_s=10)), sys.executable, "-I", "-S", "-c", ""]
    try:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
