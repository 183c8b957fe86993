"""The tables of somebody else's MP4 file are read with care: whatever is not plain is None."""

import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from shelfready.adapters.audio.mp4_tables import aac_track
from shelfready.adapters.mp4 import open_packer
from shelfready.plans import AudioFormat
from shelfready.ports import AudiobookFile, BookFrames, FrameRun
from tests.fixtures.media import CalmWatcher, MakeAudio


def _box(path: Path, name: bytes) -> bytes:
    """A box that no other holds, with its header."""
    data, at = path.read_bytes(), 0
    while data[at + 4 : at + 8] != name:
        at += int.from_bytes(data[at : at + 4])
    return data[at : at + int.from_bytes(data[at : at + 4])]


def _movie(path: Path) -> bytes:
    return _box(path, b"moov")


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (48_000, 2), (22_050, 2)])
def test_every_frame_is_found(make_audio: MakeAudio, tmp_path: Path, rate: int, channels: int) -> None:
    """Places and sizes cover the file's data without a gap, and the priming is what the encoder put there."""
    path = make_audio(tmp_path / "a", seconds=30, rate=rate, channels=channels, codec="m4a")

    track = aac_track(_movie(path))

    assert track is not None
    assert (track.rate_hz, track.channels, track.skipped) == (rate, channels, 1024)
    assert len(track.sizes) == -(-30 * rate // 1024) + 1
    assert sum(track.sizes) == len(_box(path, b"mdat")) - 8
    assert ((track.offsets + track.sizes)[:-1] == track.offsets[1:]).all()


def test_other_codecs_are_not_aac(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Lossless audio in the same container has no frames of 1,024 samples."""
    assert aac_track(_movie(make_audio(tmp_path / "a", codec="alac"))) is None


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        (b"elst", 16, b"\xff\xff\xff\xff"),  # begins with a pause
        (b"elst", 8, b"\x00\x00\x00\x02"),  # two edits
        (b"elst", 20, b"\x00\x02\x00\x00"),  # twice as fast
        (b"stts", 16, b"\x00\x00\x08\x00"),  # frames of 2,048 samples
        (b"stsc", 12, b"\x00\x00\x00\x02"),  # no first chunk
        (b"stsc", 8, b"\x00\xff\xff\xff"),  # a table longer than its box
        (b"stsz", 12, b"\xff\xff\xff\xff"),  # four thousand million frames
        (b"stco", 8, b"\x7f\xff\xff\xff"),  # two thousand million chunks
        (b"mdhd", 16, b"\x00\x00\x00\x01"),  # a clock of one tick a second
        (b"hdlr", 12, b"vide"),  # no sound
    ],
)
def test_odd_tables_are_none(make_audio: MakeAudio, tmp_path: Path, name: bytes, place: int, value: bytes) -> None:
    """What the tables of a plain file never say makes it one that is decoded from its beginning."""
    movie = bytearray(_movie(make_audio(tmp_path / "a", seconds=3, codec="m4a")))
    at = movie.index(name) + place
    movie[at : at + 4] = value

    assert aac_track(bytes(movie)) is None


def test_noise_in_the_tables_does_no_harm(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Bytes that changed on the way give a table or none, in no time; nothing else is raised."""
    movie = _movie(make_audio(tmp_path / "a", seconds=3, codec="m4a"))
    chance = random.Random(4)

    for _ in range(2000):
        damaged = bytearray(movie)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        track = aac_track(bytes(damaged[: chance.randint(0, len(damaged))] if chance.random() < 0.2 else damaged))
        assert track is None or len(track.offsets) == len(track.sizes)


def test_little_is_kept_of_each_frame(watcher: CalmWatcher, tmp_path: Path) -> None:
    """A file of thirty hours has five million frames, and every piece of it asks where its own are."""
    count = 1_000_000
    run = FrameRun(0, count, 0, np.full(count, 7, "<u2").tobytes(), lambda start, end: iter([bytes(end - start)]))
    samples = (count - 1) * 1024
    frames = BookFrames(AudioFormat(kbps=64, channels=1), samples, 1024, (run,))
    open_packer().pack_audiobook(frames, AudiobookFile(title="Long"), tmp_path / "long.m4b", watcher)
    movie = _movie(tmp_path / "long.m4b")

    tracemalloc.start()
    track = aac_track(movie)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert track is not None
    assert len(track.offsets) == count
    assert peak < 40 * count
