"""Whatever is wrong with a packed file is found before anybody plays it."""

import random
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from shelfready.adapters.mp4 import open_packer, reading
from shelfready.errors import DefectError, UnavailableError
from shelfready.ports import AudiobookFile, AudioPacker, PackedAudio, Watcher
from tests.fixtures.media import CalmWatcher
from tests.shelfready.adapters.mp4.boxes import places
from tests.shelfready.adapters.mp4.conftest import Encoded
from tests.shelfready.adapters.mp4.encodings import AAC_64, AAC_128, OPUS_32

SAMPLES = 6 * 44_100
FLIPS = 1500


@dataclass(frozen=True)
class Made:
    """A book in both kinds of file."""

    folder: Path
    movie: bytes
    rung: bytes
    playlist: str
    frames_sha256: str


@pytest.fixture(scope="module")
def made(encoded: Encoded, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The book, packed once."""
    folder = tmp_path_factory.mktemp("made")
    book = encoded(AAC_64, SAMPLES).book()
    chapters = tuple((f"Chapter {number}", number * 1000, (number + 1) * 1000) for number in range(20))
    given = AudiobookFile(title="x", chapters=chapters)
    digest = open_packer().pack_audiobook(book, given, folder / "book.m4b", CalmWatcher())
    open_packer().pack_hls(book, 2, folder, CalmWatcher())
    return Made(
        folder,
        (folder / "book.m4b").read_bytes(),
        (folder / "audio.mp4").read_bytes(),
        (folder / "index.m3u8").read_text(),
        digest,
    )


def _rung(tmp_path: Path, media: bytes, playlist: str) -> Path:
    (tmp_path / "audio.mp4").write_bytes(media)
    (tmp_path / "index.m3u8").write_text(playlist)
    return tmp_path / "index.m3u8"


def _at(data: bytes, path: str, offset: int, value: bytes, number: int = 0) -> bytes:
    """The file with other bytes in one box."""
    start = [start for here, start, _ in places(data) if here == path][number] + offset
    return data[:start] + value + data[start + len(value) :]


def _overlapping(data: bytes) -> bytes:
    [start, *_] = [start for path, start, _ in places(data) if path == "/moov/trak/mdia/minf/stbl/stco"]
    first = data[start + 8 : start + 12]
    return data[: start + 12] + first + data[start + 16 :]


def _last_fragment(data: bytes) -> int:
    return [start - 8 for path, start, _ in places(data) if path == "/moof"][-1]


def test_all_is_told(encoded: Encoded, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """Of every format: length, frames, codec, layout; of a rung what a manifest must know."""
    for format, codec in ((AAC_64, "aac"), (AAC_128, "aac"), (OPUS_32, "opus")):
        encoding = encoded(format, SAMPLES)
        digest = packer.pack_hls(encoding.book(), 2, tmp_path / format.key, watcher)
        found = packer.read_back(tmp_path / format.key / "index.m3u8", watcher)
        data = (tmp_path / format.key / "audio.mp4").read_bytes()
        ends = {path: end for path, _, end in places(data) if path in {"/moov", "/sidx"}}
        bare = packer.read_back(tmp_path / format.key / "audio.mp4", watcher)

        assert found == bare
        assert found.head == (0, ends["/moov"] - 1)
        assert found.index == (ends["/moov"], ends["/sidx"] - 1)
        assert found.peak_bps is not None
        assert found.average_bps is not None
        assert found.average_bps == pytest.approx((len(data) - ends["/sidx"]) * 8 / 6, rel=1e-4)
        assert found.average_bps <= found.peak_bps < found.average_bps * 1.5
        assert (found.samples, found.duration_ms, found.frames_sha256) == (SAMPLES, 6000, digest)
        assert (found.codec, found.channels, found.sample_rate_hz) == (codec, format.channels, format.rate_hz)
        assert (found.segments, found.chapters, found.has_cover) == (3, 0, False)


MOVIE_FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[:-1],
    "a byte more": lambda data: data + b"\0",
    "empty": lambda _: b"",
    "no file at all": lambda _: b"not an MP4 file, but text",
    "an endless box": lambda data: bytes(4) + data[4:],
    "a box beyond the end": lambda data: b"\xff" + data[1:],
    "a box of negative length": lambda data: struct.pack(">I4sQ", 1, b"ftyp", 3) + data[16:],
    "a box beyond its parent": lambda data: _at(data, "/moov/trak", -8, b"\x7f"),
    "no movie": lambda data: _at(data, "/moov", -4, b"free"),
    "a track of unknown kind": lambda data: _at(data, "/moov/trak/mdia/hdlr", 8, b"vide", 1),
    "sizes of one sample less": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stsz", 8, struct.pack(">I", 5)),
    "one frame larger": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stsz", 12, struct.pack(">I", 999)),
    "frames of no length": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stts", 12, struct.pack(">I", 0)),
    "a chunk elsewhere": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stco", 8, struct.pack(">I", 40)),
    "overlapping chunks": _overlapping,
    "chunks of too many": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stsc", 12, struct.pack(">I", 44)),
    "billions of chunks": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stco", 4, b"\xff" * 4),
    "billions of samples": lambda data: _at(data, "/moov/trak/mdia/minf/stbl/stsz", 8, b"\xff" * 4),
    "another codec": lambda data: data.replace(b"mp4a", b"fLaC", 1),
    "another rate": lambda data: _at(data, "/moov/trak/mdia/mdhd", 12, struct.pack(">I", 48_000)),
    "a profile that is not LC": lambda data: data.replace(b"\x05\x02\x12\x08", b"\x05\x02\x2a\x08", 1),
    "stereo and mono": lambda data: data.replace(b"\x05\x02\x12\x08", b"\x05\x02\x12\x10", 1),
    "an endless descriptor": lambda data: data.replace(b"\x05\x02\x12\x08", b"\x05\xff\xff\xff", 1),
    "a chapter track that plays": lambda data: _at(data, "/moov/trak/tkhd", 3, b"\3", 1),
    "a chapter track that nobody names": lambda data: data.replace(b"chap\0\0\0\2", b"chap\0\0\0\3", 1),
    "a title beyond its place": lambda data: data.replace(b"\0\tChapter 7", b"\xff\tChapter 7", 1),
    "a title that is no text": lambda data: data.replace(b"\0\tChapter 7", b"\0\tChapter\xff7", 1),
    "a short list that disagrees": lambda data: _at(data, "/moov/udta/chpl", 8, b"\7"),
}


@pytest.mark.parametrize("fault", MOVIE_FAULTS)
def test_a_broken_file_is_found(
    made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, fault: str
) -> None:
    """It is said what is wrong; nothing else comes out of it, and it takes no time."""
    broken = MOVIE_FAULTS[fault](made.movie)
    (tmp_path / "b").write_bytes(broken)

    assert broken != made.movie
    with pytest.raises(DefectError, match="cannot be played") as caught:
        packer.read_back(tmp_path / "b", watcher)

    assert caught.value.cause_code == "packed-undecodable"


@pytest.mark.parametrize(
    ("path", "offset"),
    [("/moov/mvhd", 16), ("/moov/trak/edts/elst", 8), ("/moov/trak/edts/elst", 12)],
    ids=["movie", "heard", "skipped"],
)
def test_a_wrong_length_is_found(
    *, made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, path: str, offset: int
) -> None:
    """Movie, edit and media must agree to the sample."""
    [start, *_] = [start for here, start, _ in places(made.movie) if here == path]
    now = struct.unpack_from(">I", made.movie, start + offset)[0]
    (tmp_path / "b").write_bytes(_at(made.movie, path, offset, struct.pack(">I", now + 1)))

    with pytest.raises(DefectError) as caught:
        packer.read_back(tmp_path / "b", watcher)

    assert caught.value.cause_code == "packed-length-wrong"


def test_a_file_without_sound_is_found(made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """It has a cause of its own: operators look for it."""
    (tmp_path / "b").write_bytes(_at(made.movie, "/moov/trak/tkhd", 3, b"\2"))

    with pytest.raises(DefectError) as caught:
        packer.read_back(tmp_path / "b", watcher)

    assert caught.value.cause_code == "packed-without-audio"


def test_a_damaged_frame_is_another_frame(
    made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path
) -> None:
    """A bit within the frames changes nothing but their hash, by which whoever packed them knows."""
    for name, data in (("b", made.movie), ("audio.mp4", made.rung)):
        (tmp_path / name).write_bytes(data[:-500] + bytes([data[-500] ^ 1]) + data[-499:])

        found = packer.read_back(tmp_path / name, watcher)
        assert found.samples == SAMPLES
        assert found.frames_sha256 != made.frames_sha256


RUNG_FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[:-1],
    "a fragment twice": lambda data: data + data[_last_fragment(data) :],
    "a fragment out of order": lambda data: _at(data, "/moof/mfhd", 4, struct.pack(">I", 7), 1),
    "a fragment at another time": lambda data: _at(data, "/moof/traf/tfdt", 4, struct.pack(">Q", 99_999), 1),
    "frames elsewhere": lambda data: _at(data, "/moof/traf/trun", 8, struct.pack(">I", 4), 1),
    "a frame larger": lambda data: _at(data, "/moof/traf/trun", 12, struct.pack(">I", 999), 1),
    "a run of another kind": lambda data: _at(data, "/moof/traf/trun", 2, b"\x0a", 1),
    "frames counted from the file": lambda data: _at(data, "/moof/traf/tfhd", 1, b"\0", 1),
    "no index": lambda data: _at(data, "/sidx", -4, b"free"),
    "an index of one less": lambda data: _at(data, "/sidx", 22, b"\0\2"),
    "an index to other bytes": lambda data: _at(data, "/sidx", 26, b"\xff"),
}


@pytest.mark.parametrize("fault", RUNG_FAULTS)
def test_a_broken_rung_is_found(
    made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, fault: str
) -> None:
    """With its playlist or without."""
    broken = RUNG_FAULTS[fault](made.rung)
    path = _rung(tmp_path, broken, made.playlist)

    assert broken != made.rung
    for one in (path, tmp_path / "audio.mp4"):
        with pytest.raises(DefectError) as caught:
            packer.read_back(one, watcher)
        assert caught.value.cause_code == "packed-undecodable"


def test_a_lost_segment_is_found(made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """The head knows how long the book is."""
    (tmp_path / "b").write_bytes(made.rung[: _last_fragment(made.rung)])

    with pytest.raises(DefectError, match="their head says 264,600") as caught:
        packer.read_back(tmp_path / "b", watcher)

    assert caught.value.cause_code == "packed-length-wrong"


@pytest.mark.parametrize(
    ("path", "offset", "value"),
    [
        ("/moov/mvex/mehd", 11, b"\1"),
        ("/moov/mvhd", 12, b"\1"),
        ("/sidx", 31, b"\1"),
        ("/sidx", 15, b"\1"),
        ("/moov/trak/edts/elst", 14, b"\x01"),
    ],
    ids=["head", "timescale", "index", "beginning", "priming"],
)
def test_a_rung_of_another_length_is_found(
    *, made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, path: str, offset: int, value: bytes
) -> None:
    """What its head, its index and its fragments say of time must be the same."""
    playlist = _rung(tmp_path, _at(made.rung, path, offset, value), made.playlist)

    with pytest.raises(DefectError) as caught:
        packer.read_back(playlist, watcher)

    assert caught.value.cause_code == "packed-length-wrong"


PLAYLIST_FAULTS: dict[str, tuple[Callable[[str], str], str]] = {
    "no end": (lambda text: text.replace("#EXT-X-ENDLIST\n", ""), "playlist-unreadable"),
    "something else": (lambda text: text.replace("#EXTM3U", "#EXTM3U8"), "playlist-unreadable"),
    "another file": (lambda text: text.replace("audio.mp4\n", "../audio.mp4\n"), "playlist-unreadable"),
    "a file of another segment": (lambda text: text.replace("audio.mp4\n", "other.mp4\n", 1), "playlist-unreadable"),
    "no segment": (lambda text: re.sub(r"(?s)#EXTINF.*#EXT-X-END", "#EXT-X-END", text), "playlist-unreadable"),
    "one segment less": (lambda text: re.sub(r"#EXTINF.*\n.*\naudio.mp4\n", "", text, count=1), "packed-undecodable"),
    "a byte beside": (lambda text: re.sub(r"BYTERANGE:(\d+)@", r"BYTERANGE:1\1@", text, count=1), "packed-undecodable"),
    "longer": (lambda text: text.replace("EXTINF:1.99", "EXTINF:1.98", 1), "packed-length-wrong"),
    "too long": (lambda text: text.replace("TARGETDURATION:2", "TARGETDURATION:1"), "packed-length-wrong"),
}


@pytest.mark.parametrize("fault", PLAYLIST_FAULTS)
def test_a_broken_playlist_is_found(
    made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, fault: str
) -> None:
    """It must name every segment's bytes, and times that add up to the microsecond."""
    change, cause_code = PLAYLIST_FAULTS[fault]
    broken = change(made.playlist)
    path = _rung(tmp_path, made.rung, broken)

    assert broken != made.playlist
    with pytest.raises(DefectError) as caught:
        packer.read_back(path, watcher)

    assert caught.value.cause_code == cause_code


@pytest.mark.parametrize("is_rung", [False, True], ids=["movie", "rung"])
def test_no_single_byte_makes_it_lie(
    *, made: Made, packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path, is_rung: bool
) -> None:
    """Any byte but those of the frames may be any other: the file is refused, or it is still the same book."""
    data = made.rung if is_rung else made.movie
    frames = [(start, end) for path, start, end in places(data) if path == "/mdat"]
    heads = [at for at in range(frames[-1][0]) if not any(start <= at < end for start, end in frames)]
    path = tmp_path / "b"
    draw = random.Random(7)
    refused = 0
    for at in draw.choices(heads, k=FLIPS):
        path.write_bytes(data[:at] + bytes([data[at] ^ draw.randrange(1, 256)]) + data[at + 1 :])
        try:
            found = packer.read_back(path, watcher)
        except DefectError:
            refused += 1
        else:
            assert _essence(found) == (SAMPLES, 1, "aac", 44_100, made.frames_sha256)
    assert refused > FLIPS / 4


def _essence(found: PackedAudio) -> tuple[int, int, str, int, str]:
    return found.samples, found.channels, found.codec, found.sample_rate_hz, found.frames_sha256


def test_a_file_that_is_gone_is_tried_again(packer: AudioPacker, watcher: CalmWatcher, tmp_path: Path) -> None:
    """It is the disk's fault, not the book's."""
    for name in ("index.m3u8", "book.m4b"):
        with pytest.raises(UnavailableError) as caught:
            packer.read_back(tmp_path / name, watcher)
        assert caught.value.cause_code == "disk-error"


def test_it_can_be_called_off(made: Made, packer: AudioPacker, calling_off: Callable[[BaseException], Watcher]) -> None:
    """Whoever reads asks as it goes."""
    with pytest.raises(KeyboardInterrupt):
        packer.read_back(made.folder / "book.m4b", calling_off(KeyboardInterrupt()))


def test_reader_and_writer_share_nothing() -> None:
    """A mistake in the layout would have to be made twice."""
    home = Path(reading.__file__).parent
    imports = [line for path in home.glob("*.py") for line in path.read_text().splitlines() if "adapters.mp4" in line]
    assert imports
    assert all("shelfready.adapters.mp4.reading" in line for line in imports)
