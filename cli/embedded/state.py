"""What is running from a home folder: written by the system that holds its lock, read by every other command."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from pydantic import ValidationError

from shelfready.errors import ConflictError
from shelfready.values import Value

_LOCK, _STATE = "up.lock", "up.json"
_LOOK_S = 1.0
"""How long a starting system waits for the lock: whoever only looks holds it for a moment."""


class Running(Value):
    """A system that runs from a home folder: where its parts answer, and the process of each."""

    pid: int
    started_at: datetime
    is_ready: bool = False
    api_url: str
    temporal_address: str
    temporal_ui_url: str | None = None
    ports: dict[str, int]
    parts: dict[str, int]

    def lines(self) -> list[str]:
        """The addresses, for people."""
        shown = [("API", self.api_url), ("Temporal UI", self.temporal_ui_url), ("Temporal", self.temporal_address)]
        return [f"  {name:<12} {address}" for name, address in shown if address]


class AlreadyRunningError(ConflictError):
    """Another system runs from this home folder."""

    cause_code = "system-already-running"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Keep the home folder for this process alone. The kernel gives it back when the process ends, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(descriptor):
            raise AlreadyRunningError(f"another process holds {home / _LOCK}")
        (home / _STATE).unlink(missing_ok=True)
        try:
            yield
        finally:
            (home / _STATE).unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def write(home: Path, system: Running) -> None:
    """Say what is running; readers see the old state or the new one, never half of it."""
    draft = home / f"{_STATE}.tmp"
    draft.write_bytes(system.to_json())
    draft.replace(home / _STATE)


def running(home: Path) -> Running | None:
    """What runs from the home folder, None if nothing does; a state left behind by a killed system does not count."""
    try:
        descriptor = os.open(home / _LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(home / _STATE)
    finally:
        os.close(descriptor)
    return None


def _read(path: Path) -> Running | None:
    try:
        return Running.from_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _lock(descriptor: int) -> bool:
    deadline = monotonic() + _LOOK_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > deadline:
                return False
            sleep(0.02)
        else:
            return True
