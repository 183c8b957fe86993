"""Reads from /proc what processes have used (see proc(5))."""

import os
from collections.abc import Iterator
from pathlib import Path

from shelfready.errors import DefectError
from shelfready.values import Value

PROC = Path("/proc")

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_UTIME = 11  # fields after the command: utime, stime, cutime, cstime are numbers 14 to 17 of the line
_PEAK = "VmHWM:"
_RESET_PEAK = "5"


class Cpu(Value):
    """Processor seconds of a process itself, and of the programs that it started and that have ended."""

    own_s: float = 0.0
    children_s: float = 0.0

    @property
    def total_s(self) -> float:
        """Both together."""
        return self.own_s + self.children_s

    def since(self, earlier: "Cpu") -> "Cpu":
        """What was used between an earlier reading and this one."""
        return Cpu(own_s=self.own_s - earlier.own_s, children_s=self.children_s - earlier.children_s)


def cpu(pid: int) -> Cpu:
    """What a process has used so far."""
    return parse_stat(_read(pid, "stat"))


def peak_rss_bytes(pid: int) -> int:
    """The most memory that a process held at once, since it began or since `reset_peak`."""
    return parse_peak(_read(pid, "status"))


def reset_peak(pid: int) -> None:
    """Begin to watch for the most memory anew."""
    (PROC / str(pid) / "clear_refs").write_text(_RESET_PEAK)


def programs(pid: int) -> Iterator[int]:
    """The programs that a process has started and that still run.

    Between fork and exec a child is its parent's double and shares its memory: it is no program of its own yet.
    """
    own = _command(pid)
    yield from (child for child in children(pid) if _command(child) not in (own, b""))


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started and that still run."""
    for task in (PROC / str(pid) / "task").iterdir():
        try:
            yield from map(int, (task / "children").read_text().split())
        except OSError:
            continue  # a thread that ended meanwhile


def parse_stat(line: str) -> Cpu:
    """Reads the line of /proc/<pid>/stat; the command in it may hold spaces and brackets of its own."""
    fields = line.rpartition(")")[2].split()
    utime, stime, cutime, cstime = (int(field) / _TICKS_PER_S for field in fields[_UTIME : _UTIME + 4])
    return Cpu(own_s=utime + stime, children_s=cutime + cstime)


def parse_peak(status: str) -> int:
    """Reads the peak from /proc/<pid>/status; 0 for a process that has no memory any more."""
    found = (line.split() for line in status.splitlines() if line.startswith(_PEAK))
    return next((int(words[1]) * 1024 for words in found), 0)


def _command(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""  # it has ended


def _read(pid: int, name: str) -> str:
    try:
        return (PROC / str(pid) / name).read_text()
    except OSError as error:
        raise DefectError(
            f"process {pid}, which was measured, is gone ({error.strerror}): what it used is lost; see its log and run "
            "the bench again",
            cause_code="measured-process-gone",
        ) from error
