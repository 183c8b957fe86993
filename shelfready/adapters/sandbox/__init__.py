"""Child processes with little memory, little time and no network, for libraries that read what strangers sent.

A parser of untrusted bytes may crash, loop or swallow memory; in a child of its own that costs one file and never the
worker. What comes back is JSON over a pipe, never a pickle.
"""

from shelfready.adapters.sandbox.asking import Subject, ask
from shelfready.adapters.sandbox.companion import Answered, Companion
from shelfready.adapters.sandbox.running import Ended, Ending, Limits, run

__all__ = ["ask", "run", "Companion", "Subject", "Limits", "Answered", "Ended", "Ending"]
