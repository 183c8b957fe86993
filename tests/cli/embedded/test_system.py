"""The whole embedded system, started as people start it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.embedded import state
from cli.embedded.state import Running
from cli.exits import Exit
from tests.cli.embedded.test_child import is_alive, until
from tests.cli.test_main import run

pytestmark = pytest.mark.server


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder with a short path."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="shelf", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def up(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A system that is ready, on ports of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHELFREADY_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "up", "--ports", "auto"],
        env={**environment, "SHELFREADY_HOME": str(home)},
        stdout=(home / "up.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: process.poll() is not None or system_of(home).is_ready, "the system is ready")
        assert process.poll() is None, (home / "up.log").read_text()
        yield process
    finally:
        process.kill()
        process.wait()


def system_of(home: Path) -> Running:
    """What runs from the home."""
    found = state.running(home)
    return found or Running.model_validate(
        {"pid": 0, "started_at": 0, "api_url": "", "temporal_address": "", "ports": {}, "parts": {}}
    )


def test_every_part_is_well_and_stops_when_asked(home: Path, up: "subprocess.Popen[bytes]") -> None:
    """The doctor finds nothing to mend, the commands find the system, and nothing is left after the end."""
    parts = system_of(home).parts
    assert set(parts) == {"temporal", "api", "worker-onboarding", "worker-network", "worker-processor"}

    doctor = run("doctor", "--json", home=home)
    assert [one for one in json.loads(doctor.stdout) if one["health"] == "fail"] == []
    assert doctor.returncode == Exit.OK
    status = run("status", "--json", home=home)
    assert json.loads(status.stdout)["system"]["pid"] == up.pid
    assert run("up", home=home).returncode == Exit.OK

    up.send_signal(signal.SIGTERM)

    assert up.wait() == Exit.OK
    assert [name for name, pid in parts.items() if is_alive(pid)] == []
    assert state.running(home) is None


def test_a_killed_system_leaves_no_orphan(home: Path, up: "subprocess.Popen[bytes]") -> None:
    """Not even SIGKILL leaves a part running, and the home can be used again."""
    parts = system_of(home).parts
    assert all(is_alive(pid) for pid in parts.values())

    up.kill()
    up.wait()

    until(lambda: not any(is_alive(pid) for pid in parts.values()), "every part is gone")
    assert state.running(home) is None


_BORROW = """
import sys, time
from pathlib import Path
from cli.embedded.borrowed import borrowed
from cli.embedded.ports import PortChoice
with borrowed(Path(sys.argv[1]), PortChoice.AUTO) as use:
    print(use.own is not None, flush=True)
    sys.stdin.readline()
"""


def borrow(home: Path) -> "subprocess.Popen[str]":
    """A process that uses the system of a home until it is told to go on, and then says whether it had to start it."""
    words = [sys.executable, "-c", _BORROW, str(home)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def test_a_system_is_borrowed_or_started_for_a_while(home: Path) -> None:
    """Who starts one stops it; who finds one leaves it; and who is killed leaves nothing of what it started."""
    starter = borrow(home)
    assert starter.stdout is not None
    assert starter.stdout.readline() == "True\n"
    parts = system_of(home).parts

    guest = borrow(home)
    assert guest.communicate("\n")[0] == "False\n"
    assert all(is_alive(pid) for pid in parts.values())
    starter.communicate("\n")

    assert starter.returncode == Exit.OK
    assert not any(is_alive(pid) for pid in parts.values())

    starter = borrow(home)
    assert starter.stdout is not None
    assert starter.stdout.readline() == "True\n"
    left = system_of(home)
    starter.kill()
    starter.communicate()
    until(lambda: not any(is_alive(pid) for pid in (left.pid, *left.parts.values())), "nothing is left")


def test_a_killed_part_is_replaced(home: Path, up: "subprocess.Popen[bytes]") -> None:
    """The system goes on, and says what happened."""
    before = system_of(home).parts["worker-network"]

    os.kill(before, signal.SIGKILL)

    until(lambda: system_of(home).parts["worker-network"] != before, "there is another")
    assert up.poll() is None
    assert "worker-network was ended by signal 9; starting it again" in (home / "up.log").read_text()
