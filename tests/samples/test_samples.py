"""What is committed of the sample titles is whole, and made from one text."""

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp3 import MP3, BitrateMode
from PIL import Image
from stdnum import isbn

from samples.making.guide import Guide, read_guide

SAMPLES = Path(__file__).parents[2] / "samples"
EDITIONS = ("audiobook", "ebook")
MAXIMUM_SIZE_BYTES = 4_000_000


def manifest_of(edition: str) -> dict[str, Any]:
    """What a title's own manifest says."""
    manifest: dict[str, Any] = json.loads((SAMPLES / edition / "shelfready.json").read_text(encoding="utf-8"))
    return manifest


def names_of(edition: str, role: str) -> list[str]:
    """The files that a title has in one role."""
    return [file["name"] for file in manifest_of(edition)["files"] if file["role"] == role]


def track_paths() -> list[Path]:
    """The audiobook's tracks, in playing order."""
    return [SAMPLES / "audiobook" / name for name in names_of("audiobook", "track")]


@pytest.fixture(scope="module")
def guide() -> Guide:
    """The text that both titles are made from."""
    return read_guide((SAMPLES / "guide.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_manifest_states_each_file_as_it_is(edition: str) -> None:
    """Sizes and checksums are those of the files, and no file is left out."""
    stated = {file["name"]: (file["size_bytes"], file["sha256"]) for file in manifest_of(edition)["files"]}

    found = {
        path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (SAMPLES / edition).iterdir()
        if path.name != "shelfready.json"
    }
    assert found == stated


def test_each_title_has_a_valid_isbn_of_its_own() -> None:
    """Two products, two numbers, both with the right check digit."""
    isbns = [manifest_of(edition)["title_id"] for edition in EDITIONS]

    assert len(set(isbns)) == len(EDITIONS)
    assert isbns == [isbn.validate(number) for number in isbns]
    assert all(number.startswith("97899999") for number in isbns)


def test_tracks_follow_the_guide(guide: Guide) -> None:
    """One track for each part that is read aloud, in reading order, and names sort in that order too."""
    tracks = [file for file in manifest_of("audiobook")["files"] if file["role"] == "track"]

    assert [section.title for section in guide.edition("audiobook")] == [track["title"] for track in tracks]
    assert list(range(1, len(tracks) + 1)) == [track["order"] for track in tracks]
    assert sorted(track["name"] for track in tracks) == [track["name"] for track in tracks]
    assert len(tracks) >= 8


def test_tracks_are_uniform_and_tagged() -> None:
    """Each track is mono at one constant rate, and its tags agree with the manifest."""
    manifest = manifest_of("audiobook")
    paths = track_paths()

    for number, path in enumerate(paths, start=1):
        track: Any = MP3(path)  # type: ignore[no-untyped-call]  # mutagen is typed in part only
        tags = track.tags
        info = (track.info.sample_rate, track.info.channels, track.info.bitrate, track.info.bitrate_mode)
        assert info == (44_100, 1, 128_000, BitrateMode.CBR)
        assert tags.version == (2, 3, 0)
        assert manifest["files"][number - 1]["title"] == tags["TIT2"].text[0]
        assert f"{number}/{len(paths)}" == tags["TRCK"].text[0]
        assert manifest["metadata"]["title"] == tags["TALB"].text[0]
        assert manifest["metadata"]["authors"] == tags["TPE1"].text
        assert manifest["metadata"]["narrators"] == tags["TCOM"].text
        assert manifest["title_id"] == tags["TXXX:ISBN"].text[0]


@pytest.mark.parametrize("edition", EDITIONS)
def test_cover_is_large_and_square(edition: str) -> None:
    """The picture beside each title is one that every shop takes."""
    with Image.open(SAMPLES / edition / "cover.jpg") as cover:
        assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (2400, 2400))


def test_epub_holds_the_guide_and_its_own_isbn(guide: Guide) -> None:
    """The ebook opens with its mimetype, names its number and contains every chapter of the text."""
    manifest = manifest_of("ebook")
    (name,) = names_of("ebook", "epub")

    with zipfile.ZipFile(SAMPLES / "ebook" / name) as book:
        first = book.infolist()[0]
        package = book.read("EPUB/package.opf").decode()
        contents = book.read("EPUB/nav.xhtml").decode()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert f">urn:isbn:{manifest['title_id']}<" in package
    assert f"<dc:language>{manifest['metadata']['language']}</dc:language>" in package
    listed = re.findall(r'<a href="[^"]+\.xhtml">([^<]+)</a>', contents)
    # The first list of links is the table of contents; landmarks name their kind before the address.
    assert ["Title Page", *(section.title for section in guide.edition("ebook"))] == listed


def test_samples_stay_small() -> None:
    """Everyone who clones the repository carries them, so there is a ceiling."""
    sizes = [path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".pyc"]

    assert sum(sizes) < MAXIMUM_SIZE_BYTES
