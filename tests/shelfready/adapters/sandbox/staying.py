"""A child that stays and does what each request says, for the tests of companions. Run as a module."""

import os
import time
from typing import Any

from shelfready.adapters.sandbox.answering import answer_each
from tests.shelfready.adapters.sandbox import misbehaving


def work(request: dict[str, Any]) -> object:
    """One deed."""
    match request["do"]:
        case "name yourself":
            return os.getpid()
        case "burn":
            while time.process_time() < request["until_s"]:
                pass
            return "burnt"
    return misbehaving.work(request)


if __name__ == "__main__":
    answer_each(work, idle_s=60)
