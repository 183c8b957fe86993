"""What was observed while the system worked: values from which the rows read their figures."""

from collections.abc import Iterable
from datetime import datetime

from bench.processes import Cpu
from shelfready.titles import Stage
from shelfready.values import Value

DECODED, MADE = "decoded samples", "samples before encoding"
"""The two truths about where tracks begin."""

TEMPORAL, API = "temporal", "api"
"""The parts of the embedded system that are not workers."""


class Bare(Value):
    """What bare ffmpeg took for some work: processor seconds of all its processes, and time on the wall."""

    cpu_s: float
    wall_s: float
    peak_rss_bytes: int


class StageTook(Value):
    """What the workers used in one stage, and how long it lasted on the wall."""

    cpu: Cpu
    wall_s: float


class Onboarding(Value):
    """What one onboarding took. `parts` are the processes of the system, `stages` the workers' part of each stage.

    `started` counts the starts of each media tool, `peak_rss_bytes` is each process's largest memory while the title
    was onboarded, and `tool_rss_bytes` the largest of any program that a worker started.
    """

    tracks: int
    audio_s: float
    wall_s: float
    parts: dict[str, Cpu]
    stages: dict[Stage, StageTook]
    started: dict[str, int]
    peak_rss_bytes: dict[str, int]
    tool_rss_bytes: int
    history_events: int
    history_bytes: int
    encoded: int
    made: tuple[str, ...]

    @property
    def workers(self) -> Cpu:
        """All workers together, with the programs that they started."""
        return total(cpu for name, cpu in self.parts.items() if name not in (TEMPORAL, API))


class ChapterTimes(Value):
    """How far published chapters are from the truth, in milliseconds: the largest error, by where they were read."""

    chapters: int
    worst_ms: dict[str, float]


class EpubChecks(Value):
    """What one EPUB took to check: by a Java of its own (cold), first in one that stays, and then there (warm)."""

    cold_cpu_s: float
    cold_wall_s: float
    first_cpu_s: float
    first_wall_s: float
    warm_cpu_s: float
    warm_wall_s: float
    books: int


class MessageRead(Value):
    """What it took to go through a message once."""

    cpu_s: float
    peak_rss_bytes: int


class OnixReading(Value):
    """What a long ONIX message took: by bare iterparse over all elements and over records only, and by us.

    `validated` and `short` are of a message of `validated_records` only.
    """

    records: int
    size_bytes: int
    bare: MessageRead
    bare_records_only: MessageRead
    read: MessageRead
    validated: MessageRead
    validated_records: int
    short: MessageRead


class CheckCost(Value):
    """What the same files took: each decoded by a bare ffmpeg, and measured by us; so many of them at once."""

    name: str
    files: int
    at_once: int
    bare_cpu_s: float
    bare_wall_s: float
    cpu_s: float
    wall_s: float


class Observed(Value):
    """Everything that one run of the bench observed.

    `bare_before` is the book's encodes one after the other, before anything else; `bare_after` the same, spread over
    all cores, after everything else. `bare_twice` is what most tools do: one encode for HLS and another for the M4B.
    """

    measured_at: datetime
    cores: int
    ffmpeg: str
    material: str
    bare_before: Bare
    bare_after: Bare
    bare_twice: Bare
    short: Onboarding
    long: Onboarding
    again: Onboarding
    retitled: Onboarding
    ebook: Onboarding
    ebook_retitled: Onboarding
    forty: Onboarding
    forty_same_length: Onboarding
    forty_other_length: Onboarding
    tiny: Onboarding
    long_chapters: ChapterTimes
    tiny_chapters: ChapterTimes
    epub_checks: EpubChecks | None = None
    onix_reading: OnixReading | None = None
    check_costs: tuple[CheckCost, ...] = ()

    @property
    def bare_cpu_s(self) -> float:
        """Processor seconds of bare ffmpeg making the long book's encodes: the mean of before and after.

        A machine that is shared does not give the same seconds twice; the work of ours lies between the two.
        """
        return (self.bare_before.cpu_s + self.bare_after.cpu_s) / 2


def total(parts: Iterable[Cpu]) -> Cpu:
    """Several processes together."""
    own, children = 0.0, 0.0
    for part in parts:
        own, children = own + part.own_s, children + part.children_s
    return Cpu(own_s=own, children_s=children)
