"""The chapters that a title gets, for rules that look at them as a whole."""

from shelfready.chaptering import chapterize
from shelfready.chapters import ChapterTable
from shelfready.titles import TitleFacts


def table_of(title: TitleFacts) -> ChapterTable | None:
    """The chapter table; None without tracks, or while one of them could not be decoded."""
    tracks = title.tracks
    if not tracks or any(found.audio is None or not found.audio.decoded_samples for found in tracks):
        return None
    return chapterize(title)
