"""What is kept of a file beside its facts, whatever its role."""

from pathlib import Path

import pytest

from shelfready.errors import LimitError, RejectedError, UnavailableError
from shelfready.measuring import Instruments
from shelfready.media import EpubMessage, ImageFacts
from shelfready.ports import MeasuredAudio, ReadEpub, Watcher
from shelfready.rules._examples import digest, epub, image
from shelfready.titles import Asset, Role

MESSAGE = EpubMessage(id="RSC-005", severity="error", text="wrong")


class Books:
    """Reads one book, whatever it is given."""

    def __init__(self, cover: bytes) -> None:
        self.cover = cover

    def read(self, path: Path, watcher: Watcher) -> ReadEpub:
        """The book."""
        return ReadEpub(facts=epub(messages=None), cover=self.cover)

    def check(self, path: Path, watcher: Watcher) -> tuple[EpubMessage, ...]:
        """One message."""
        return (MESSAGE,)


class Gallery:
    """Knows one picture."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    def read(self, path: Path) -> ImageFacts:
        """The picture, if its bytes are the right ones."""
        if self.failure is not None:
            raise self.failure
        if path.read_bytes() != b"picture":
            raise RejectedError("no picture")
        return image()

    def reduce(self, path: Path, longest_side_px: int, quality: int, into: Path) -> ImageFacts:
        """Is not asked for."""
        raise NotImplementedError

    def draw_peaks(self, peaks: bytes, into: Path) -> ImageFacts:
        """Is not asked for."""
        raise NotImplementedError


class Deaf:
    """Hears nothing."""

    def measure(self, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
        """Is not asked for."""
        raise NotImplementedError


class Patient:
    """A watcher that waits for ever."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Nothing."""

    def moved(self) -> None:
        """Nothing."""

    def check(self) -> None:
        """Nothing."""


def pieces_of(tmp_path: Path, cover: bytes, gallery: Gallery) -> dict[str, bytes]:
    """What is kept of a book with such a cover."""
    path = tmp_path / "book"
    path.write_bytes(b"PK")
    asset = Asset(role=Role.EPUB, name="book.epub", sha256=digest("book"), size_bytes=2)
    books = Books(cover)

    measured = Instruments(Deaf(), books, books, gallery).measure(asset, path, Patient())

    assert measured.facts.epub == epub(messages=(MESSAGE,))
    return measured.pieces


def test_the_cover_of_a_book_is_kept(tmp_path: Path) -> None:
    """As it lay there, if it can be decoded."""
    assert pieces_of(tmp_path, b"picture", Gallery()) == {"cover": b"picture"}


@pytest.mark.parametrize("cover", [b"", b"<svg/>"], ids=["none", "no-picture"])
def test_what_is_no_picture_is_not_kept(tmp_path: Path, cover: bytes) -> None:
    """And the book is none the worse for it."""
    assert pieces_of(tmp_path, cover, Gallery()) == {}


def test_a_cover_beyond_our_limits_is_not_kept(tmp_path: Path) -> None:
    """Nobody sent it as a cover, so that nobody need mend it."""
    assert pieces_of(tmp_path, b"picture", Gallery(LimitError("too large"))) == {}


def test_a_failure_of_ours_is_tried_again(tmp_path: Path) -> None:
    """What cannot be told now is not taken for a book without a cover."""
    with pytest.raises(UnavailableError):
        pieces_of(tmp_path, b"picture", Gallery(UnavailableError("no memory")))
