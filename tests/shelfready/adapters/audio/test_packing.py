"""Books are packed without encoding again, gapless to the sample, in the same bytes each time."""

import json
import re
import subprocess
from pathlib import Path

import mutagen.mp4
import numpy as np
import pytest
from PIL import Image

from shelfready.adapters.audio import FfmpegAudio
from shelfready.errors import DefectError
from shelfready.plans import FRAME_SAMPLES, PRIMING_SAMPLES, AudioFormat
from shelfready.ports import AudiobookFile
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.audio.books import Recording, decode, encode_book, recording
from tests.shelfready.adapters.audio.boxes import boxes, edit

MONO = AudioFormat(kbps=64, channels=1)
ODD = "1 = one; two # three \\ four\nfive, 'six' \"seven\" äöü 日本"


@pytest.fixture(scope="module", params=[0, 1, 700, 1023], ids="{} samples over".format)
def book(request: pytest.FixtureRequest) -> Recording:
    """Books that end anywhere within a frame."""
    samples = 900 * FRAME_SAMPLES + int(request.param)
    return recording(samples / 44_100, (400_000,))


@pytest.fixture
def frames(book: Recording, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> Path:
    """The book's frames."""
    return encode_book(audio, book, MONO, tmp_path, watcher)


def test_hls_is_the_book(
    *, book: Recording, frames: Path, audio: FfmpegAudio, watcher: CalmWatcher, ffmpeg: Path, tmp_path: Path
) -> None:
    """The playlist promises the book's length to the sample, and what plays begins with its first sample."""
    samples = len(book.pcm)
    audio.pack_hls(frames, samples, 6, tmp_path / "hls", watcher)
    text = (tmp_path / "hls" / "index.m3u8").read_text()

    seconds = [float(found) for found in re.findall(r"#EXTINF:([\d.]+),", text)]
    assert round(sum(seconds) * 44_100) == samples
    assert all(5.9 < length < 6.5 for length in seconds[:-1])
    heard = decode(ffmpeg, tmp_path / "hls" / "index.m3u8", 1)
    assert len(heard) == -(-samples // FRAME_SAMPLES) * FRAME_SAMPLES
    original = book.pcm.mean(axis=1, keepdims=True)
    assert np.corrcoef(heard[:samples, 0], original[:, 0])[0, 1] > 0.99


def test_hls_follows_the_book_of_rules(
    frames: Path, book: Recording, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """The playlist is VOD with one fMP4 file in byte ranges, which follow one another up to its end."""
    audio.pack_hls(frames, len(book.pcm), 6, tmp_path / "hls", watcher)
    lines = (tmp_path / "hls" / "index.m3u8").read_text().splitlines()

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
    ranges = [tuple(map(int, found)) for found in re.findall(r'BYTERANGE[:=]"?(\d+)@(\d+)', "\n".join(lines))]
    ends = [offset + size for size, offset in ranges]
    assert [offset for _, offset in ranges] == [0, *ends[:-1]]
    assert ends[-1] == (tmp_path / "hls" / "audio.mp4").stat().st_size


def test_hls_leaves_the_priming_out(
    frames: Path, book: Recording, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """An edit list in the init segment skips the encoder's priming; the media itself begins at zero."""
    audio.pack_hls(frames, len(book.pcm), 6, tmp_path / "hls", watcher)
    found = list(boxes((tmp_path / "hls" / "audio.mp4").read_bytes()))

    assert [edit(content)[1] for path, content in found if path == "/moov/trak/edts/elst"] == [PRIMING_SAMPLES]
    first = next(content for path, content in found if path == "/moof/traf/tfdt")
    assert int.from_bytes(first[4:], "big") == 0


def _chapters(samples: int, number: int, title: str = "Chapter") -> tuple[tuple[str, int, int], ...]:
    bounds = [samples * index // number for index in range(number + 1)]
    return tuple((f"{title} {index}", bounds[index], bounds[index + 1]) for index in range(number))


def _tags(path: Path) -> dict[str, list[object]]:
    read = mutagen.mp4.MP4(path)  # type: ignore[no-untyped-call]  # mutagen is untyped
    return dict(read.tags or {})


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    """A small JPEG."""
    Image.new("RGB", (64, 64), "navy").save(tmp_path / "c", "JPEG")
    return tmp_path / "c"


def test_the_audiobook_is_the_book(
    *,
    book: Recording,
    frames: Path,
    audio: FfmpegAudio,
    watcher: CalmWatcher,
    ffmpeg: Path,
    cover: Path,
    tmp_path: Path,
) -> None:
    """It plays the book; tags, cover and chapters are read back as they were given."""
    samples = len(book.pcm)
    given = AudiobookFile(
        samples=samples,
        title=ODD,
        authors=("Ann Author", "Bob"),
        narrators=("Nora",),
        language="de-CH",
        date="2024-05-01",
        description=ODD,
        chapters=_chapters(samples, 3, ODD),
        cover=cover,
    )
    audio.pack_audiobook(frames, given, tmp_path / "b.m4b", watcher)

    found = dict(boxes((tmp_path / "b.m4b").read_bytes()))
    assert found["/ftyp"][:4] == b"M4B "
    assert list(found).index("/moov") < list(found).index("/mdat")
    tags = _tags(tmp_path / "b.m4b")
    assert tags["\xa9nam"] == tags["\xa9alb"] == tags["desc"] == [ODD]
    assert tags["\xa9ART"] == ["Ann Author, Bob"]
    assert tags["\xa9wrt"] == ["Nora"]
    assert tags["\xa9gen"] == ["Audiobook"]
    assert tags["\xa9day"] == ["2024-05-01"]
    assert tags["stik"] == [2]
    assert tags["covr"] == [cover.read_bytes()]
    assert "\xa9too" not in tags
    heard = decode(ffmpeg, tmp_path / "b.m4b", 1)
    assert len(heard) == -(-samples // FRAME_SAMPLES) * FRAME_SAMPLES
    assert np.corrcoef(heard[:samples, 0], book.pcm.mean(axis=1))[0, 1] > 0.99


def test_the_edit_list_is_exact(
    book: Recording, frames: Path, audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """Players that follow the edit list play the book's samples, neither priming nor padding."""
    samples = len(book.pcm)
    audio.pack_audiobook(frames, AudiobookFile(samples=samples, title="x"), tmp_path / "b", watcher)
    found = list(boxes((tmp_path / "b").read_bytes()))

    assert [edit(content) for path, content in found if path == "/moov/trak/edts/elst"] == [(samples, PRIMING_SAMPLES)]
    scale = next(content for path, content in found if path == "/moov/mvhd")
    assert int.from_bytes(scale[12:16], "big") == 44_100


@pytest.mark.parametrize(("number", "has_nero"), [(1, True), (255, True), (256, False), (300, False)])
def test_chapters_are_exact(
    audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, number: int, has_nero: bool
) -> None:
    """Chapters stand at their samples however many they are; the old list, which ends at 255, is left out rather."""
    book = recording(3)
    samples = len(book.pcm)
    given = AudiobookFile(samples=samples, title="x", chapters=_chapters(samples, number, ODD))
    made = tmp_path / "b.m4b"
    audio.pack_audiobook(encode_book(audio, book, MONO, tmp_path, watcher), given, made, watcher)

    probe = [str(audio.workshop.tools.ffprobe), "-v", "error", "-show_chapters", "-of", "json", str(made)]
    read = json.loads(subprocess.run(probe, capture_output=True, check=True).stdout)["chapters"]
    assert [(mark["tags"]["title"], mark["start"], mark["end"]) for mark in read] == list(given.chapters)
    assert {mark["time_base"] for mark in read} == {"1/44100"}
    assert ("/moov/udta/chpl" in dict(boxes(made.read_bytes()))) is has_nero
    if has_nero:
        nero = list(mutagen.mp4.MP4(made).chapters or ())  # type: ignore[no-untyped-call]  # mutagen is untyped
        assert [mark.title for mark in nero] == [title for title, _, _ in given.chapters]


def test_both_are_read_back(
    *, book: Recording, frames: Path, audio: FfmpegAudio, watcher: CalmWatcher, cover: Path, tmp_path: Path
) -> None:
    """What was packed is found to be the book: its length, its chapters, its cover, its sound."""
    samples = len(book.pcm)
    given = AudiobookFile(samples=samples, title="x", chapters=_chapters(samples, 5), cover=cover)
    audio.pack_audiobook(frames, given, tmp_path / "b.m4b", watcher)
    audio.pack_hls(frames, samples, 6, tmp_path / "hls", watcher)

    file = audio.read_back(tmp_path / "b.m4b", watcher)
    stream = audio.read_back(tmp_path / "hls" / "index.m3u8", watcher)

    assert file.samples == stream.samples == samples
    assert (file.codec, file.channels, file.sample_rate_hz) == ("aac", 1, 44_100)
    assert (file.chapters, file.has_cover) == (5, True)
    assert (stream.chapters, stream.has_cover) == (0, False)
    assert file.rms_dbfs == pytest.approx(stream.rms_dbfs, abs=0.01)


def test_the_same_again_is_the_same_bytes(
    audio: FfmpegAudio, watcher: CalmWatcher, cover: Path, tmp_path: Path
) -> None:
    """A file that is packed twice is one object in the store."""
    book = recording(3)
    frames = encode_book(audio, book, MONO, tmp_path, watcher)
    given = AudiobookFile(samples=len(book.pcm), title="x", chapters=_chapters(len(book.pcm), 2), cover=cover)
    for name in ("a", "b"):
        audio.pack_audiobook(frames, given, tmp_path / f"{name}.m4b", watcher)
        audio.pack_hls(frames, given.samples, 6, tmp_path / name, watcher)

    assert (tmp_path / "a.m4b").read_bytes() == (tmp_path / "b.m4b").read_bytes()
    assert (tmp_path / "a" / "audio.mp4").read_bytes() == (tmp_path / "b" / "audio.mp4").read_bytes()
    assert (tmp_path / "a" / "index.m3u8").read_bytes() == (tmp_path / "b" / "index.m3u8").read_bytes()


@pytest.mark.parametrize("lost", [3, 900])
def test_lost_frames_are_found(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path, lost: int) -> None:
    """A book that lost frames on the way is packed by no one, or found out when it is read back."""
    book = recording(20)
    frames = encode_book(audio, book, MONO, tmp_path, watcher)
    data = frames.read_bytes()
    sizes: list[int] = []
    while sum(sizes) < len(data):
        at = sum(sizes)
        sizes.append((data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5)
    frames.write_bytes(data[: sum(sizes[:-lost])] if lost < len(sizes) else data[: sizes[0]])
    samples = len(book.pcm)

    audio.pack_audiobook(frames, AudiobookFile(samples=samples, title="x"), tmp_path / "b", watcher)
    assert audio.read_back(tmp_path / "b", watcher).samples != samples
    with pytest.raises(DefectError):
        audio.pack_hls(frames, samples, 6, tmp_path / "hls", watcher)


def test_damage_is_found(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """A packed file with a damaged frame is our defect, and never published."""
    book = recording(3)
    frames = encode_book(audio, book, MONO, tmp_path, watcher)
    audio.pack_audiobook(frames, AudiobookFile(samples=len(book.pcm), title="x"), tmp_path / "b", watcher)
    data = bytearray((tmp_path / "b").read_bytes())
    data[-6000:-4000] = b"\xff" * 2000
    (tmp_path / "b").write_bytes(data)

    with pytest.raises(DefectError) as caught:
        audio.read_back(tmp_path / "b", watcher)

    assert caught.value.cause_code == "packed-undecodable"


def test_a_cover_that_is_none_is_our_defect(audio: FfmpegAudio, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Only a picture that we made ourselves is put in."""
    (tmp_path / "c").write_bytes(b"GIF89a")
    (tmp_path / "f").write_bytes(b"")
    given = AudiobookFile(samples=1, title="x", cover=tmp_path / "c")

    with pytest.raises(DefectError, match="neither JPEG nor PNG"):
        audio.pack_audiobook(tmp_path / "f", given, tmp_path / "b", watcher)
