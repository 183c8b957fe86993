"""How long the Temporal history of a title becomes."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_KB = 1000


def _read(seen: Observed) -> Iterator[Figure]:
    for book, bar in ((seen.long, None), (seen.forty, 400), (seen.tiny, None)):
        yield Figure(name=f"events, {book.tracks} tracks", value=book.history_events, at_most=bar)
        yield Figure(name=f"size, {book.tracks} tracks", value=book.history_bytes / _KB, unit="kB")


history = Row(
    place=8,
    title="History events of a title",
    how="as Temporal's DescribeWorkflowExecution says after the workflow has closed",
    read=_read,
)
