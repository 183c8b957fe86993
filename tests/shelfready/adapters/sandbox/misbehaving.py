"""A child that does what its request says, for the tests of the sandbox. Run as a module."""

import errno
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from shelfready.adapters.sandbox.answering import answer
from shelfready.errors import LimitError, RejectedError


def work(request: dict[str, Any]) -> object:  # noqa: PLR0912 - one branch per misdeed
    """One misdeed."""
    match request["do"]:
        case "echo":
            sys.stdout.write("a library's chatter")
            return {
                "said": request["say"],
                "folder": [path.name for path in Path().iterdir()],
                "environment": sorted(os.environ),
            }
        case "refuse":
            raise RejectedError("it is upside down", cause_code="thing-upside-down")
        case "refuse for its size":
            raise LimitError("it has too many legs", cause_code="thing-too-leggy")
        case "start no thread":
            raise OSError(errno.EAGAIN, "resource temporarily unavailable")
        case "map too much":
            raise OSError(errno.ENOMEM, "cannot allocate memory")
        case "stumble":
            raise KeyError("missing")
        case "find no room":
            raise OSError(errno.ENOSPC, "no space left on device")
        case "swallow":
            return len(bytearray(1 << 40))
        case "spin":
            while True:
                pass
        case "sleep":
            signal.pause()
        case "crash":
            signal.raise_signal(signal.SIGSEGV)
        case "be killed":
            signal.raise_signal(signal.SIGKILL)
        case "shout":
            return "x" * (1 << 20)
        case "leave":
            sys.exit(3)
        case "write":
            with Path("large").open("wb") as file:
                return file.write(bytes(1 << 20))
        case "call":
            with socket.create_connection(("127.0.0.1", request["port"]), timeout=5):
                return "connected"
    return None


if __name__ == "__main__":
    answer(work)
