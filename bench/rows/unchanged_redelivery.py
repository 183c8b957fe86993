"""What it costs to be sent again what is there."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import API, Observed


def _read(seen: Observed) -> Iterator[Figure]:
    first, again = seen.long, seen.again
    yield Figure(name="workers, over the first time", value=again.workers.total_s / first.workers.total_s, at_most=0.02)
    yield Figure(name="ffmpeg, ffprobe and Java started", value=sum(again.started.values()), at_most=0)
    yield Figure(name="workers", value=again.workers.total_s, unit="CPU s")
    yield Figure(name="API, with taking the upload again", value=again.parts[API].total_s, unit="CPU s")
    yield Figure(name="renditions made", value=len(again.made))


unchanged_redelivery = Row(
    place=4,
    title="Unchanged redelivery",
    how="the long book sent a second time, files and all; tools are counted by a script in front of each",
    read=_read,
)
