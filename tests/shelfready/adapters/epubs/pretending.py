"""A child that pretends to be EPUBCheck, for the tests of what keeps it: the book says what to do. Run as a module."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from shelfready.adapters.sandbox.answering import answer_each

_served = 0


def work(request: dict[str, Any]) -> int:
    """One book."""
    global _served  # noqa: PLW0603 - what an earlier book left behind is what is tested
    _served += 1
    messages: list[dict[str, str]] = []
    deed, _, argument = Path(request["book"]).read_text().partition(" ")
    match deed:
        case "tell":
            text = f"process {os.getpid()}, book {_served}, files {sorted(path.name for path in Path().iterdir())}"
            messages.append({"ID": "X-1", "severity": "INFO", "message": text})
            Path("left behind").mkdir()
        case "forget":
            return 0
        case "crash":
            signal.raise_signal(signal.SIGSEGV)
        case "crash-later":
            if _served > int(argument):
                signal.raise_signal(signal.SIGSEGV)
        case "be-killed":
            signal.raise_signal(signal.SIGKILL)
        case "swallow":
            sys.stderr.write("Terminating due to java.lang.OutOfMemoryError: Java heap space\n")
            sys.stderr.flush()
            os._exit(3)
        case "spin":
            while True:
                pass
        case "sleep":
            Path(argument).touch()
            time.sleep(3600)
        case "stumble":
            raise KeyError("missing")
    report = {"messages": messages, "checker": {"nFatal": 0, "nError": 0}}
    Path(request["report"]).write_text(json.dumps(report))
    return 0


if __name__ == "__main__":
    answer_each(work, idle_s=float(sys.argv[1]))
