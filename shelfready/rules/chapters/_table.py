"""The chapters that a title gets, for rules that look at them as a whole."""

from shelfready.chaptering import find_chapters
from shelfready.chapters import Chaptered, ChapterTable
from shelfready.titles import TitleFacts


def chapters_of(title: TitleFacts) -> Chaptered | None:
    """The chapters; None without tracks, or while one of them could not be decoded."""
    tracks = title.tracks
    if not tracks or any(found.audio is None or not found.audio.decoded_samples for found in tracks):
        return None
    return find_chapters(title)


def table_of(title: TitleFacts) -> ChapterTable | None:
    """The chapter table; None where there is none."""
    found = chapters_of(title)
    return found.table if found is not None else None
