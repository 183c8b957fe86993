"""What is there of a title already is found; what cannot be read any more is as good as not there."""

from pathlib import Path

import pytest

from shelfready.errors import DefectError
from shelfready.predecessors import edges_of, facts_of, live_release, plan_of
from shelfready.releases import Release
from tests.shelfready.planned_books import a_book, a_track
from tests.shelfready.shelves import PUBLISHER, TITLE, Shelf, stored


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A publisher with nothing on the shelf."""
    return Shelf(tmp_path)


def _live(shelf: Shelf) -> Release | None:
    with shelf.catalogue.begin(read_only=True) as unit:
        return live_release(unit, PUBLISHER, TITLE)


def test_before_the_first_release_there_is_nothing(shelf: Shelf) -> None:
    """No release, no plan, no facts."""
    assert _live(shelf) is None
    assert plan_of(shelf.blobs, None) is None
    assert facts_of(shelf.blobs, None) is None
    assert facts_of(shelf.blobs, shelf.submission()) is None


def test_plan_is_that_of_the_newest_release(shelf: Shelf) -> None:
    """Not of the first one."""
    shelf.publish(stored(a_track("a")))
    second = shelf.publish(stored(a_track("b")))

    assert plan_of(shelf.blobs, _live(shelf)) == second


def test_plan_that_is_gone_or_written_otherwise_is_none(shelf: Shelf) -> None:
    """A release of an older Shelfready names none, or one that nobody reads any more: then all is planned anew."""
    shelf.publish(stored(a_track("a")))
    live = _live(shelf)
    assert live is not None
    unreadable = shelf.blobs.put_bytes(b'{"spans": "of another time"}').sha256

    for digest in (None, "0" * 64, unreadable):
        assert plan_of(shelf.blobs, live.model_copy(update={"plan_sha256": digest})) is None
        assert facts_of(shelf.blobs, shelf.submission(facts_sha256=digest)) is None


@pytest.mark.parametrize("part", ["head", "tail", "waveform"])
def test_what_was_not_kept_of_a_track_is_missed(part: str) -> None:
    """The message names the track; a retry measures it anew."""
    book = a_book(a_track("a"), a_track("b").model_copy(update={part: None}))

    with pytest.raises(DefectError, match=r"track 2 \(b\.mp3\)"):
        edges_of(book)
