"""Reading what lies on this machine."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from cli.sending import local_drop
from shelfready.errors import RejectedError
from shelfready.titles import DropKind, Role


def book(folder: Path, *names: str) -> Path:
    """A folder with files of these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def test_a_folder_without_a_manifest_is_recognised(tmp_path: Path) -> None:
    """Audio files become tracks in natural order, across discs."""
    folder = book(tmp_path / "book", "CD2/1.mp3", "CD1/10.mp3", "CD1/2.mp3", "cover.jpg")

    drop = local_drop.read(folder)

    tracks = [file for file in drop.manifest.files if file.role is Role.TRACK]
    assert drop.kind is DropKind.FOLDER
    assert [(file.order, file.name) for file in tracks] == [(1, "CD1/2.mp3"), (2, "CD1/10.mp3"), (3, "CD2/1.mp3")]
    assert drop.paths["CD1/2.mp3"] == folder / "CD1" / "2.mp3"
    assert drop.left_out == ()


def test_a_folder_with_a_manifest_is_what_it_says(tmp_path: Path) -> None:
    """The manifest names title, type and files; it is not a file of the title itself."""
    folder = book(tmp_path, "a.mp3")
    manifest = {
        "shelfready": 1,
        "title_id": "9789999900010",
        "content_type": "audiobook",
        "files": [{"role": "track", "name": "a.mp3", "order": 1, "title": "One"}],
    }
    (folder / "shelfready.json").write_text(json.dumps(manifest))

    drop = local_drop.read(folder)

    assert drop.manifest.title_id == "9789999900010"
    assert [file.name for file in drop.manifest.files] == ["a.mp3"]
    assert drop.left_out == ()


def test_nothing_is_left_out_silently(tmp_path: Path) -> None:
    """Junk and what is no file are named, with the reason."""
    folder = book(tmp_path / "book", "01.mp3", ".DS_Store")
    (folder / "elsewhere").symlink_to(tmp_path)

    drop = local_drop.read(folder)

    assert [file.name for file in drop.manifest.files] == ["01.mp3"]
    assert [line.partition(":")[0] for line in drop.left_out] == [".DS_Store", "elsewhere"]


def test_a_single_file_is_a_drop(tmp_path: Path) -> None:
    """An EPUB alone is enough."""
    book(tmp_path, "book.epub")

    drop = local_drop.read(tmp_path / "book.epub")

    assert drop.kind is DropKind.FILES
    assert [(file.role, file.name) for file in drop.manifest.files] == [(Role.EPUB, "book.epub")]


def test_a_zip_is_asked_which_title_it_is(tmp_path: Path) -> None:
    """Its manifest is read; its names become no paths; it is sent as it is."""
    manifest = {
        "shelfready": 1,
        "title_id": "9789999900010",
        "content_type": "audiobook",
        "files": [{"role": "track", "name": "a.mp3", "order": 1}],
    }
    with ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.writestr("shelfready.json", json.dumps(manifest))
        archive.writestr("a.mp3", b"x")

    drop = local_drop.read(tmp_path / "book.zip")

    assert drop.kind is DropKind.ZIP
    assert drop.manifest.title_id == "9789999900010"
    assert drop.paths == {"book.zip": tmp_path / "book.zip"}


def test_a_manifest_in_a_zip_has_a_limit(tmp_path: Path) -> None:
    """A few kilobytes that unpack to many megabytes do not fill the memory."""
    from zipfile import ZIP_DEFLATED

    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("shelfready.json", b" " * (9 * 1024**2))

    with pytest.raises(RejectedError) as caught:
        local_drop.read(tmp_path / "bomb.zip")

    assert caught.value.cause_code in ("archive-too-large", "document-too-large")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("none", "path-missing"),
        ("empty", "drop-empty"),
        ("broken.zip", "archive-damaged"),
    ],
)
def test_what_cannot_be_read_is_explained(tmp_path: Path, name: str, cause: str) -> None:
    """Each way in which a path can be wrong has its own cause."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no zip")

    with pytest.raises(RejectedError) as caught:
        local_drop.read(tmp_path / name)

    assert caught.value.cause_code == cause


def test_files_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    """A folder of something else is not sent."""
    with pytest.raises(RejectedError):
        local_drop.read(book(tmp_path, "program.exe"))
