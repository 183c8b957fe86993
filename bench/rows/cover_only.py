"""What a changed cover starts."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_TOOLS = ("ffmpeg", "ffprobe", "java")


def _read(seen: Observed) -> Iterator[Figure]:
    update = seen.recovered
    for tool in _TOOLS:
        yield Figure(name=f"{tool} started", value=update.started.get(tool, 0), at_most=0)
    yield Figure(name="workers, over the first time", value=update.workers.total_s / seen.long.workers.total_s)
    yield Figure(name="workers", value=update.workers.total_s, unit="CPU s")
    yield Figure(name="renditions made anew", value=len(update.made))


cover_only = Row(
    place=6,
    title="Cover-only update",
    how="the long book with another picture; tools are counted by a script in front of each",
    read=_read,
)
