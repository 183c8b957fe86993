"""What it costs to find out everything about a book's audio."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed

_MOST_OF_BARE = 1.2


def _read(seen: Observed) -> Iterator[Figure]:
    for took in seen.check_costs:
        what = f"{took.name} ({took.files} files)"
        yield Figure(name=f"{what}: CPU, over a bare decode", value=took.cpu_s / took.bare_cpu_s, at_most=_MOST_OF_BARE)
        ratio = took.wall_s / took.bare_wall_s
        yield Figure(name=f"{what}: on the wall, over a bare decode", value=ratio, at_most=_MOST_OF_BARE)
        yield Figure(name=f"{what}: measured", value=took.cpu_s, unit="CPU s")
        yield Figure(name=f"{what}: decoded by bare ffmpeg", value=took.bare_cpu_s, unit="CPU s")


check_cost = Row(
    place=16,
    title="Measuring audio",
    how=(
        "every fact of every file, against `ffmpeg -i FILE -f null -` for the same files, as many at once as there are "
        "cores; in turns, and the best of three of each; processor seconds of this process and all that it starts"
    ),
    read=_read,
)
