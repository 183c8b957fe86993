"""How long an onboarding takes on all cores, against the encodes spread over them without any loss."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed


def _read(seen: Observed) -> Iterator[Figure]:
    wall = seen.long.wall_s
    yield Figure(
        name="accepted to published, over bare CPU / cores", value=wall / (seen.bare_cpu_s / seen.cores), at_most=1.15
    )
    yield Figure(name="the same over bare ffmpeg really spread over the cores", value=wall / seen.bare_after.wall_s)
    yield Figure(name="the same over the book joined and encoded whole", value=wall / seen.bare_joined.wall_s)
    yield Figure(name="accepted to published", value=wall, unit="s")
    yield Figure(name="bare ffmpeg, spread over the cores", value=seen.bare_after.wall_s, unit="s")
    yield Figure(name="the book joined and encoded whole", value=seen.bare_joined.wall_s, unit="s")
    busy = seen.long.workers.total_s / (wall * seen.cores) * 100
    yield Figure(name="share of all cores' time that the workers used", value=busy, unit="%")
    yield Figure(name="times real time", value=seen.long.audio_s / wall)


wall_time = Row(
    place=2,
    title="Wall time of a book of many tracks",
    how=(
        "from the submission's `created_at` to its event `published`; the upload before it is not counted. Bare: one "
        "command a track, which decodes it once; joined: the concat demuxer, one command for each file, one after the "
        "other"
    ),
    read=_read,
)
