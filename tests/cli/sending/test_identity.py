"""Which title a drop is."""

from pathlib import Path

import pytest

from cli.sending.identity import Identity, identify, isbns_in
from cli.sending.local_drop import LocalDrop
from shelfready.errors import RejectedError
from shelfready.titles import DeclaredFile, DropKind, Manifest, Role


def drop(
    *names: str,
    root: str = "folder",
    role: Role = Role.TRACK,
    title_id: str | None = None,
    content_type: str | None = None,
) -> LocalDrop:
    """A drop with files of these names in one role."""
    files = tuple(DeclaredFile(role=role, name=name, order=order) for order, name in enumerate(names, 1))
    manifest = Manifest(title_id=title_id, content_type=content_type, files=files)
    return LocalDrop(DropKind.FOLDER, Path(root), manifest, {})


def test_what_the_sender_says_goes_first() -> None:
    """--isbn and --content-type win over everything."""
    said = identify(drop("9789999900027.mp3", title_id="9789999900027"), "978-99999-0001-0", "ebook")

    assert said == Identity(title_id="9789999900010", content_type="ebook")


def test_then_the_manifest() -> None:
    """A manifest wins over names."""
    said = identify(drop("9789999900027.mp3", title_id="own-7", content_type="audiobook"), None, None)

    assert said == Identity(title_id="own-7", content_type="audiobook")


def test_then_the_folders_name() -> None:
    """The folder's name wins over its files'."""
    said = identify(drop("9789999900027.mp3", root="9789999900010_the_book"), None, None)

    assert said == Identity(title_id="9789999900010", content_type="audiobook")


def test_then_the_files_names() -> None:
    """Every file may carry the same ISBN."""
    said = identify(drop("9789999900010_01.mp3", "9789999900010_02.mp3"), None, None)

    assert said.title_id == "9789999900010"


def test_an_ebook_is_told_by_its_epub() -> None:
    """The content type follows from what the files are."""
    assert identify(drop("9789999900010.epub", role=Role.EPUB), None, None).content_type == "ebook"


def test_a_publishers_own_id_is_taken_as_it_is() -> None:
    """What is not made like an ISBN is not judged like one."""
    assert identify(drop("a.mp3"), "HARBOUR-7", None).title_id == "HARBOUR-7"


@pytest.mark.parametrize(
    ("given", "isbn", "content_type", "cause", "word"),
    [
        (drop("01.mp3"), None, None, "title-unknown", "no ISBN"),
        (drop("9789999900010.mp3", "9789999900027.mp3"), None, None, "title-unknown", "2 ISBNs"),
        (drop("01.mp3"), "9789999900011", None, "isbn-invalid", "should be 0"),
        (drop("9789999900010.mp3"), None, "scroll", "content-type-unknown", "audiobook, ebook"),
        (drop("9789999900010.jpg", role=Role.COVER), None, None, "content-type-unknown", "--content-type"),
    ],
)
def test_what_cannot_be_known_is_asked_for(
    given: LocalDrop, isbn: str | None, content_type: str | None, cause: str, word: str
) -> None:
    """Nothing is guessed; the message says what was found and what to write."""
    with pytest.raises(RejectedError) as caught:
        identify(given, isbn, content_type)

    assert caught.value.cause_code == cause
    assert word in caught.value.message


def test_only_valid_isbns_count() -> None:
    """A long number, or one with a wrong check digit, is no ISBN."""
    assert isbns_in(["9789999900011.mp3", "97899999000100.mp3", "19789999900010.mp3"]) == ()
