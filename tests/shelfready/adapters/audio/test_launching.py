"""Whatever starts a program, it runs within the same limits."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

from shelfready.adapters.audio.launching import Limits, as_batch, launched, launched_by_python

LIMITS = Limits(memory_bytes=600 * 1024**2, cpu_s=77, file_bytes=12_345_678)
_SAYS = """
import os, resource
kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)
print([resource.getrlimit(kind) for kind in kinds], os.sched_getscheduler(0), os.getpid())
"""

Launch = Callable[[Limits], tuple[str, ...]]
both = pytest.mark.parametrize("launch", [launched, launched_by_python])


def _started(launch: Launch, limits: Limits, *command: str) -> "subprocess.Popen[str]":
    words = [*launch(limits), *command]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@both
def test_the_limits_are_set(launch: Launch) -> None:
    """Memory, processor time, files and core dumps are limited, and the program runs as a batch in the same process."""
    memory, cpu, size, files, core = (600 * 1024**2,) * 2, (77, 82), (12_345_678,) * 2, (128, 128), (0, 0)

    with as_batch(), _started(launch, LIMITS, sys.executable, "-c", _SAYS) as process:
        said, _ = process.communicate()

    assert said.split() == f"{[memory, cpu, size, files, core]} {os.SCHED_BATCH} {process.pid}".split()


@both
def test_a_lower_limit_stays(launch: Launch) -> None:
    """What an administrator allows is never exceeded, nor is it an error."""
    asks = f"import resource, subprocess, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); {_ASKS}"
    command = [sys.executable, "-c", asks.format(name=launch.__name__)]

    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "(64, 64)" in said


_ASKS = """
from shelfready.adapters.audio.launching import Limits, {name}
says = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))"
subprocess.run([*{name}(Limits(1 << 30)), sys.executable, "-c", says], check=True)
"""


@both
@pytest.mark.parametrize(("program", "codes"), [("/nowhere/ffmpeg", {126, 127}), (__file__, {126})])
def test_what_cannot_be_started_is_told_by_its_code(launch: Launch, program: str, codes: set[int]) -> None:
    """A program that is missing or none ends with a code that no media tool ends with."""
    with _started(launch, LIMITS, program) as process:
        process.communicate()

    assert process.returncode in codes


def test_our_own_limits_are_left_alone() -> None:
    """Only what is started is limited."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    launched(LIMITS)

    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def test_we_are_no_batch_ourselves() -> None:
    """The thread that starts a batch is scheduled as before, also when starting it fails."""
    before = os.sched_getscheduler(0)

    with pytest.raises(OSError, match="nowhere"), as_batch():
        subprocess.Popen(["/nowhere"])

    assert os.sched_getscheduler(0) == before == os.SCHED_OTHER
