"""The safe reader of zip files."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from shelfready.adapters.archives import ArchiveLimits, open_archives
from shelfready.errors import RejectedError, UnavailableError
from tests.shelfready.adapters.archives.forging import Forged, forge

GOOD = Forged(b"good.mp3", b"sound")
LIMITS = ArchiveLimits(entries=20, unpacked_bytes=8 << 20)
Write = Callable[[bytes], Path]


class CalledOffError(Exception):
    """The work is no longer wanted."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts bytes into a file."""

    def to_disk(data: bytes) -> Path:
        path = tmp_path / "drop.zip"
        path.write_bytes(data)
        return path

    return to_disk


def refusal(path: Path) -> RejectedError:
    """Why the archive stays shut."""
    with pytest.raises(RejectedError) as caught:
        open_archives(LIMITS).members(path)
    return caught.value


def names(path: Path) -> list[str]:
    """What the archive lists."""
    return [file.name for file in open_archives(LIMITS).members(path)]


def test_lists_files_without_folders_and_junk_in_natural_order(tmp_path: Path) -> None:
    """What an ordinary program packed is listed as a person would list it."""
    path = tmp_path / "drop.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.mkdir("CD1")
        for name in ("CD1/10.mp3", "CD1/2.mp3", "__MACOSX/CD1/._2.mp3", "CD1/.DS_Store", "cover.jpg"):
            target.writestr(name, name)

    found = open_archives().members(path)

    assert [(file.name, file.source, file.size_bytes) for file in found] == [
        ("CD1/2.mp3", "CD1/2.mp3", 9),
        ("CD1/10.mp3", "CD1/10.mp3", 10),
        ("cover.jpg", "cover.jpg", 9),
    ]


