"""What each stage costs."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed, Onboarding

_SHOWN_FROM_S = 0.05


def _read(seen: Observed) -> Iterator[Figure]:
    for stage, took in seen.long.stages.items():
        if took.cpu.total_s >= _SHOWN_FROM_S:
            ratio = took.cpu.total_s / seen.bare_cpu_s
            yield Figure(name=f"long book, {stage}: over bare ffmpeg's encodes", value=ratio)
    yield from _of("long book", seen.long)
    yield from _of("one file", seen.single)
    yield from _of("tiny files", seen.tiny)


def _of(which: str, book: Onboarding) -> Iterator[Figure]:
    for stage, took in book.stages.items():
        if took.cpu.total_s >= _SHOWN_FROM_S:
            yield Figure(name=f"{which}, {stage}: workers themselves", value=took.cpu.own_s, unit="CPU s")
            yield Figure(name=f"{which}, {stage}: programs that they start", value=took.cpu.children_s, unit="CPU s")
            yield Figure(name=f"{which}, {stage}: on the wall", value=took.wall_s, unit="s")
    for tool, count in book.started.items():
        yield Figure(name=f"{which}: {tool} started", value=count)


stages = Row(
    place=13,
    title="What each stage costs",
    how="the workers' processor seconds between the `stage` events of the submission, to a tenth of a second",
    read=_read,
)
