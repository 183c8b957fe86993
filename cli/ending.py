"""Ends the process in the one way that is safe after Temporal's client was used."""

import os
import sys
from logging import shutdown
from typing import NoReturn


def end(code: int) -> NoReturn:
    """Leave with an exit code, having written out everything that was said.

    The threads of Temporal's Rust core may outlive the interpreter, and then abort the process with a fatal error and
    the exit code 134 although all went well (sdk-python issue 300, seen in up to half of all short runs). A process
    that loaded them therefore leaves without tearing the interpreter down.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio.bridge.runtime" in sys.modules:
        shutdown()
        os._exit(code)
    sys.exit(code)
