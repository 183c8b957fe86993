"""An M4B is the book, with everything that players look for, whatever its title holds."""

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import mutagen.mp4
import numpy as np
import pytest
from PIL import Image

from shelfready.adapters.mp4.arranging import arrange
from shelfready.adapters.mp4.chapters import Chapters
from shelfready.adapters.mp4.movie import BOOK, Layout
from shelfready.errors import DefectError
from shelfready.plans import AudioFormat
from shelfready.ports import AudiobookFile, AudioPacker, BookFrames, FrameRun
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.boxes import contents, edit, places
from tests.shelfready.adapters.mp4.conftest import Encoded
from tests.shelfready.adapters.mp4.encodings import AAC_64, AAC_128, OPUS_32, decode, encode, muxed, voice

ODD = "1 = one; two # three \\ four\nfive, 'six' \"seven\" äöü 日本 🎧 \u202e"
SECONDS = 3 * 44_100


def _chapters(samples: int, number: int, title: str = "Chapter") -> tuple[tuple[str, int, int], ...]:
    bounds = [samples * index // number for index in range(number + 1)]
    return tuple((f"{title} {index}", bounds[index], bounds[index + 1]) for index in range(number))


def _mutagen(path: Path) -> Any:
    return mutagen.mp4.MP4(path)  # type: ignore[no-untyped-call]  # mutagen is untyped


def _probed(ffprobe: Path, path: Path) -> Any:
    options = ["-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    done = subprocess.run([str(ffprobe), *options, str(path)], capture_output=True, check=True)
    assert done.stderr == b""
    return json.loads(done.stdout)


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    """A small JPEG."""
    Image.new("RGB", (64, 64), "navy").save(tmp_path / "c", "JPEG")
    return tmp_path / "c"


@pytest.mark.parametrize(
    ("format", "over"),
    [(AAC_64, 0), (AAC_64, 1), (AAC_64, 1023), (AAC_128, 700), (OPUS_32, 700)],
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
    packer.pack_audiobook(encoded(format, samples).book(30, 31, 250), AudiobookFile(title="x"), tmp_path / "b", watcher)
    heard = decode(ffmpeg, tmp_path / "b", format.channels)
    same = decode(ffmpeg, muxed(ffmpeg, voice(samples), format, tmp_path / "same.mp4"), format.channels)
    wanted = -(-samples * format.rate_hz // 44_100)

    # ffmpeg hands over whole frames; what of the last one is not heard is said by the edit list.
    assert wanted <= len(heard) < wanted + format.rate_hz // 40
    assert np.array_equal(heard[:wanted], same[:wanted])
    [edited] = contents((tmp_path / "b").read_bytes(), "/moov/trak/edts/elst")
    assert edit(edited) == (samples, format.priming_samples)


def test_everything_is_said(
    *, encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffprobe: Path, cover: Path, tmp_path: Path
) -> None:
    """Tags and cover are read back as they were given, by mutagen and by ffprobe."""
    given = AudiobookFile(
        title=ODD,
        album="Album",
        subtitle="Sub & title",
        authors=("Ann Author", "Bob"),
        narrators=("Nora", "Nick"),
        publisher="Harbour Press",
        language="de-CH",
        date="2024-05-01",
        description="ä" * 200,
        track=(7, 300),
        cover=cover,
    )
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b.m4b", watcher)
    tags = _mutagen(tmp_path / "b.m4b").tags
    probed = _probed(ffprobe, tmp_path / "b.m4b")

    assert {key: value for key, value in tags.items() if key != "covr"} == {
        "\xa9nam": [ODD],
        "\xa9alb": ["Album"],
        "\xa9ART": ["Ann Author, Bob"],
        "aART": ["Ann Author, Bob"],
        "\xa9wrt": ["Nora, Nick"],
        "\xa9nrt": ["Nora, Nick"],
        "\xa9gen": ["Audiobook"],
        "\xa9day": ["2024-05-01"],
        "\xa9pub": ["Harbour Press"],
        "\xa9st3": ["Sub & title"],
        "desc": ["ä" * 127],
        "ldes": ["ä" * 200],
        "----:com.apple.iTunes:SUBTITLE": [b"Sub & title"],
        "----:com.apple.iTunes:PUBLISHER": [b"Harbour Press"],
        "trkn": [(7, 300)],
        "stik": [2],
        "pgap": True,
    }
    assert tags["covr"] == [cover.read_bytes()]
    assert tags["covr"][0].imageformat == mutagen.mp4.MP4Cover.FORMAT_JPEG
    assert probed["format"]["tags"]["major_brand"] == "M4B "
    assert probed["format"]["tags"]["PUBLISHER"] == "Harbour Press"
    assert probed["format"]["tags"]["SUBTITLE"] == "Sub & title"
    assert probed["format"]["tags"]["media_type"] == "2"
    assert [(stream["codec_name"], stream["codec_type"]) for stream in probed["streams"]] == [
        ("aac", "audio"),
        ("mjpeg", "video"),
    ]
    assert probed["streams"][0]["tags"]["language"] == "deu"
    assert probed["streams"][0]["profile"] == "LC"
    assert float(probed["format"]["duration"]) == 3.0
    found = packer.read_back(tmp_path / "b.m4b", watcher)
    assert (found.samples, found.chapters, found.has_cover) == (SECONDS, 0, True)


def test_what_is_not_known_is_not_said(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A book of which only the sound is known has two marks of an audiobook, and its kind."""
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), AudiobookFile(title=None), tmp_path / "b.m4b", watcher)

    assert dict(_mutagen(tmp_path / "b.m4b").tags) == {"\xa9gen": ["Audiobook"], "stik": [2], "pgap": True}
    assert packer.read_back(tmp_path / "b.m4b", watcher).has_cover is False


def test_what_no_tag_can_hold_is_left_out(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Players stop at a NUL; half of a surrogate pair is no text at all."""
    given = AudiobookFile(title="a\x00b\r\nc\rd\x1b\ud800", chapters=(("\x00\x07", 0, 10), ("", 10, SECONDS)))
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b.m4b", watcher)
    read = _mutagen(tmp_path / "b.m4b")

    assert read.tags["\xa9nam"] == ["a b\nc\nd ?"]
    assert [mark.title for mark in read.chapters] == ["  ", ""]
    assert packer.read_back(tmp_path / "b.m4b", watcher).chapters == 2


@pytest.mark.parametrize(("number", "has_nero"), [(1, True), (255, True), (256, False), (300, False)])
def test_chapters_are_exact(
    *,
    encoded: Encoded,
    packer: AudioPacker,
    watcher: CalmWatcher,
    ffprobe: Path,
    tmp_path: Path,
    number: int,
    has_nero: bool,
) -> None:
    """Chapters stand at their samples however many they are; the old list, which ends at 255, is left out rather."""
    given = AudiobookFile(title="x", chapters=_chapters(SECONDS, number, ODD))
    made = tmp_path / "b.m4b"
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, made, watcher)
    read = _probed(ffprobe, made)["chapters"]

    assert [(mark["tags"]["title"], mark["start"], mark["end"]) for mark in read] == list(given.chapters)
    assert {mark["time_base"] for mark in read} == {"1/44100"}
    assert bool(contents(made.read_bytes(), "/moov/udta/chpl")) is has_nero
    assert packer.read_back(made, watcher).chapters == number
    if has_nero:
        nero = list(_mutagen(made).chapters)
        assert [mark.title for mark in nero] == [title for title, _, _ in given.chapters]
        assert [round(mark.start * 44_100) for mark in nero] == [start for _, start, _ in given.chapters]


def test_a_title_that_is_too_long_ends_with_a_character(
    *, encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffprobe: Path, tmp_path: Path
) -> None:
    """Not in the middle of one: 255 bytes in the old list, 1,023 in the chapter track."""
    given = AudiobookFile(title="x", chapters=(("x" + "日" * 500, 0, SECONDS),))
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b.m4b", watcher)

    [mark] = _mutagen(tmp_path / "b.m4b").chapters
    assert mark.title == "x" + "日" * 84
    [read] = _probed(ffprobe, tmp_path / "b.m4b")["chapters"]
    assert read["tags"]["title"] == "x" + "日" * 340


def test_chapters_need_not_fill_the_book(
    *, encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, ffprobe: Path, tmp_path: Path
) -> None:
    """The first may begin later, one may lie within another, and the last may end before the book does."""
    chapters = (("Part", 44_100, 100_000), ("within", 44_100, 60_000), ("later", 70_000, 90_000))
    packer.pack_audiobook(
        encoded(AAC_64, SECONDS).book(), AudiobookFile(title="x", chapters=chapters), tmp_path / "b", watcher
    )

    read = _probed(ffprobe, tmp_path / "b")["chapters"]
    assert [mark["tags"]["title"] for mark in read] == ["Part", "within", "later"]
    assert [mark["start"] for mark in read] == [44_100, 44_100, 70_000]
    assert packer.read_back(tmp_path / "b", watcher).chapters == 3


@pytest.mark.parametrize(
    "chapters", [(("a", 5, 10), ("b", 4, 10)), (("a", 5, 5),), (("a", 0, SECONDS + 1),), (("a", -1, 5),)]
)
def test_chapters_out_of_order_are_not_packed(
    encoded: Encoded,
    packer: AudioPacker,
    watcher: CalmWatcher,
    tmp_path: Path,
    chapters: tuple[tuple[str, int, int], ...],
) -> None:
    """The defect is the plan's, and nothing is written."""
    given = AudiobookFile(title="x", chapters=chapters)

    with pytest.raises(DefectError, match="do not follow one another") as caught:
        packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b", watcher)

    assert caught.value.cause_code == "chapters-out-of-order"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("picture", [b"GIF89a", b"", b"\xff\xd8\xff" + bytes(17 << 20)], ids=["gif", "empty", "huge"])
def test_a_cover_that_is_none_is_our_defect(
    encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, picture: bytes
) -> None:
    """Only a picture that we made ourselves is put in."""
    (tmp_path / "c").write_bytes(picture)
    given = AudiobookFile(title="x", cover=tmp_path / "c")

    with pytest.raises(DefectError) as caught:
        packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b", watcher)

    assert caught.value.cause_code == "cover-not-usable"


def test_a_png_is_called_one(encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Players decode by what the tag says."""
    Image.new("RGB", (8, 8)).save(tmp_path / "c", "PNG")
    given = AudiobookFile(title="x", cover=tmp_path / "c")
    packer.pack_audiobook(encoded(AAC_64, SECONDS).book(), given, tmp_path / "b.m4b", watcher)

    assert _mutagen(tmp_path / "b.m4b").tags["covr"][0].imageformat == mutagen.mp4.MP4Cover.FORMAT_PNG
    assert packer.read_back(tmp_path / "b.m4b", watcher).has_cover


def test_the_same_again_is_the_same_bytes(
    *, encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, cover: Path, tmp_path: Path
) -> None:
    """A file that is packed twice is one object in the store; the tables lie before the frames."""
    encoding = encoded(AAC_64, SECONDS)
    given = AudiobookFile(title="x", chapters=_chapters(SECONDS, 2), cover=cover)
    hashes = [
        packer.pack_audiobook(encoding.book(*cuts), given, tmp_path / name, watcher)
        for name, cuts in (("a", ()), ("b", (7, 40)))
    ]
    data = (tmp_path / "a").read_bytes()

    assert data == (tmp_path / "b").read_bytes()
    assert hashes[0] == hashes[1] == packer.read_back(tmp_path / "a", watcher).frames_sha256
    assert [path for path, _, _ in places(data) if path.count("/") == 1] == ["/ftyp", "/moov", "/mdat"]


def test_thirty_hours_in_one_track(
    *, packer: AudioPacker, watcher: CalmWatcher, ffmpeg: Path, ffprobe: Path, tmp_path: Path
) -> None:
    """Beyond 32 bits of samples the headers count in 64, and one chapter that lasts so long is still exact."""
    samples = 30 * 3600 * 44_100
    frames = -(-samples // 1024) + 1
    silence = encode(ffmpeg, np.zeros((20_000, 2), dtype="<i2"), AAC_64).frames[10]
    many = silence * 50_000
    run = FrameRun(
        first_frame=0,
        end_frame=frames,
        origin_sample=0,
        sizes=struct.pack("<H", len(silence)) * frames,
        stream=lambda start, end: (many[: end - at] for at in range(start, end, len(many))),
    )
    given = AudiobookFile(title="x", chapters=(("All of it", 0, samples),))
    packer.pack_audiobook(BookFrames(AAC_64, samples, 1024, (run,)), given, tmp_path / "b.m4b", watcher)
    probed = _probed(ffprobe, tmp_path / "b.m4b")
    data = (tmp_path / "b.m4b").read_bytes()

    assert [box[0] for box in contents(data, "/moov/mvhd") + contents(data, "/moov/trak/edts/elst")] == [1, 1, 1]
    assert probed["streams"][0]["duration"] == "108000.000000"
    assert [mark["end_time"] for mark in probed["chapters"]] == ["108000.000000"]
    found = packer.read_back(tmp_path / "b.m4b", watcher)
    assert (found.samples, found.duration_ms, found.frames) == (samples, 108_000_000, frames)


def test_more_than_four_gigabytes() -> None:
    """The frames' box and the places of chunks count in 64 bits, and lead to where the frames begin."""
    count = 70_000
    run = FrameRun(0, count, 0, b"\xff\xff" * count, lambda start, end: iter(()))
    frames = arrange(BookFrames(AAC_64, (count - 1) * 1024, 1024, (run,)))
    given = AudiobookFile(title="x", chapters=(("One", 0, 1024),))
    parts = Layout(frames, Chapters.of(given, frames.samples), None, b"").before_frames(BOOK)
    before = b"".join(parts)
    [offsets] = contents(before, "/moov/trak/mdia/minf/stbl/co64")
    first, second = struct.unpack_from(">QQ", offsets, 8)

    assert struct.unpack(">I4sQ", parts[2]) == (1, b"mdat", 16 + 17 + count * 0xFFFF)
    assert first == len(before)
    assert second - first == 43 * 0xFFFF
    assert struct.unpack_from(">Q", offsets, len(offsets) - 8)[0] > 1 << 32
    assert len(contents(before, "/moov/trak/mdia/minf/stbl/stco")) == 1, "the chapters lie near"


def test_a_chapter_of_sixteen_hours() -> None:
    """Readers count its ticks in 31 bits: then they are fewer a second, and no start is off by a millisecond."""
    samples = 16 * 3600 * 44_100
    given = AudiobookFile(title="x", chapters=(("Long", 0, samples), ("Short", samples, samples + 44_100)))
    track = Chapters.of(given, samples + 44_100).track(0)
    [header] = contents(track, "/trak/mdia/mdhd")
    [table] = contents(track, "/trak/mdia/minf/stbl/stts")

    assert struct.unpack_from(">II", header, 12) == (22_050, (samples + 44_100) // 2)
    assert struct.unpack_from(">IIII", table, 8) == (1, samples // 2, 1, 22_050)