@pytest.mark.parametrize("method", [0, 8])
def test_extracts_what_was_packed(write: Write, tmp_path: Path, method: int) -> None:
    """A member's bytes arrive whole, named by their content."""
    content = b"".join(zlib.crc32(str(number).encode()).to_bytes(4, "little") for number in range(200_000))
    path = write(forge(GOOD, Forged(b"a/b.wav", content, method=method)))
    into = tmp_path / "out"

    blob = open_archives(LIMITS).extract(path, "a/b.wav", into, limit_bytes=len(content))

    assert into.read_bytes() == content
    assert (blob.sha256, blob.size_bytes) == (sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("method", [0, 8])
def test_every_piece_is_heard_of(write: Write, tmp_path: Path, method: int) -> None:
    """A large member says that it goes on, and can be called off between two pieces; then nothing of it stays."""
    content = b"".join(zlib.crc32(str(number).encode()).to_bytes(4, "little") for number in range(200_000))
    path = write(forge(Forged(b"a.wav", content, method=method)))
    into = tmp_path / "out"
    sizes: list[int] = []

    def moved() -> None:
        sizes.append(into.stat().st_size)
        if len(sizes) == 3:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        open_archives(LIMITS).extract(path, "a.wav", into, limit_bytes=len(content), moved=moved)

    assert sizes == sorted(set(sizes))
    assert not into.exists()


def test_a_full_disk_is_ours_and_passes(write: Write, tmp_path: Path) -> None:
    """The publisher is not blamed for our disk, and the work is tried again."""
    into = tmp_path / "out"
    into.symlink_to("/dev/full")

    with pytest.raises(UnavailableError) as caught:
        open_archives(LIMITS).extract(write(forge(GOOD)), "good.mp3", into, limit_bytes=5)

    assert caught.value.cause_code == "scratch-full"
    assert not into.is_symlink()


NAMES = {
    "climbs out": b"../../etc/passwd",
    "climbs within": b"a/../b",
    "dot": b"a/./b",
    "absolute": b"/etc/passwd",
    "drive": b"C:evil.mp3",
    "backslash": b"a\\b.mp3",
    "device": b"music/AUX.mp3",
    "device with superscript": "COM¹.txt".encode(),
    "device with a trailing dot": b"nul. .",
    "zero byte": b"good.mp3\0.exe",
    "new line": b"a\nb.mp3",
    "empty": b"",
    "empty part": b"a//b.mp3",
    "turned reading direction": "cover\u202egpj.exe".encode(),
    "endless part": b"a" * 256,
    "endless path": b"/".join([b"abcdefgh"] * 120),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_refuses_names_that_are_no_plain_relative_path(write: Write, name: bytes) -> None:
    """A name that could mean a place outside the archive shuts all of it."""
    assert refusal(write(forge(GOOD, Forged(name, flags=0x800)))).cause_code == "archive-unsafe"


TWINS = {
    "same": (b"a.mp3", b"a.mp3"),
    "case": (b"A.mp3", b"a.MP3"),
    "accents": ("é.mp3".encode(), "e\u0301.mp3".encode()),
    "width": (b"a.mp3", "\uff41.mp3".encode()),
    "trailing dot": (b"a.mp3", b"a.mp3."),
    "sharp s": ("straße".encode(), b"STRASSE"),
    "file and folder": (b"a", b"a/b"),
    "file and stated folder": (b"a/", b"A"),
}


@pytest.mark.parametrize("pair", TWINS.values(), ids=TWINS)
def test_refuses_two_names_for_one_place(write: Write, pair: tuple[bytes, bytes]) -> None:
    """Names that fold together somewhere are refused: which one a program sees would be chance."""
    first, second = (Forged(name, b"" if name.endswith(b"/") else b"x", flags=0x800) for name in pair)

    assert refusal(write(forge(first, second))).cause_code == "archive-unsafe"


TRICKS = {
    "symlink": forge(Forged(b"a", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)),
    "fifo": forge(Forged(b"a", attributes=stat.S_IFIFO << 16)),
    "folder marked, file named": forge(Forged(b"a", attributes=stat.S_IFDIR << 16)),
    "folder with content": forge(Forged(b"a/", b"hidden")),
    "other method": forge(Forged(b"a", method=12)),
    "deflate64": forge(Forged(b"a", method=9)),
    "local name differs": forge(Forged(b"a.mp3", local={"name": b"b.mp3"})),
    "local method differs": forge(Forged(b"a.mp3", local={"method": 0})),
    "local size differs": forge(Forged(b"a.mp3", local={"size": 2})),
    "local packed size differs": forge(Forged(b"a.mp3", local={"packed": 1})),
    "local checksum differs": forge(Forged(b"a.mp3", local={"crc": 1})),
    "local utf-8 flag differs": forge(Forged(b"a.mp3", local={"flags": 0x800})),
    "stored with two sizes": forge(Forged(b"a", b"abc", method=0, central={"size": 9}, local={"size": 9})),
    "two entries share their data": forge(Forged(b"a"), Forged(b"a", offset=0)),
    "overlapping quoted": forge(Forged(b"a.mp3"), Forged(b"a.mp3", offset=0, central={"packed": 40})),
    "member reaches into the directory": forge(
        Forged(b"a", b"abc", method=0, central={"packed": 9, "size": 9}, local={"packed": 9, "size": 9})
    ),
    "prepended, offsets kept": forge(GOOD, prepended=b"#!/bin/sh\n"),
    "prepended, offsets of the bare archive": b"MZ" + forge(GOOD),
    "second end record in the comment": forge(GOOD, comment=b"PK\5\6" + bytes(16) + b"\0\0"),
    "end record hidden in the comment": forge(GOOD, comment=b"PK\5\6 and more"),
    "two archives": forge(GOOD) + forge(GOOD),
    "counts disagree": forge(GOOD, count_here=2),
    "more in the directory than counted": forge(GOOD, Forged(b"b"), count=1),
    "directory elsewhere": forge(GOOD, shift=-1),
    "not utf-8": forge(Forged(b"\xff.mp3", flags=0x800)),
    "zip64 says otherwise": forge(GOOD, zip64=True)[:-14] + struct.pack("<2H2LH", 7, 7, 2**32 - 1, 2**32 - 1, 0),
}


@pytest.mark.parametrize("data", TRICKS.values(), ids=TRICKS)
def test_refuses_archives_that_say_two_things(write: Write, data: bytes) -> None:
    """Where two programs could see two archives, or a member that is no file, nothing is opened."""
    assert refusal(write(data)).cause_code == "archive-unsafe"


WRECKS = {
    "empty file": b"",
    "no zip at all": b"ID3" + bytes(4000),
    "cut within the end record": forge(GOOD)[:-1],
    "cut in half": forge(GOOD, Forged(b"b.mp3", bytes(range(256))))[:100],
    "bytes appended": forge(GOOD, appended=b"\0"),
    "fewer in the directory than counted": forge(GOOD, count=2),
    "member where none is": forge(GOOD, Forged(b"b", offset=3)),
    "in several parts": forge(GOOD).replace(b"PK\5\6\0\0\0\0", b"PK\5\6\1\0\1\0"),
    "zip64 field missing": forge(Forged(b"a", central={"size": 2**32 - 1})),
}


@pytest.mark.parametrize("data", WRECKS.values(), ids=WRECKS)
def test_refuses_what_is_not_whole(write: Write, data: bytes) -> None:
    """A truncated or otherwise broken file is told apart from a dangerous one."""
    assert refusal(write(data)).cause_code == "archive-damaged"


BOMBS = {
    "one member": forge(Forged(b"a", bytes(4 << 20))),
    "many members": forge(*(Forged(f"{number}".encode(), bytes(1 << 20)) for number in range(4))),
    "too many members": forge(*(Forged(f"{number}".encode()) for number in range(21))),
    "count alone": forge(GOOD, zip64=True, count=2**40),
    "sum": forge(*(Forged(f"{n}".encode(), central={"size": 2**23, "packed": 2**22}) for n in range(2))),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_refuses_bombs_before_unpacking(write: Write, data: bytes) -> None:
    """What would unpack to too much, or holds too many entries, is refused by its directory alone."""
    assert refusal(write(data)).cause_code == "archive-too-large"


@pytest.mark.parametrize("flag", [0x0001, 0x0041, 0x2000])
def test_refuses_encrypted_archives(write: Write, flag: int) -> None:
    """A password is asked for by name of the member."""
    found = refusal(write(forge(Forged(b"secret.mp3", flags=flag))))

    assert found.cause_code == "archive-encrypted"
    assert "secret.mp3" in found.message


def test_reads_names_of_every_age(write: Write) -> None:
    """CP437 of old programs, unmarked UTF-8 of macOS, marked UTF-8, and Info-ZIP's own field give the right names."""
    dos = "Ténèbres.mp3".encode("cp437")
    stated = "Žalm.mp3".encode()
    info_zip = struct.pack("<HHBL", 0x7075, 5 + len(stated), 1, zlib.crc32(b"?alm.mp3")) + stated
    entries = (
        Forged(dos),
        Forged("Übung.mp3".encode()),
        Forged("u\u0308ber.mp3".encode(), flags=0x800),
        Forged(b"?alm.mp3", extra=info_zip),
    )

    assert names(write(forge(*entries))) == ["Ténèbres.mp3", "über.mp3", "Übung.mp3", "Žalm.mp3"]


def test_reads_zip64(write: Write) -> None:
    """The large format is read, though the archive be small."""
    wide = struct.pack("<HHQQ", 1, 16, 5, len(GOOD.packed))
    full = {"size": 2**32 - 1, "packed": 2**32 - 1}
    entry = Forged(GOOD.name, GOOD.content, extra=wide, central=dict(full))

    assert names(write(forge(entry, zip64=True))) == ["good.mp3"]


def test_reads_sizes_that_follow_the_data(tmp_path: Path) -> None:
    """What was packed into a pipe, with its sizes behind the data, is an ordinary archive."""

    class Pipe:
        def __init__(self, path: Path) -> None:
            self.file = path.open("wb")

        def write(self, data: bytes) -> int:
            return self.file.write(data)

        def flush(self) -> None:
            self.file.flush()

    path = tmp_path / "piped.zip"
    pipe = Pipe(path)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:  # type: ignore[call-overload] # cannot seek
        target.writestr("a.mp3", b"sound" * 100)
    pipe.file.close()

    assert names(path) == ["a.mp3"]


def test_accepts_an_empty_archive_and_a_comment(write: Write) -> None:
    """Nothing within is a matter for whoever asked for files; a comment harms nobody."""
    assert names(write(forge())) == []
    assert names(write(forge(GOOD, comment=b"packed by hand"))) == ["good.mp3"]


def test_accepts_the_icon_of_a_macos_folder(write: Write) -> None:
    """The one name with a control character that computers write by themselves is junk, not an attack."""
    assert names(write(forge(GOOD, Forged(b"CD1/Icon\r")))) == ["good.mp3"]


LIES = {
    "unpacks to more": forge(
        Forged(b"a", bytes(4096), central={"size": 1024}, local={"size": 1024}),
    ),
    "unpacks to less": forge(Forged(b"a", bytes(1024), central={"size": 4096}, local={"size": 4096})),
    "other checksum": forge(Forged(b"a", b"abc", central={"crc": 7}, local={"crc": 7})),
    "not deflate": forge(
        Forged(b"a", b"\xff" * 100, method=0, local={"method": 8}, central={"method": 8}),
    ),
    "bytes after the stream": forge(
        Forged(
            b"a",
            Forged(b"", b"abc").packed + bytes(100),
            method=0,
            local={"method": 8, "size": 3, "crc": zlib.crc32(b"abc")},
            central={"method": 8, "size": 3, "crc": zlib.crc32(b"abc")},
        ),
    ),
}


@pytest.mark.parametrize("data", LIES.values(), ids=LIES)
def test_extracting_a_lie_leaves_no_file(write: Write, tmp_path: Path, data: bytes) -> None:
    """A member that unpacks to something else than it claims is refused, and nothing of it stays."""
    into = tmp_path / "out"

    with pytest.raises(RejectedError) as caught:
        open_archives(LIMITS).extract(write(data), "a", into, limit_bytes=1 << 20)

    assert caught.value.cause_code == "archive-damaged"
    assert not into.exists()


def test_extracting_more_than_asked_is_refused(write: Write, tmp_path: Path) -> None:
    """The caller's ceiling holds whatever the archive's own limits are."""
    with pytest.raises(RejectedError) as caught:
        open_archives(LIMITS).extract(write(forge(GOOD)), "good.mp3", tmp_path / "out", limit_bytes=4)

    assert caught.value.cause_code == "archive-too-large"


def test_extracting_what_is_not_there_is_refused(write: Write, tmp_path: Path) -> None:
    """A name that the archive does not list is the publisher's to mend."""
    with pytest.raises(RejectedError) as caught:
        open_archives(LIMITS).extract(write(forge(GOOD)), "other.mp3", tmp_path / "out", limit_bytes=4)

    assert caught.value.cause_code == "archive-member-missing"
