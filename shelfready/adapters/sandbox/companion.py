"""A confined child that stays: it answers request after request, for programs that take long to start.

`answering.answer_each` is its side. What one request leaves behind the next one meets, so that its folder is swept and
its life is bounded by whoever owns it.
"""

import json
import os
import resource
import selectors
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from weakref import finalize

from shelfready.adapters.sandbox.running import Ended, Ending, Limits, ending_of, start

_CHUNK = 1 << 16
_TICK_S = 0.5
_COMPLAINT_BYTES = 4096
_NEWLINE = b"\n"
_HAS_ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT


@dataclass(frozen=True)
class Answered:
    """The line that answers a request, and the end of what the child said on its error output meanwhile."""

    line: bytes
    complaint: str


class Companion:
    """A program (or `-m` and a Python module) that is started at once and ends with `close`, or with this process.

    `limits` hold for each request: `cpu_s` and `wall_s` begin anew with every one. It may take no more than
    `lifetime_cpu_s` of processor time in all. One thread at a time may ask.
    """

    def __init__(self, command: Sequence[str], limits: Limits, *, folder: Path, lifetime_cpu_s: int) -> None:
        self._limits = limits
        # The kernel ends a child with the thread that started it, and threads of a pool come and go: this one stays.
        self._parent = ThreadPoolExecutor(1, thread_name_prefix="companion")
        self._child = self._parent.submit(start, command, limits, folder=folder, lifetime_cpu_s=lifetime_cpu_s).result()
        for pipe in (self._child.stdout, self._child.stderr):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr] # is a pipe
        self._ends = finalize(self, _end, self._child, self._parent)

    def close(self) -> None:
        """End it, with all that it started; once is enough, twice does no harm."""
        self._ends()

    @property
    def is_alive(self) -> bool:
        """Whether it has neither ended by itself nor been closed."""
        # It is not reaped here: see `_end`.
        return self._ends.alive and os.waitid(os.P_PID, self._child.pid, _HAS_ENDED) is None

    @property
    def resident_bytes(self) -> int:
        """How much memory it fills."""
        with suppress(OSError):
            return int(Path(f"/proc/{self._child.pid}/statm").read_text().split()[1]) * resource.getpagesize()
        return 0

    def ask(self, request: Mapping[str, str | float], *, check: Callable[[], None] | None = None) -> Answered | Ended:
        """Its answer to a request, or how it ended instead: after that, it is closed.

        `check` is called twice a second; when it raises, the child is killed before the error goes on.
        """
        answer: Answered | Ended | None = None
        try:
            self._renew_processor_time()
            with suppress(BrokenPipeError):
                self._write(json.dumps(request).encode() + _NEWLINE)
            answer = self._listen(check)
        finally:
            if not isinstance(answer, Answered):
                self.close()
        return answer

    def _renew_processor_time(self) -> None:
        with suppress(OSError):
            seconds = self._limits.cpu_s + _cpu_s(self._child.pid)
            _, highest = resource.prlimit(self._child.pid, resource.RLIMIT_CPU)
            soft = seconds if highest == resource.RLIM_INFINITY else min(seconds, highest)
            resource.prlimit(self._child.pid, resource.RLIMIT_CPU, (soft, highest))

    def _write(self, data: bytes) -> None:
        self._child.stdin.write(data)  # type: ignore[union-attr] # is a pipe
        self._child.stdin.flush()  # type: ignore[union-attr] # is a pipe

    def _listen(self, check: Callable[[], None] | None) -> Answered | Ended:
        said, complaint = bytearray(), bytearray()
        deadline = monotonic() + self._limits.wall_s
        ends = os.pidfd_open(self._child.pid)
        try:
            with selectors.DefaultSelector() as ears:
                ears.register(ends, selectors.EVENT_READ)
                ears.register(self._child.stdout, selectors.EVENT_READ, said)  # type: ignore[arg-type] # is a pipe
                ears.register(self._child.stderr, selectors.EVENT_READ, complaint)  # type: ignore[arg-type] # is a pipe
                while True:
                    ready = ears.select(_TICK_S)
                    heard = [key for key, _ in ready if key.data is not None]
                    for key in heard:
                        if not _drain(key.fd, key.data):
                            ears.unregister(key.fileobj)
                    if said.endswith(_NEWLINE):
                        # What it complained of came before its answer.
                        _drain(self._child.stderr.fileno(), complaint)  # type: ignore[union-attr] # is a pipe
                        return Answered(bytes(said), _text(complaint))
                    del complaint[:-_COMPLAINT_BYTES]
                    if len(said) > self._limits.answer_bytes:
                        return Ended(Ending.TOO_TALKATIVE, b"", _text(complaint))
                    if ready and not heard:
                        return Ended(ending_of(_kill(self._child)), bytes(said), _text(complaint))
                    if check is not None:
                        check()
                    if monotonic() > deadline:
                        return Ended(Ending.OUT_OF_TIME, b"", _text(complaint))
        finally:
            os.close(ends)


def _drain(pipe: int, into: bytearray) -> bool:
    try:
        data = os.read(pipe, _CHUNK)
    except BlockingIOError:
        return True
    into += data
    return bool(data)


def _text(complaint: bytearray) -> str:
    return complaint[-_COMPLAINT_BYTES:].decode("utf-8", "replace").strip()


def _cpu_s(number: int) -> int:
    # The name may hold spaces and brackets; user and system time are the 12th and 13th field behind it (proc(5)).
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return -(-(int(fields[11]) + int(fields[12])) // os.sysconf("SC_CLK_TCK"))


def _end(child: "subprocess.Popen[bytes]", parent: ThreadPoolExecutor) -> None:
    _kill(child)
    for pipe in (child.stdin, child.stdout, child.stderr):
        with suppress(BrokenPipeError):
            pipe.close()  # type: ignore[union-attr] # is a pipe
    parent.shutdown(wait=False)


def _kill(child: "subprocess.Popen[bytes]") -> int:
    # With all it started, before it is reaped: until then the number of the group cannot be another's.
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return child.wait()
