"""QuickTime's chapters and Nero's, each read by itself out of the boxes."""

import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelfready.adapters.audio.chapter_boxes import chapters_in_boxes
from shelfready.media import Carrier, ChapterMark

TITLES = ["One \\ é=;#", "Two", "Three, the calm"]


@pytest.fixture(scope="module")
def marked(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An M4B of nine seconds with three chapters, in both lists, as ffmpeg writes it."""
    folder = tmp_path_factory.mktemp("marked")
    rows = ["", *(f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n * 2500}\nEND={n * 2500 + 2500}\n" for n in range(3))]
    titles = ["", *("title=" + "".join(f"\\{c}" if c in "=;#\\" else c for c in title) for title in TITLES)]
    text = ";FFMETADATA1\n" + "\n".join(row + title for row, title in zip(rows, titles, strict=True))
    (folder / "chapters.txt").write_text(text)
    words = ("-f", "lavfi", "-i", "sine=d=9", "-i", folder / "chapters.txt", "-map_chapters", "1", "-c:a", "aac")
    subprocess.run([ffmpeg, "-v", "error", *words, folder / "book.m4b"], check=True)
    return (folder / "book.m4b").read_bytes()


def _read(data: bytes, folder: Path) -> dict[Carrier, list[tuple[str | None, int]]]:
    path = folder / "book.m4b"
    path.write_bytes(data)
    return {one.carrier: [(mark.title, mark.start_ms) for mark in one.marks] for one in chapters_in_boxes(path)}


def _nero(*entries: tuple[int, bytes], count: int | None = None) -> bytes:
    """A file of nothing but Nero's list."""
    rows = b"".join(struct.pack(">QB", start * 10_000, len(title)) + title for start, title in entries)
    body = b"\x01\0\0\0" + bytes(4) + bytes([len(entries) if count is None else count]) + rows
    return _box(b"moov", _box(b"udta", _box(b"chpl", body)))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_both_lists_are_read(marked: bytes, tmp_path: Path) -> None:
    """They say the same, and are told apart."""
    expected = list(zip(TITLES, (0, 2500, 5000), strict=True))

    assert _read(marked, tmp_path) == {Carrier.QUICKTIME: expected, Carrier.NERO: expected}


def test_each_list_is_read_without_the_other(marked: bytes, tmp_path: Path) -> None:
    """Which one ffprobe shows would be all that could be known otherwise."""
    assert list(_read(marked.replace(b"chpl", b"free"), tmp_path)) == [Carrier.QUICKTIME]
    assert list(_read(marked.replace(b"chap", b"sync"), tmp_path)) == [Carrier.NERO]


def test_lists_that_differ_are_both_told(marked: bytes, tmp_path: Path) -> None:
    """Nero's list counts in 100 ns; here its second chapter is moved."""
    moved = marked.replace(struct.pack(">QB", 25_000_000, len("Two")), struct.pack(">QB", 31_000_000, len("Two")))

    found = _read(moved, tmp_path)

    assert found[Carrier.NERO][1] == ("Two", 3100)
    assert found[Carrier.QUICKTIME][1] == ("Two", 2500)


def test_title_that_was_cut_within_a_character_is_read(tmp_path: Path) -> None:
    """Its length is a byte; the rest of the list is as good as ever."""
    found = _read(_nero((0, "é".encode()[:1]), (9, b"Two")), tmp_path)

    assert found == {Carrier.NERO: [("\ufffd", 0), ("Two", 9)]}


def test_list_that_promises_more_than_there_is_gives_nothing(tmp_path: Path) -> None:
    """Half a list is none: the rest of the file would be read as titles."""
    assert _read(_nero((0, b"One"), count=200), tmp_path) == {}


@pytest.mark.parametrize("data", [b"", b"moov", _box(b"moov", b""), b"\xff" * 64, _box(b"moov", _box(b"trak", b""))])
def test_file_without_chapters_has_none(data: bytes, tmp_path: Path) -> None:
    """Whatever it is."""
    assert _read(data, tmp_path) == {}


def test_boxes_within_boxes_come_to_an_end(tmp_path: Path) -> None:
    """A million empty boxes are not walked through."""
    assert _read(_box(b"moov", _box(b"free", b"") * 1_000_000), tmp_path) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.data())
def test_damaged_boxes_harm_nobody(marked: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """Any byte of the headers may be any other: there are chapters or none, and never an error or a huge answer."""
    head = marked.index(b"moov")
    damaged = bytearray(marked)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(head, len(marked) - 1))] = data.draw(st.integers(0, 255))

    path = tmp_path / "book.m4b"
    path.write_bytes(damaged)
    for one in chapters_in_boxes(path):
        assert all(isinstance(mark, ChapterMark) for mark in one.marks)
        assert len(one.marks) <= 10_000
