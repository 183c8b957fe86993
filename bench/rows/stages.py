"""What each stage costs."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed, Onboarding


def _read(seen: Observed) -> Iterator[Figure]:
    yield from _of("long book", seen.long)
    yield from _of("tiny files", seen.tiny)


def _of(which: str, book: Onboarding) -> Iterator[Figure]:
    for stage, cpu in book.stages.items():
        yield Figure(name=f"{which}, {stage}: workers themselves", value=cpu.own_s, unit="CPU s")
        yield Figure(name=f"{which}, {stage}: programs that they start", value=cpu.children_s, unit="CPU s")
    for tool, count in book.started.items():
        yield Figure(name=f"{which}: {tool} started", value=count)


stages = Row(
    place=9,
    title="What each stage costs",
    how="the workers' processor seconds between the `stage` events of the submission, to a tenth of a second",
    read=_read,
)
