"""In which order a title's tracks are played, and what every other sign says of it."""

from collections.abc import Sequence

from shelfready.numbering import numbers_of
from shelfready.titles import TitleFacts

_GUESSED = frozenset({"tagged-folder", "onix-folder", "sheet-folder"})
"""Dialects in which the order of tracks is our own guess from their names, unless a list of master files says it."""

Places = tuple[tuple[int, int], ...]
"""Where each track, in playing order, says that it belongs: its disc (0 if none) and its number."""


def is_declared(title: TitleFacts) -> bool:
    """Whether the publisher said in which order the tracks are played."""
    is_said = title.dialect not in _GUESSED or _lists_masters(title)
    return is_said and all(found.asset.order is not None for found in title.tracks)


def by_names(title: TitleFacts) -> Places | None:
    """The places by the numbers in the names; None where the names do not count the tracks.

    Numbers that skip more than they count (10, 20, 30; years) number no tracks.
    """
    numbers = numbers_of([found.asset.name for found in title.tracks]) or ()
    if not numbers or max(numbers) - min(numbers) >= 2 * len(numbers):
        return None
    return tuple((0, number) for number in numbers)


def by_tags(title: TitleFacts) -> Places | None:
    """The places by the tags; None unless every track has one of its own."""
    tags = [found.audio.tags for found in title.tracks if found.audio]
    places = tuple((tag.disc or 0, tag.track) for tag in tags if tag.track is not None)
    return places if len(places) == len(title.tracks) == len(set(places)) and len(places) > 1 else None


def is_in_order(places: Sequence[tuple[int, int]]) -> bool:
    """Whether the tracks are played in the order of these places.

    >>> is_in_order([(1, 1), (1, 2), (2, 1)]), is_in_order([(0, 2), (0, 1)])
    (True, False)
    """
    return list(places) == sorted(places)


def _lists_masters(title: TitleFacts) -> bool:
    record = title.described.record if title.described is not None else None
    files = record.production.files if record is not None and record.production is not None else ()
    return any(file.part == "body" and file.sequence is not None for file in files)
