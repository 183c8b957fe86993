"""How long the Temporal history of a title becomes."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_KB = 1000


def _read(seen: Observed) -> Iterator[Figure]:
    for book, bar in ((seen.single, None), (seen.long, None), (seen.forty, 400), (seen.tiny, None)):
        tracks = "1 track" if book.tracks == 1 else f"{book.tracks} tracks"
        yield Figure(name=f"events, {tracks}", value=book.history_events, at_most=bar)
        yield Figure(name=f"size, {tracks}", value=book.history_bytes / _KB, unit="kB")


history = Row(
    place=12,
    title="History events of a title",
    how="as Temporal's DescribeWorkflowExecution says after the workflow has closed; every book in four formats",
    read=_read,
)
