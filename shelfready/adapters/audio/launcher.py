"""Starts another program so that it cannot outlive us nor outgrow its limits; run as a script, never imported.

`python -I -S launcher.py PARENT MEMORY CPU FILE PROGRAM ARGUMENT...`: a script of its own, because what runs between
fork and exec inside a process with threads (`preexec_fn`) may deadlock.
"""

import ctypes
import os
import resource
import sys

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
# Named here: `signal` would make enums first, a third of the time that this script takes.
_SIGKILL = 9
_OPEN_FILES = 128
_CPU_GRACE_S = 5
_PARENT_IS_GONE = 125
_CANNOT_START = 126


def main() -> None:
    """Limit this process, tie its life to the parent's, and become the program."""
    parent, memory_bytes, cpu_s, file_bytes = (int(argument) for argument in sys.argv[1:5])
    # The signal comes when the thread that started us ends; that thread waits for us, so it is when the worker dies.
    if ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0) != 0:
        sys.exit(_CANNOT_START)
    if os.getppid() != parent:
        sys.exit(_PARENT_IS_GONE)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    # At the soft limit comes SIGXCPU, which tells a costly file from a process that the kernel killed.
    _lower(resource.RLIMIT_CPU, cpu_s, cpu_s + _CPU_GRACE_S)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    _lower(resource.RLIMIT_AS, memory_bytes)
    try:
        os.execv(sys.argv[5], sys.argv[5:])  # noqa: S606  (no shell: that is the point)
    except OSError as error:
        sys.stderr.write(f"cannot start {sys.argv[5]}: {error.strerror}\n")
        sys.exit(_CANNOT_START)


def _lower(limit: int, soft: int, hard: int | None = None) -> None:
    _, allowed = resource.getrlimit(limit)
    most = soft if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        soft, most = min(soft, allowed), min(most, allowed)
    resource.setrlimit(limit, (soft, most))


if __name__ == "__main__":
    main()
