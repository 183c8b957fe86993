"""What a changed description starts."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed, Onboarding

_TOOLS = ("ffmpeg", "ffprobe", "java")


def _read(seen: Observed) -> Iterator[Figure]:
    yield from _started("audiobook", seen.retitled)
    yield from _started("ebook", seen.ebook_retitled)
    yield Figure(
        name="audiobook: workers, over the first time", value=seen.retitled.workers.total_s / seen.long.workers.total_s
    )
    yield Figure(name="audiobook: renditions made anew", value=len(seen.retitled.made))
    yield Figure(name="ebook: renditions made anew", value=len(seen.ebook_retitled.made))


def _started(what: str, update: Onboarding) -> Iterator[Figure]:
    for tool in _TOOLS:
        yield Figure(name=f"{what}: {tool} started", value=update.started.get(tool, 0), at_most=0)


metadata_update = Row(
    place=5,
    title="Metadata-only update",
    how="the same files with another description; tools are counted by a script in front of each",
    read=_read,
)
