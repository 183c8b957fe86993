"""Uses the system that runs, or starts one for as long as it is needed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from cli.embedded.ports import PortChoice
from cli.embedded.state import Running, running
from shelfready.errors import UnavailableError

_TETHER = Path(__file__).with_name("tether.py")
_START_S = 180.0
_STOP_S = 90.0


@dataclass(frozen=True)
class Borrowed:
    """A system to work with; `own` is its process when it was started for this."""

    system: Running
    own: "subprocess.Popen[bytes] | None" = None

    def wait(self) -> None:
        """Stay until Ctrl-C, or until the system that was started for this ends by itself."""
        if self.own is not None:
            with suppress(KeyboardInterrupt):
                self.own.wait()


@contextmanager
def borrowed(home: Path, port_choice: PortChoice) -> Iterator[Borrowed]:
    """The system of the home folder; one that had to be started is stopped afterwards."""
    already = running(home)
    if already is not None:
        yield Borrowed(_until_ready(home, None))
        return
    process = _start(home, port_choice)
    try:
        yield Borrowed(_until_ready(home, process), process)
    finally:
        _stop(process)


def _start(home: Path, port_choice: PortChoice) -> "subprocess.Popen[bytes]":
    up = (sys.executable, "-P", "-m", "cli.main", "up", "--ports", port_choice.value)
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *up],
        env={**os.environ, "SHELFREADY_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),  # standard output is for what the caller found
        start_new_session=True,
    )


def _until_ready(home: Path, process: "subprocess.Popen[bytes] | None") -> Running:
    deadline = monotonic() + _START_S
    while monotonic() < deadline:
        system = running(home)
        if system is not None and system.is_ready:
            return system
        if process is not None and process.poll() is not None:
            raise UnavailableError(
                "the embedded system did not start; what is above says why, and `shelfready doctor` looks at each part",
                cause_code="system-did-not-start",
            )
        if process is None and system is None:
            raise UnavailableError("the embedded system ended just now; start again", cause_code="system-not-running")
        sleep(0.1)
    raise UnavailableError(
        f"the embedded system was not ready after {_START_S:.0f} s; its logs are in {home / 'logs'}",
        cause_code="system-did-not-start",
    )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Let the system stop in its own order; a second Ctrl-C meanwhile makes it stop at once."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_S)
    except KeyboardInterrupt:
        process.send_signal(signal.SIGTERM)
        process.wait()
    except subprocess.TimeoutExpired:
        process.kill()  # whatever it started is tied to it
        process.wait()
