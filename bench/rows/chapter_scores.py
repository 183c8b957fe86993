"""How well chapters are found, by each kind of evidence."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_MOST_WRONG = 0


def _read(seen: Observed) -> Iterator[Figure]:
    for score in seen.chapter_scores:
        told = "published" if score.is_published else "proposed"
        name = f"{score.recording}; by {score.evidence}, {told}"
        yield Figure(name=f"{name}: precision", value=score.precision)
        yield Figure(name=f"{name}: recall", value=score.recall)
        yield Figure(name=f"{name}: F1", value=score.f1)
        # Of what is published without asking, nothing may be wrong.
        wrong = max(score.found, score.are) - score.matched
        bar = _MOST_WRONG if score.is_published else None
        yield Figure(name=f"{name}: missed or invented, of {score.are}", value=wrong, at_most=bar)
        yield Figure(name=f"{name}: the largest error of the others", value=score.worst_ms, unit="ms")


chapter_scores = Row(
    place=11,
    title="Chapters, found within half a second",
    how=(
        "recordings of ../shared/data whose chapters are known, measured and put through the chapter table as a drop "
        "would be. The long book is read by a synthetic voice, whose pace is steadier than any person's: its score "
        "says that pauses and text are put together right, not how a human reading would fare. Variant B has room tone "
        "throughout and two pauses of 2.2 s that end no chapter. Files that are chapters, and marks, cannot be missed: "
        "their rows show that nothing is added or lost"
    ),
    read=_read,
)
