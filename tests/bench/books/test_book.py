"""Drops that the bench sends."""

from pathlib import Path

import pytest

from bench.books.book import Book, write_audiobook, write_recovered, write_retitled
from cli.sending import local_drop
from shelfready.media import TIMELINE_RATE_HZ


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An audiobook of two tracks."""
    for name in ("one.mp3", "two.mp3", "cover.jpg"):
        (tmp_path / name).write_text(name)
    write_audiobook(
        tmp_path / "book", "bench-two", [tmp_path / "one.mp3", tmp_path / "two.mp3"], tmp_path / "cover.jpg"
    )
    return tmp_path / "book"


def test_a_drop_is_read_as_a_publishers_would(folder: Path) -> None:
    """Its manifest names every file, the tracks in order."""
    manifest = local_drop.read(folder).manifest

    assert manifest.title_id == "bench-two"
    assert [(file.role, file.order, file.name) for file in manifest.files] == [
        ("track", 1, "001.mp3"),
        ("track", 2, "002.mp3"),
        ("cover", None, "cover.jpg"),
    ]


def test_a_retitled_drop_differs_in_its_metadata_only(folder: Path, tmp_path: Path) -> None:
    """The files are the very same."""
    write_retitled(tmp_path / "again", folder, {"title": "Another"})

    before, after = local_drop.read(folder).manifest, local_drop.read(tmp_path / "again").manifest
    assert after.files == before.files
    assert after.metadata == before.metadata.model_copy(update={"title": "Another"})


def test_a_drop_with_another_cover_differs_in_its_cover_only(folder: Path, tmp_path: Path) -> None:
    """Tracks and metadata are the very same; the picture is declared with its own hash."""
    another = tmp_path / "another.jpg"
    another.write_text("another picture")
    write_recovered(tmp_path / "again", folder, another)

    before, after = local_drop.read(folder).manifest, local_drop.read(tmp_path / "again").manifest
    assert after.files[:-1] == before.files[:-1]
    assert after.metadata == before.metadata
    assert (after.files[-1].role, after.files[-1].size_bytes) == ("cover", len("another picture"))
    assert (tmp_path / "again" / "cover.jpg").read_text() == "another picture"


def test_length_is_that_of_what_is_decoded(folder: Path) -> None:
    """A book is as long as its decoded samples."""
    book = Book(folder=folder, title_id="bench-two", decoded_samples=(TIMELINE_RATE_HZ, TIMELINE_RATE_HZ // 2))

    assert book.audio_s == 1.5
    assert [track.name for track in book.tracks] == ["001.mp3", "002.mp3"]
