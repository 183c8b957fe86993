"""What one changed track of forty costs."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed, Onboarding

_BAR = 1 / 40 + 0.05
_SHOWN_FROM_S = 0.5


def _read(seen: Observed) -> Iterator[Figure]:
    first = seen.forty.workers.total_s
    for name, update, bar in (
        ("of the same length", seen.forty_same_length, _BAR),
        ("a second longer", seen.forty_other_length, _BAR),
    ):
        yield Figure(name=f"{name}: workers, over the first time", value=update.workers.total_s / first, at_most=bar)
        yield from _explained(name, update)
    yield Figure(name="the first time", value=first, unit="CPU s")


def _explained(name: str, update: Onboarding) -> Iterator[Figure]:
    yield Figure(name=f"{name}: pieces encoded", value=update.encoded)
    yield Figure(name=f"{name}: ffmpeg started", value=update.started.get("ffmpeg", 0))
    for stage, took in update.stages.items():
        if took.cpu.total_s >= _SHOWN_FROM_S:
            yield Figure(name=f"{name}: {stage}", value=took.cpu.total_s, unit="CPU s")


one_track_replaced = Row(
    place=7,
    title="One of 40 tracks replaced",
    how=(
        "track 20 of 40, once by other words of the same number of samples, once by the same words and a second more, "
        "which is padded to whole frames so that all after it keep their frames (docs/decisions/0006). A neighbour is "
        "encoded again where its encoder hears something new: both neighbours in the first case, the next in the other"
    ),
    read=_read,
)
