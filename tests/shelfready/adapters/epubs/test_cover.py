"""Taking an EPUB's own cover out of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from shelfready.adapters.epubs import open_epubs
from shelfready.adapters.epubs.cover import MOST_COVER_BYTES
from shelfready.adapters.images import open_pictures
from tests.shelfready.adapters.epubs.binding import PACKAGE, PNG
from tests.shelfready.adapters.epubs.conftest import Patient

Book = Callable[[Mapping[str, str | bytes | None]], Path]

_EPUB_2_COVER = {
    "EPUB/package.opf": PACKAGE.replace(' properties="cover-image"', "").replace(
        "</metadata>", '<meta name="cover" content="pic"/></metadata>'
    )
}


@pytest.mark.parametrize("changes", [{}, _EPUB_2_COVER], ids=["epub-3", "epub-2"])
def test_a_cover_comes_out_as_it_lies_there(book: Book, patient: Patient, changes: dict[str, str]) -> None:
    """The very bytes, by either way of naming it."""
    assert open_epubs().read(book(changes), patient).cover == PNG


@pytest.mark.parametrize(
    "changes",
    [
        {"EPUB/package.opf": PACKAGE.replace(' properties="cover-image"', "")},
        {"EPUB/cover.png": None},
        {"EPUB/package.opf": PACKAGE.replace("cover.png", "../../../etc/passwd")},
        {"EPUB/package.opf": PACKAGE.replace("cover.png", "file:///etc/passwd")},
    ],
    ids=["not-named", "missing", "outside-the-book", "elsewhere"],
)
def test_there_is_none_without_a_file_in_the_book(book: Book, patient: Patient, changes: dict[str, str | None]) -> None:
    """And the book is read all the same; nothing else on this machine is."""
    found = open_epubs().read(book(changes), patient)

    assert found.cover == b""
    assert found.facts.title == "The Title"


def test_one_that_is_too_large_is_left_where_it_is(book: Book, patient: Patient) -> None:
    """A byte beyond the limit; what is as large as the limit comes out."""
    # Unlike each other, so that the archive is not refused for unpacking to too much.
    noise = b"".join(number.to_bytes(8, "little") for number in range(MOST_COVER_BYTES // 8))

    fits = open_epubs().read(book({"EPUB/cover.png": noise}), patient)
    exceeds = open_epubs().read(book({"EPUB/cover.png": noise + b"x"}), patient)

    assert len(fits.cover) == MOST_COVER_BYTES
    assert exceeds.cover == b""
    assert exceeds.facts == fits.facts


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("epub2-gutenberg/alice_in_wonderland", "jpeg"),
        ("idpf/childrens-literature", "png"),
        ("idpf/wasteland-otf-obf", "jpeg"),
    ],
)
def test_covers_of_real_books_are_pictures(
    shared_epubs: Path, patient: Patient, tmp_path: Path, name: str, kind: str
) -> None:
    """Those of books that others made can be decoded."""
    picture = tmp_path / "cover"

    picture.write_bytes(open_epubs().read(shared_epubs / f"{name}.epub", patient).cover)

    assert open_pictures().read(picture).format == kind
