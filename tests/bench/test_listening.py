"""Measures that come from packages of their own."""

import numpy as np
import pytest

from bench import listening

RATE_HZ = 48_000
SPEECHLIKE = np.random.default_rng(3).normal(0, 0.1, RATE_HZ) * np.hanning(RATE_HZ)


def test_without_a_package_there_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not installed is said, and measures nothing."""

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(listening, "import_module", absent)

    assert listening.missing() == ("visqol", "pystoi")
    assert listening.visqol(SPEECHLIKE, SPEECHLIKE, RATE_HZ) is None
    assert listening.estoi(SPEECHLIKE, SPEECHLIKE, RATE_HZ) is None
