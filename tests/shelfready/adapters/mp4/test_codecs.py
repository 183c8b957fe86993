"""Decoders are told what the frames are, bit by bit as their specifications say."""

import struct

import pytest

from shelfready.adapters.mp4.arranging import arrange
from shelfready.adapters.mp4.codecs import Rates, sample_entry
from shelfready.adapters.mp4.tracks import preroll, prerolled
from shelfready.plans import AudioFormat
from shelfready.ports import BookFrames
from tests.shelfready.adapters.mp4.encodings import AAC_64, AAC_128, OPUS_32, run_of

RATES = Rates(peak_bps=70_000, average_bps=64_000, largest_frame=300)


@pytest.mark.parametrize(("format", "config"), [(AAC_64, "1208"), (AAC_128, "1210")], ids=["mono", "stereo"])
def test_aac(format: AudioFormat, config: str) -> None:
    """AAC-LC at 44,100 Hz, through a buffer of 6,144 bits for each channel."""
    entry = sample_entry(format, 1024, RATES)
    buffer = f"{768 * format.channels:06x}"
    decoder = f"0411 40 15 {buffer} {70_000:08x} {64_000:08x} 0502 {config}"
    descriptors = bytes.fromhex(f"0319 0000 00 {decoder} 060102")

    assert entry[4:8] == b"mp4a"
    assert struct.unpack_from(">HHHHI", entry, 24) == (format.channels, 16, 0, 0, 44_100 << 16)
    assert entry[40:48] == b"esds" + bytes(4)
    assert entry[48 : 48 + len(descriptors)] == descriptors
    assert entry[-16:] == b"btrt" + struct.pack(">III", 300, 70_000, 64_000)


def test_opus() -> None:
    """What is not heard first, and that one stream decodes to 48 kHz."""
    entry = sample_entry(OPUS_32, 312, RATES)

    assert entry[4:8] == b"Opus"
    assert struct.unpack_from(">HHHHI", entry, 24) == (1, 16, 0, 0, 48_000 << 16)
    assert entry[40:55] == b"dOps" + struct.pack(">BBHIhB", 0, 1, 312, 48_000, 0, 0)


@pytest.mark.parametrize(("format", "distance"), [(AAC_64, -1), (OPUS_32, -4)], ids=["aac", "opus"])
def test_who_seeks_is_told_to_decode_before(format: AudioFormat, distance: int) -> None:
    """One frame of AAC, 80 ms of Opus."""
    frames = arrange(BookFrames(format, 1000, format.priming_samples, (run_of((b"x",) * 5),)))

    assert preroll(frames)[8:] == struct.pack(">B3x4sIIh", 1, b"roll", 2, 1, distance)
    assert prerolled(7)[8:] == struct.pack(">4x4sIII", b"roll", 1, 7, 1)
