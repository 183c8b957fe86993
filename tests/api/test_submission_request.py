"""Everything that can be said against a submission, said at once."""

from typing import Any

import pytest

from api.submission_request import read_submission
from tests.api.house import ISBN, body


def _faults(document: object) -> dict[str, str]:
    return {fault.pointer: fault.detail for fault in read_submission(document).faults}


def _with_files(*files: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return body(drop={"kind": "files", "files": list(files)}, **changed)


def _track(order: int | None, name: str, **changed: Any) -> dict[str, Any]:
    return {"role": "track", "name": name, "order": order, "source": "https://files.example/x.mp3", **changed}


def test_a_good_body_has_no_faults() -> None:
    """Nothing is said against what is right."""
    sent = read_submission(body())

    assert sent.faults == ()
    assert sent.request is not None
    assert len(sent.request.drop.files) == 3


def test_all_faults_are_listed_together() -> None:
    """A misspelt role does not hide a missing order, nor that the ISBN is wrong."""
    document = _with_files(
        {"role": "trak", "name": "00.mp3", "source": "https://files.example/00.mp3"},
        _track(None, "01.mp3"),
        _track(2, "02.mp3"),
        _track(2, "02.mp3", source="ftp://files.example/02.mp3"),
        _track(4, "04.mp3", source=None),
        _track(5, "05.mp3", size_bytes=0),
        {"role": "epub", "name": "b.epub", "source": "https://user:secret@files.example/b.epub", "colour": "red"},
        title_id="9780306406158",
        content_type="podcast",
    )

    assert set(_faults(document)) == {
        "/title_id",
        "/content_type",
        "/drop/files/0/role",
        "/drop/files/1/order",
        "/drop/files/2/name",
        "/drop/files/2/order",
        "/drop/files/3/name",
        "/drop/files/3/order",
        "/drop/files/3/source",
        "/drop/files/4/source",
        "/drop/files/5/size_bytes",
        "/drop/files/6/colour",
    }


def test_an_isbn_says_its_check_digit() -> None:
    """Thirteen digits must add up; other ids are the publisher's own business."""
    assert "7" in _faults(body("9780306406158"))["/title_id"]
    assert _faults(body(ISBN)) == {}
    assert _faults(body("978030640615")) == {}
    assert _faults(body("own-id.7")) == {}


@pytest.mark.parametrize("title_id", ["", "../x", "a b", "x" * 65, "é", 9780306406157, None])
def test_odd_titles_are_refused(title_id: object) -> None:
    """A title's id is safe in keys and addresses, and a text."""
    assert "/title_id" in _faults({**body(), "title_id": title_id})


def test_a_product_needs_its_files() -> None:
    """An audiobook without a track is refused before anything is fetched, and so is a role that it does not have."""
    cover = {"role": "cover", "name": "c.jpg", "source": "https://files.example/c.jpg"}
    book = {"role": "epub", "name": "b.epub", "source": "https://files.example/b.epub"}

    assert "track" in _faults(_with_files(cover))["/drop/files"]
    assert set(_faults(_with_files(_track(1, "1.mp3"), book))) == {"/drop/files/1/role"}
    assert set(_faults(_with_files())) == {"/drop/files"}


def test_one_track_needs_no_order() -> None:
    """There is only one order that a single track can have."""
    assert _faults(_with_files(_track(None, "book.mp3"))) == {}


def test_equal_names_are_found_in_every_spelling() -> None:
    """A name composed and decomposed is one name."""
    assert set(_faults(_with_files(_track(1, "\u00e9.mp3"), _track(2, "e\u0301.mp3")))) == {
        "/drop/files/0/name",
        "/drop/files/1/name",
    }


def test_a_file_may_be_one_that_was_delivered_before() -> None:
    """Hash and size stand for a source; one of them alone does not."""
    digest = "ab" * 32

    assert _faults(_with_files(_track(1, "1.mp3", source=None, sha256=digest, size_bytes=9))) == {}
    assert set(_faults(_with_files(_track(1, "1.mp3", source=None, sha256=digest)))) == {"/drop/files/0/source"}


@pytest.mark.parametrize(
    ("drop", "pointers"),
    [
        ({"kind": "folder", "source": "s3://bucket/folder"}, set()),
        ({"kind": "zip", "source": "https://files.example/book.zip"}, set()),
        ({"kind": "folder"}, {"/drop/source"}),
        ({"kind": "zip", "source": ""}, {"/drop/source"}),
        ({"kind": "folder", "source": "https://files.example/"}, {"/drop/source"}),
        ({"kind": "zip", "source": "s3://b/k", "files": [_track(1, "1.mp3")]}, {"/drop/files"}),
        ({"kind": "files", "source": "s3://b/k", "files": [_track(1, "1.mp3")]}, {"/drop/source"}),
        ({"kind": "crate", "source": "s3://b/k"}, {"/drop/kind"}),
        ({"source": "s3://b/k"}, {"/drop/kind"}),
        ([], {"/drop"}),
        (None, {"/drop"}),
        ({"kind": "files", "files": "x"}, {"/drop/files"}),
        ({"kind": "files", "files": [1, None]}, {"/drop/files/0", "/drop/files/1"}),
        ({"kind": "files", "files": {}}, {"/drop/files"}),
    ],
)
def test_drops(drop: object, pointers: set[str]) -> None:
    """Each kind of drop has what it needs and nothing that would be ignored."""
    assert set(_faults(body(drop=drop))) == pointers


@pytest.mark.parametrize("document", [None, [], "x", 7, {}])
def test_what_is_no_object_is_refused(document: object) -> None:
    """Any JSON can be read, and is refused with a fault."""
    sent = read_submission(document)

    assert sent.request is None
    assert sent.faults
