"""What the manifest's reader does with bytes that no example drop can hold."""

import json

import pytest

from shelfready.drops import DropListing
from shelfready.errors import RejectedError
from shelfready.ports import ListedFile
from shelfready.publishers import PUBLISHERS
from shelfready.titles import Manifest

DIALECT = PUBLISHERS["shelfready-manifest"]


def _read(data: bytes, *names: str) -> Manifest:
    files = tuple(ListedFile(name=name, source=f"file:///drop/{name}", size_bytes=1) for name in names)
    return DIALECT.read(DropListing(files=files, documents={"shelfready.json": data}))


def test_byte_order_mark_is_no_fault() -> None:
    """Windows' editors write one, and nobody sees it."""
    document = {"shelfready": 1, "files": [{"role": "track", "name": "1.mp3"}]}

    manifest = _read(b"\xef\xbb\xbf" + json.dumps(document).encode(), "1.mp3")

    assert [file.name for file in manifest.files] == ["1.mp3"]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b'{"shelfready":1}', b'{"shelfready":1,"files":[]}']
)
def test_nonsense_is_refused_and_nothing_else(data: bytes) -> None:
    """Whatever the bytes are, the publisher is told; nothing breaks."""
    with pytest.raises(RejectedError) as caught:
        _read(data, "1.mp3")

    assert caught.value.cause_code == "manifest-invalid"


def test_many_faults_are_told_shortly() -> None:
    """A manifest of a thousand faults makes a message that can be read."""
    files = [{"role": "track", "name": f"{number}.mp3"} for number in range(1000)]

    with pytest.raises(RejectedError, match=r"1000 faults.*and 980 more") as caught:
        _read(json.dumps({"shelfready": 1, "files": files}).encode())

    assert len(caught.value.message) < 3000


def test_names_with_their_folder_are_bounded() -> None:
    """A name that is fine beside the manifest may be too long with its folder."""
    folder = "d" * 250
    document = {"shelfready": 1, "files": [{"role": "track", "name": "01-storm.mp3"}]}
    listed = ListedFile(name=f"{folder}/01-storm.mp3", source="file:///drop/x", size_bytes=1)
    listing = DropListing(files=(listed,), documents={f"{folder}/shelfready.json": json.dumps(document).encode()})

    with pytest.raises(RejectedError, match="263 characters"):
        DIALECT.read(listing)


def _with_chapters(*chapters: object, folder: str = "") -> Manifest:
    document = {"shelfready": 1, "files": [{"role": "track", "name": "1.mp3"}], "chapters": list(chapters)}
    name = f"{folder}shelfready.json"
    file = ListedFile(name=f"{folder}1.mp3", source="file:///drop/1.mp3", size_bytes=1)
    return DIALECT.read(DropListing(files=(file,), documents={name: json.dumps(document).encode()}))


def test_chapters_are_taken_over() -> None:
    """Files are named from the manifest's own folder."""
    chapters = ({"title": "One", "start_ms": 0}, {"title": "Two", "file": "1.mp3", "start_ms": 5, "level": 2})

    found = _with_chapters(*chapters, folder="book/").chapters

    assert [(one.title, one.file, one.start_ms, one.level) for one in found] == [
        ("One", None, 0, 1),
        ("Two", "book/1.mp3", 5, 2),
    ]


@pytest.mark.parametrize(
    ("chapter", "fault"),
    [
        ({"title": "One", "file": "2.mp3"}, r"chapters\[0\] is in 2.mp3, which is no listed track"),
        ({"title": "One"}, r"chapters\[0\]: .*needs a start_ms, a file, or both"),
        ({"title": "One", "start_ms": -1}, r"chapters\[0\].start_ms"),
        ({"title": "", "start_ms": 0}, r"chapters\[0\].title"),
        ({"title": "One", "start": "0:00"}, r"chapters\[0\].start: is no field of a manifest"),
    ],
)
def test_chapter_that_is_nowhere_is_a_fault(chapter: dict[str, object], fault: str) -> None:
    """The publisher is told which one, and why."""
    with pytest.raises(RejectedError, match=fault):
        _with_chapters(chapter)
