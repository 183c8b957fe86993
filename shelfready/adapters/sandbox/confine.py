"""Confines its own process, then becomes the program it was told to run. Run as a script, by `running.py` only.

It is a program of its own because nothing else may safely run between fork and exec of a process with threads. It
imports the standard library only, so that the limits stand before anything else is loaded.
"""

import ctypes
import json
import os
import resource
import runpy
import signal
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


def main() -> None:
    """Confine this process as the first argument says; run the rest, a program or `-m` and a module."""
    orders = json.loads(sys.argv[1])
    kernel = ctypes.CDLL(None, use_errno=True)
    # An empty network, where the kernel grants it: to root, or in a user namespace. Nothing we run opens a socket of
    # itself, so that a kernel that refuses takes away the second lock, not the door.
    if kernel.unshare(_CLONE_NEWNET) != 0:
        kernel.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # After unshare, which forgets it. A parent that died before this line leaves us with another parent.
    kernel.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != orders["parent"]:
        sys.exit("the parent is gone")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, amounts in orders["limits"].items():
        kind = getattr(resource, name)
        _, highest = resource.getrlimit(kind)
        if highest != resource.RLIM_INFINITY:
            # An administrator's own limit may be lower.
            amounts = [min(amount, highest) for amount in amounts]  # noqa: PLW2901
        resource.setrlimit(kind, amounts)
    program, *arguments = sys.argv[2:]
    if program == "-m":
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    else:
        os.execv(program, [program, *arguments])  # noqa: S606 - an argument list, never a shell


if __name__ == "__main__":
    main()
