"""What it takes to check an EPUB, warm and cold."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_MOST_OF_COLD = 0.1


def _read(seen: Observed) -> Iterator[Figure]:
    took = seen.epub_checks
    if took is None:
        return
    ratio = took.warm_cpu_s / took.cold_cpu_s
    yield Figure(name="a warm check, over the command line", value=ratio, at_most=_MOST_OF_COLD)
    yield Figure(name="the command line, each book", value=took.cold_cpu_s, unit="CPU s")
    yield Figure(name="the command line, each book, on the wall", value=took.cold_wall_s, unit="s")
    yield Figure(name="warm, the first book", value=took.first_cpu_s, unit="CPU s")
    yield Figure(name="warm, the first book, on the wall", value=took.first_wall_s, unit="s")
    yield Figure(name=f"warm, each of {took.books} more", value=took.warm_cpu_s, unit="CPU s")
    yield Figure(name=f"warm, each of {took.books} more, on the wall", value=took.warm_wall_s, unit="s")


epub_check = Row(
    place=14,
    title="Checking an EPUB",
    how=(
        "the sample ebook, by EPUBCheck's command line with the options for a short life and by the EPUBCheck that a "
        "worker keeps warm, one after the other; processor seconds of all processes started"
    ),
    read=_read,
)
