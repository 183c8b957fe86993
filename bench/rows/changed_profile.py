"""What it costs when a publisher's titles are to be of another loudness."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed
from shelfready.titles import Stage

_BEFORE_ENCODING = (Stage.FETCH, Stage.MEASURE, Stage.CHECK)


def _read(seen: Observed) -> Iterator[Figure]:
    first, again = seen.long, seen.quieter
    yield Figure(name="workers, over the first time", value=again.workers.total_s / first.workers.total_s)
    yield Figure(name="pieces encoded again, of those of the first time", value=_share(again.encoded, first.encoded))
    # Measuring a track starts one.
    yield Figure(name="ffprobe started", value=again.started.get("ffprobe", 0), at_most=0)
    for stage in _BEFORE_ENCODING:
        took = again.stages.get(stage)
        yield Figure(name=f"{stage}: workers", value=took.cpu.total_s if took else 0.0, unit="CPU s")
    yield Figure(name="workers", value=again.workers.total_s, unit="CPU s")


def _share(some: int, all_of_them: int) -> float:
    return some / all_of_them if all_of_them else 0.0


changed_profile = Row(
    place=8,
    title="Another target loudness",
    how=(
        "the long book sent a second time, files and all, when its publisher's policy had another `target_lufs`: "
        "everything is encoded again with another gain, and nothing is fetched or measured again"
    ),
    read=_read,
)
