"""What an onboarding costs the processor, against bare ffmpeg making the same encodes."""

from collections.abc import Iterator

from bench.figures import Figure, Row
from bench.observed import Observed


def _read(seen: Observed) -> Iterator[Figure]:
    ours, bare = seen.long.workers, seen.bare_cpu_s
    yield Figure(name="workers over bare ffmpeg, one command a track", value=ours.total_s / bare, at_most=1.10)
    yield Figure(
        name="workers over bare ffmpeg, one command a track and rung", value=ours.total_s / seen.bare_apart.cpu_s
    )
    yield Figure(
        name="workers over the book joined and encoded whole, once for each file",
        value=ours.total_s / seen.bare_joined.cpu_s,
    )
    yield Figure(name="bare ffmpeg, one command a track", value=bare, unit="CPU s")
    yield Figure(name="bare ffmpeg, the two runs' distance from each other", value=_distance(seen), unit="%")
    yield Figure(name="bare ffmpeg, one command a track and rung", value=seen.bare_apart.cpu_s, unit="CPU s")
    yield Figure(name="bare ffmpeg, joined, once for each file", value=seen.bare_joined.cpu_s, unit="CPU s")
    for name, cpu in seen.long.parts.items():
        yield Figure(name=name, value=cpu.total_s, unit="CPU s")
    yield Figure(name="of the workers, in the programs that they start", value=ours.children_s, unit="CPU s")


def _distance(seen: Observed) -> float:
    return abs(seen.bare_before.cpu_s - seen.bare_after.cpu_s) / seen.bare_cpu_s * 100


whole_onboarding = Row(
    place=1,
    title="Processor seconds of a whole onboarding",
    how=(
        "the long book through the API of a system of its own; utime, stime, cutime and cstime of /proc/<pid>/stat, "
        "before and after. Bare, and held to the bar: one ffmpeg a track, which decodes it once and encodes all rungs, "
        "and one for the sample; the mean of before (one at a time) and after (one per core). Beside it a command for "
        "each track and rung, and what most tools do: the concat demuxer, one command for the M4B and one for each "
        "rung of HLS (no sample). All with the options of the system's own encoder. The API's share includes taking "
        "the upload"
    ),
    read=_read,
)
