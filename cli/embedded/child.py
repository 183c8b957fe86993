"""One process of the embedded system: started tied to this one, stopped gently, then firmly."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

_TETHER = Path(__file__).with_name("tether.py")
_LOG_BYTES = 8 * 1024**2
_TAIL_BYTES = 16 * 1024


class Child:
    """A running process. It leads a session of its own, so that Ctrl-C in the terminal reaches only its starter."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> "Child":
        """Start a program whose output goes to the end of a log file.

        Must be called on the main thread: the kernel ties a child to the thread that started it.
        """
        _rotate(log)
        with log.open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=file,
                stderr=asyncio.subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,
            )
        return cls(process)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it runs; minus a signal's number when that ended it."""
        return self._process.returncode

    async def ended(self) -> int:
        """Wait for the end; answers the exit code."""
        return await self._process.wait()

    async def stop(self, grace_s: float) -> None:
        """Ask it to end, wait for at most `grace_s`, then end it and whatever of its group is left."""
        if self.exit_code is None:
            self._send(signal.SIGTERM)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.ended(), grace_s)
        self.kill()
        await self.ended()

    def kill(self) -> None:
        """End its whole process group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


def tail(log: Path, lines: int = 15) -> list[str]:
    """The last lines of a log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    return text.splitlines()[-lines:]


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
