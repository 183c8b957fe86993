"""A part of a book sounds as it does in the book, to the sample, and needs nothing else of it."""

from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest

from shelfready.plans import AudioFormat
from shelfready.ports import AudiobookFile, AudioPacker
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.boxes import contents, edit
from tests.shelfready.adapters.mp4.conftest import Encoded
from tests.shelfready.adapters.mp4.encodings import AAC_64, AAC_128, OPUS_32, decode

SAMPLES = 20 * 44_100 + 700


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (0, 44_100), (102_400, 204_800), (123_457, 132_277), (123_457, 300_001), (SAMPLES - 999, SAMPLES)],
)
@pytest.mark.parametrize("format", [AAC_64, AAC_128], ids=attrgetter("key"))
def test_aac_is_right_to_the_sample(
    *,
    encoded: Encoded,
    packer: AudioPacker,
    watcher: CalmWatcher,
    ffmpeg: Path,
    tmp_path: Path,
    format: AudioFormat,
    start: int,
    end: int,
) -> None:
    """Exactly what the book has there, from the first sample on: the frame before it settles the decoder."""
    book = encoded(format).book(50, 120, 700)
    packer.pack_audiobook(book, AudiobookFile(title="x"), tmp_path / "book", watcher)
    packer.pack_stretch(book, (start, end), AudiobookFile(title="x"), tmp_path / "part", watcher)
    whole = decode(ffmpeg, tmp_path / "book", format.channels)
    part = decode(ffmpeg, tmp_path / "part", format.channels)

    assert end - start <= len(part) < end - start + 1024
    assert np.array_equal(part[: end - start], whole[start:end])
    [edited] = contents((tmp_path / "part").read_bytes(), "/moov/trak/edts/elst")
    assert edit(edited)[0] == end - start
    assert packer.read_back(tmp_path / "part", watcher).samples == end - start


def test_opus_settles_before_it_begins(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """Its decoder converges in 80 ms that are not heard: what is left of the difference is below -35 dB, and fades."""
    book = encoded(OPUS_32).book(50, 120, 700)
    packer.pack_audiobook(book, AudiobookFile(title="x"), tmp_path / "book", watcher)
    packer.pack_stretch(book, (147_000, 294_000), AudiobookFile(title="x"), tmp_path / "part", watcher)
    whole = decode(ffmpeg, tmp_path / "book", 1)[160_000:320_000].astype(float)
    part = decode(ffmpeg, tmp_path / "part", 1)[:160_000].astype(float)

    apart = np.abs(part - whole)
    assert len(part) == 160_000
    assert apart.max() < 0.02 * np.abs(whole).max()
    assert apart[9_600:].max() <= 2


def test_a_part_is_a_song_with_its_own_chapters(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """They are counted from its own beginning; what lies outside of it is left out, what reaches beyond it is cut."""
    chapters = (("before", 0, 1000), ("around", 1000, 50_000), ("within", 50_000, 60_000), ("after", 60_000, 90_000))
    book = AudiobookFile(title="x", chapters=chapters)
    packer.pack_stretch(encoded(AAC_64).book(), (40_000, 60_000), book, tmp_path / "part", watcher)
    data = (tmp_path / "part").read_bytes()

    assert contents(data, "/ftyp")[0][:4] == b"M4A "
    listed = contents(data, "/moov/udta/chpl")[0][9:]
    assert listed == bytes(8) + b"\6around" + round(10_000 * 1e7 / 44_100).to_bytes(8, "big") + b"\6within"


def test_only_its_own_frames_are_fetched(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A chapter of a long book costs what the chapter has, not what the book has."""
    encoding = encoded(AAC_64)
    asked: list[tuple[int, int]] = []
    book = encoding.book()
    [run] = book.runs

    def stream(start: int, end: int) -> object:
        asked.append((start, end))
        return run.stream(start, end)

    listening = type(book)(book.format, book.samples, 1024, (type(run)(0, run.end_frame, 0, run.sizes, stream),))  # type: ignore[arg-type]  # it is one
    packer.pack_stretch(listening, (102_400, 112_640), AudiobookFile(title="x"), tmp_path / "part", watcher)

    before = sum(map(len, encoding.frames[:100]))
    assert asked == [(before, before + sum(map(len, encoding.frames[100:111])))]
