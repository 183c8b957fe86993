"""Becomes another program that the kernel ends as soon as the process that started it is gone.

Run as a script, with the starter's process id and the program's command line as arguments. Whatever happens to the
starter, SIGKILL included, nothing is left running. A script of its own, because code between fork and exec in a process
with threads may hang.
"""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def become(starter: int, command: list[str]) -> None:
    """Replace this process by the command, tied to the starter's life."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only Linux has prctl

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != starter:
        sys.exit(f"process {starter} ended before its child {command[0]} began")
    os.execvp(command[0], command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
