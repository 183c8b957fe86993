"""Chapters in Vorbis comments."""

from shelfready.chapter_marks.vorbis import vorbis_marks


def test_times_and_names_are_joined_by_number() -> None:
    """Whatever the order and the case of the keys; a name without a time is no chapter."""
    comments = {
        "chapter002name": "Two",
        "CHAPTER002": "00:01:00.500",
        "Chapter001": "00:00:00.000",
        "CHAPTER003NAME": "Nowhere",
        "CHAPTER004": "later",
        "TITLE": "The Lighthouse",
    }

    assert [(mark.title, mark.start_ms) for mark in vorbis_marks(comments)] == [(None, 0), ("Two", 60_500)]


def test_marks_are_put_in_order_of_time() -> None:
    """Numbers are only names."""
    assert [mark.start_ms for mark in vorbis_marks({"CHAPTER001": "00:10:00", "CHAPTER002": "00:05:00"})] == [
        300_000,
        600_000,
    ]
