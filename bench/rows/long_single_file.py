"""A whole book in one file: how much of it is done side by side, and what cutting it costs."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed


def _read(seen: Observed) -> Iterator[Figure]:
    ours, bare = seen.single, seen.bare_single
    used, ideal_s = ours.workers.total_s, bare.cpu_s / seen.cores
    yield Figure(name="workers, over bare ffmpeg on the whole file", value=used / bare.cpu_s, at_most=1.10)
    yield Figure(name="accepted to published, over bare CPU / cores", value=ours.wall_s / ideal_s, at_most=1.15)
    yield Figure(name="accepted to published, over bare ffmpeg on the wall", value=ours.wall_s / bare.wall_s)
    yield Figure(name="pieces encoded", value=ours.encoded)
    yield Figure(name="workers", value=used, unit="CPU s")
    yield Figure(name="bare ffmpeg", value=bare.cpu_s, unit="CPU s")
    yield Figure(name="accepted to published", value=ours.wall_s, unit="s")
    yield Figure(name="bare ffmpeg, on the wall", value=bare.wall_s, unit="s")
    yield Figure(name="times real time", value=ours.audio_s / ours.wall_s)


long_single_file = Row(
    place=3,
    title="A whole book in one file",
    how=(
        "the tracks of the long book joined into one MP3, frame by frame. Bare: one ffmpeg that decodes it once and "
        "encodes every rung (each in a thread of its own, so that it keeps more than one core busy), and one for the "
        "sample"
    ),
    read=_read,
)
