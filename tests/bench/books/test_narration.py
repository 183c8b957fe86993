"""Stretches of a recording."""

import wave
from pathlib import Path

import pytest

from bench.books.narration import Narration
from shelfready.media import TIMELINE_RATE_HZ


@pytest.fixture
def narration(tmp_path: Path) -> Narration:
    """Ten samples: 0, 1, 2 ... 9."""
    path = tmp_path / "ten.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(TIMELINE_RATE_HZ)
        file.writeframes(_pcm(range(10)))
    return Narration(label="ten samples", wav=path)


def test_pieces_lie_end_to_end(narration: Narration) -> None:
    """One piece begins where the one before ended."""
    assert list(narration.pieces((3, 4), start=1)) == [_pcm([1, 2, 3]), _pcm([4, 5, 6, 7])]


def test_at_its_end_the_recording_begins_anew(narration: Narration) -> None:
    """A book may be longer than the recording, several times."""
    assert list(narration.pieces((4, 21), start=8)) == [_pcm([8, 9, 0, 1]), _pcm([*range(2, 10), *range(10), 0, 1, 2])]


def _pcm(samples: "range | list[int]") -> bytes:
    return b"".join(sample.to_bytes(2, "little") for sample in samples)
