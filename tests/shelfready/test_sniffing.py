"""A file's kind is read from its first bytes and from nothing else."""

import struct
import zipfile
from pathlib import Path

import pytest

from shelfready.sniffing import HEAD_BYTES, id3_bytes, sniff
from tests.fixtures.media import MakeAudio


def _id3(size: int) -> bytes:
    length = bytes((size >> shift) & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + length + bytes(size)


def _ftyp(brand: bytes, *others: bytes) -> bytes:
    body = brand + bytes(4) + b"".join(others)
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + struct.pack(">I", 8) + b"moov"


@pytest.mark.parametrize(
    ("codec", "kind"),
    [
        ("flac", "flac"),
        ("wav", "wav"),
        ("w64", "w64"),
        ("aiff", "aiff"),
        ("mp3", "mp3"),
        ("m4a", "m4a"),
        ("alac", "m4a"),
        ("aac", "aac"),
        ("opus", "ogg"),
    ],
)
def test_real_audio_is_known(make_audio: MakeAudio, tmp_path: Path, codec: str, kind: str) -> None:
    """What ffmpeg writes in each container is recognised, whatever the file is called."""
    made = make_audio(tmp_path / "cover.jpg", seconds=0.5, codec=codec)

    assert sniff(made.read_bytes()[:HEAD_BYTES]) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RF64\xff\xff\xff\xffWAVEds64", "rf64"),
        (b"BW64\xff\xff\xff\xffWAVEds64", "rf64"),
        (b"FORM\x00\x00\x00\x00AIFCFVER", "aiff"),
        (_ftyp(b"M4B ", b"isom"), "m4a"),
        (_ftyp(b"aax ", b"M4B "), "aax"),
        (_ftyp(b"M4P "), "aax"),
        (_ftyp(b"mp42", b"M4P "), "aax"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "asf"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"GIF89a", "gif"),
        (b'\xef\xbb\xbf {"name": 1}', "json"),
        (b"[1, 2]", "json"),
        (b"[]", "json"),
        (b'<?xml version="1.0"?><ONIXMessage/>', "xml"),
        (b"<ONIXMessage release='3.0'>", "xml"),
        ('<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16"), "xml"),
        (_id3(200) + b"fLaC\x00\x00\x00\x22", "flac"),
        (_id3(200) + _id3(100) + b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (_id3(HEAD_BYTES * 2)[:HEAD_BYTES], "mp3"),
    ],
)
def test_marks_are_known(head: bytes, kind: str) -> None:
    """Each kind is known by its mark, also behind an ID3 tag."""
    assert sniff(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x00" * 4096,
        b"#EXTM3U\n#EXTINF:10,\nsong.mp3\n",
        b"ffconcat version 1.0\nfile other.mp3\n",
        b"[playlist]\nFile1=song.mp3\n",
        b"{\\rtf1 hello}",
        b"hello, this is text\n",
        b"\xff\xfeh\x00e\x00l\x00l\x00o\x00",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"ID3",
        b"\xff\xfb",
        # One frame header and then something else: two bytes prove nothing.
        b"some text \xff\xfb\x90\x00" + b"x" * 2000,
    ],
)
def test_the_rest_is_unknown(head: bytes) -> None:
    """Lists of other files, text and noise are nothing that we know."""
    assert sniff(head) is None


def test_a_book_is_told_from_an_archive(tmp_path: Path) -> None:
    """An EPUB is an archive whose first member says so; any other archive is just one."""
    book, archive = tmp_path / "a", tmp_path / "b"
    with zipfile.ZipFile(book, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("01.mp3", "x")
        made.writestr("mimetype", "application/epub+zip")

    assert sniff(book.read_bytes()) == "epub"
    assert sniff(archive.read_bytes()) == "zip"


def test_sound_may_follow_padding(make_audio: MakeAudio, tmp_path: Path) -> None:
    """Some players leave zeros between the tag and the first frame of an MP3."""
    made = make_audio(tmp_path / "a", codec="mp3", options=("-id3v2_version", "0", "-write_xing", "0")).read_bytes()

    assert sniff(_id3(50) + bytes(500) + made) == "mp3"


def test_id3_tags_are_measured() -> None:
    """The length of all tags at the head is known, though the head holds only the beginning of the last."""
    assert id3_bytes(b"fLaC") == 0
    assert id3_bytes(_id3(200) + b"fLaC") == 210
    assert id3_bytes(_id3(200) + _id3(100_000_000)[:20]) == 210 + 10 + 100_000_000
