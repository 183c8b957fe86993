"""What is read from /proc."""

import os
import subprocess
import sys

import pytest

from bench import processes
from bench.processes import Cpu, parse_peak, parse_stat
from shelfready.errors import DefectError

BURN = "while __import__('os').times().user < 0.2: sum(range(1000))"


def test_the_command_may_hold_spaces_and_brackets() -> None:
    """Fields are counted from the last bracket of the command's name."""
    ticks = os.sysconf("SC_CLK_TCK")
    line = f"42 (odd) name) S 1 42 42 0 -1 4194560 10 20 30 40 {3 * ticks} {ticks} {5 * ticks} {2 * ticks} 20 0 1 0"

    assert parse_stat(line) == Cpu(own_s=4.0, children_s=7.0)


def test_the_peak_is_in_bytes() -> None:
    """The kernel's kB are units of 1024 bytes."""
    assert parse_peak("Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t  100 kB\nVmRSS:\t   80 kB\n") == 102_400


def test_a_process_without_memory_has_no_peak() -> None:
    """One that has ended and is not waited for yet says nothing of its memory."""
    assert parse_peak("Name:\tx\nState:\tZ (zombie)\n") == 0


def test_a_program_that_was_started_counts_once_it_has_ended() -> None:
    """What a child used is added to its parent when the parent has waited for it."""
    before = processes.cpu(os.getpid())

    subprocess.run([sys.executable, "-c", BURN], check=True)

    # The kernel counts in hundredths, and differences of floats are a little off: half of it is proof enough.
    assert processes.cpu(os.getpid()).since(before).children_s >= 0.1


def test_a_running_child_is_listed() -> None:
    """Children are found whichever thread started them."""
    speaks = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(speaks, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()  # now it is a program of its own
        listed = list(processes.programs(os.getpid()))
        child.communicate(b"\n")

    assert child.pid in listed


def test_a_double_is_no_program() -> None:
    """A child that has not begun its program yet shares its parent's memory, which must not count as the program's."""
    hears, tells = os.pipe()
    double = os.fork()
    if double == 0:
        os.read(hears, 1)
        os._exit(0)
    listed = (list(processes.children(os.getpid())), list(processes.programs(os.getpid())))
    os.write(tells, b".")
    os.waitpid(double, 0)
    os.close(hears)
    os.close(tells)

    assert double in listed[0]
    assert double not in listed[1]


def test_the_peak_can_be_watched_anew() -> None:
    """After a reset the peak is what the process holds now, not what it once held."""
    process = os.getpid()
    ballast = b"x" * 200_000_000
    high = processes.peak_rss_bytes(process)
    del ballast

    processes.reset_peak(process)

    assert processes.peak_rss_bytes(process) < high - 100_000_000


def test_a_process_that_is_gone_is_an_error() -> None:
    """A figure without the work of a crashed worker would be too good."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass

    with pytest.raises(DefectError, match="is gone"):
        processes.cpu(ended.pid)
