"""The small documents of a drop are read before its files; large and broken ones refuse it by name."""

from pathlib import Path

import pytest

from shelfready.adapters.sheets import open_tables
from shelfready.drop_documents import DOCUMENT_LIMIT_BYTES, MOST_DOCUMENTS, listing_of
from shelfready.drops import DropListing
from shelfready.errors import LimitError, RejectedError
from shelfready.ports import ListedFile


def _listing(folder: Path, files: dict[str, bytes], size_bytes: int | None = None) -> DropListing:
    listed = [
        ListedFile(name=name, source=name, size_bytes=len(data) if size_bytes is None else size_bytes)
        for name, data in files.items()
    ]
    return listing_of(
        listed, lambda file, into: into.write_bytes(files[file.name]), open_tables(), folder, title_id="t"
    )


def test_documents_are_read_and_the_rest_is_not(tmp_path: Path) -> None:
    """Lists, what may be ONIX, and sheets; recordings are only listed."""
    files = {"shelfready.json": b"{}", "CD1/ONIX.XML": b"<x/>", "a.csv": b"ISBN,Title\n1,A\n", "1.mp3": b"?"}

    listing = _listing(tmp_path, files)

    assert dict(listing.documents) == {"shelfready.json": b"{}", "CD1/ONIX.XML": b"<x/>"}
    assert {name: tuple(table.rows) for name, table in listing.tables.items()} == {
        "a.csv": (("ISBN", "Title"), ("1", "A"))
    }
    assert [file.name for file in listing.files] == list(files)
    assert listing.title_id == "t"
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_cannot_be_read_says_its_name(tmp_path: Path) -> None:
    """Among a hundred files, which one must be mended is the question."""
    with pytest.raises(RejectedError, match=r"^titles\.csv: ") as caught:
        _listing(tmp_path, {"titles.csv": b'ISBN,Title\n1,"A\n'})

    assert caught.value.cause_code == "sheet-unreadable"


@pytest.mark.parametrize("name", ["shelfready.json", "onix.xml", "titles.xlsx"])
def test_a_large_document_refuses_the_drop(tmp_path: Path, name: str) -> None:
    """Before a byte of it is fetched; a whole catalogue is a feed."""
    with pytest.raises(LimitError, match="as a feed") as caught:
        _listing(tmp_path, {name: b"not fetched"}, DOCUMENT_LIMIT_BYTES + 1)

    assert caught.value.cause_code == "document-too-large"


@pytest.mark.parametrize(("count", "size_bytes"), [(MOST_DOCUMENTS + 1, 1), (9, DOCUMENT_LIMIT_BYTES)])
def test_many_documents_refuse_the_drop(tmp_path: Path, count: int, size_bytes: int) -> None:
    """However small each is."""
    with pytest.raises(LimitError):
        _listing(tmp_path, {f"{number}.xml": b"x" for number in range(count)}, size_bytes)
