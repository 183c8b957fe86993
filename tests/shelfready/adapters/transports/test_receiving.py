"""Taking bytes in, piece by piece."""

from itertools import repeat
from pathlib import Path

import pytest

from shelfready.adapters.transports.receiving import Pace, Receiver
from shelfready.errors import UnavailableError
from tests.shelfready.adapters.transports.conftest import Hearing, small_disk


def test_a_disk_that_fills_between_small_pieces_is_told_of(into: Path, watcher: Hearing) -> None:
    """Bytes that were still to be written when the disk was full do not hide what happened."""

    def receive() -> None:
        with Receiver("upload:u1", into, watcher, limit_bytes=1 << 30, pace=Pace()) as receiver:
            for piece in repeat(bytes(1000), 100):
                receiver.take(piece)

    with small_disk(1), pytest.raises(UnavailableError) as caught:
        receive()

    assert caught.value.cause_code == "scratch-full"
    assert not into.exists()
