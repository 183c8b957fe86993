"""How much memory workers take, and whether it grows with the book."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import API, TEMPORAL, Observed

_MB = 1_000_000
_MOST_MB = 250


def _read(seen: Observed) -> Iterator[Figure]:
    books = (("short", seen.short), ("long", seen.long), ("one file", seen.single), ("tiny files", seen.tiny))
    for name in seen.long.peak_rss_bytes:
        bar = None if name in (API, TEMPORAL) else _MOST_MB
        for which, book in books:
            what = f"{name}, {which} ({book.tracks} tracks, {book.audio_s / 60:.0f} min)"
            yield Figure(name=what, value=book.peak_rss_bytes[name] / _MB, unit="MB", at_most=bar)
    for which, book in books:
        yield Figure(name=f"largest program of a worker, {which}", value=book.tool_rss_bytes / _MB, unit="MB")
    yield Figure(name="bare ffmpeg", value=seen.bare_before.peak_rss_bytes / _MB, unit="MB")


worker_memory = Row(
    place=9,
    title="Memory of the workers",
    how=(
        "VmHWM of each process, reset before each title; the programs that workers start are looked at ten times a "
        "second"
    ),
    read=_read,
)
