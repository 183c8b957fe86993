"""Where chapters start, as a kind of evidence says it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from shelfready.chapters import Evidence
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.values import Value

SAME_PLACE_SAMPLES = TIMELINE_RATE_HZ // 20
"""Two starts within a twentieth of a second are one: nobody hears what is between them."""


class Start(Value):
    """Where a chapter starts on the timeline; `title` is None when nobody named it."""

    sample: int
    track: int
    title: str | None = None
    evidence: Evidence
    confidence: float = 1.0
    level: int = 1


class Said(Value):
    """What one kind of evidence says of a title, or of one track: its starts in order, and what is doubtful in them."""

    starts: tuple[Start, ...]
    doubts: tuple[str, ...] = ()


def samples_of(milliseconds: float) -> int:
    """Milliseconds as samples of the timeline."""
    return round(milliseconds * TIMELINE_RATE_HZ / 1000)


def track_at(places: Sequence[int], sample: int) -> int:
    """The 0-based track that a sample lies in; `places` are where tracks start, and last where the title ends.

    >>> [track_at((0, 100, 100, 250), sample) for sample in (0, 99, 100, 249)]
    [0, 0, 2, 2]
    """
    return min(bisect_right(places, sample), len(places) - 1) - 1


def apart(starts: Iterable[Start]) -> tuple[Start, ...]:
    """The starts in order, one for each place.

    Of two at one place the one that has a title stays; where both have one and one is deeper, a part and its first
    chapter, both titles do.
    """
    kept: list[Start] = []
    for start in sorted(starts, key=lambda start: start.sample):
        if kept and start.sample - kept[-1].sample < SAME_PLACE_SAMPLES:
            kept[-1] = _joined(kept[-1], start)
        else:
            kept.append(start)
    return tuple(kept)


def _joined(one: Start, other: Start) -> Start:
    if not one.title or not other.title:
        return one.model_copy(update={"title": one.title or other.title})
    if one.level == other.level or one.title in other.title:
        return one
    outer, inner = sorted((one, other), key=lambda start: start.level)
    return one.model_copy(update={"title": f"{outer.title}: {inner.title}", "level": inner.level})
