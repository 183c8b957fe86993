"""Forecasts look for what is known of a file where a worker has put it."""

from typing import Any

from activities.inspection import Inspection
from api.forecasting import worker_key
from shelfready.rules._examples import cover, track


def test_key_is_that_of_the_workers() -> None:
    """Else every file would be foreseen to be measured once more."""
    nothing: Any = None  # a key needs no store and no instrument
    inspection = Inspection(nothing, nothing, nothing, nothing, toolchain="ffmpeg 8.1")

    for found in (track(), cover()):
        assert worker_key(found.asset, "ffmpeg 8.1") == inspection._key(found.asset)
        assert worker_key(found.asset, "ffmpeg 9") != inspection._key(found.asset)
