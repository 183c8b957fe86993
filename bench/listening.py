"""Measures of how speech is heard, from packages that `make bench` installs; None without them.

ViSQOL (Google, version 3, audio mode at 48 kHz) estimates what listeners would answer on a scale from 1 to 5; it ends
near 4.75, and a tenth of a point means nothing. ESTOI (Jensen and Taal, 2016, at 10 kHz) estimates how much of the
words is understood; at bit rates like these it says little more than that all of them are. Neither replaces ears.
"""

from contextlib import suppress
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]


def missing() -> tuple[str, ...]:
    """Which of the packages are not installed here."""
    return tuple(name for name in ("visqol", "pystoi") if not _is_installed(name))


def visqol(source: Samples, encoded: Samples, rate_hz: int) -> float | None:
    """ViSQOL's estimate of the mean opinion of listeners, from 1 to 5."""
    with suppress(ImportError):
        api = import_module("visqol").VisqolApi()
        api.create(mode="audio")
        return float(api.measure_from_arrays(source, encoded, sample_rate=rate_hz).moslqo)
    return None


def estoi(source: Samples, encoded: Samples, rate_hz: int) -> float | None:
    """How much of the words is understood, from 0 to 1."""
    with suppress(ImportError):
        return float(import_module("pystoi").stoi(source, encoded, rate_hz, extended=True))
    return None


def _is_installed(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True
