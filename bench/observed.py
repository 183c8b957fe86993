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
    was onboarded, and `tool_rss_bytes` the largest of any program that a worker started. `encoded` counts the pieces
    that were encoded, each into all its formats at once.
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


class RungQuality(Value):
    """What a stretch of speech has become in one rung, held against what was encoded.

    `visqol` is ViSQOL's MOS-LQO (1 to 5), `estoi` the extended short-time objective intelligibility (0 to 1); None
    where the package that computes it is not installed. `bandwidth_hz` is up to where the spectrum is kept, of
    `source_bandwidth_hz` that were there. `snr_db` is by band of frequency: the mean, over the loud places, of the
    sound over the difference.
    """

    speech: str
    rung: str
    kbps: float
    visqol: float | None = None
    estoi: float | None = None
    bandwidth_hz: int
    source_bandwidth_hz: int
    snr_db: dict[str, float]


class ChapterScore(Value):
    """How well the chapters of one recording were found: so many `found`, so many there `are`, so many at one place.

    `evidence` is what they were found by, `is_published` whether that was certain enough, or only proposed. `worst_ms`
    is the largest distance of those that were found.
    """

    recording: str
    evidence: str
    is_published: bool
    found: int
    are: int
    matched: int
    worst_ms: float

    @property
    def precision(self) -> float:
        """The share of what was found that is there."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.matched / self.are if self.are else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Observed(Value):
    """Everything that one run of the bench observed.

    `bare_before` is the long book's encodes one after the other, before anything else; `bare_after` the same, spread
    over all cores, after everything else. `bare_apart` is a command for each track and rung, `bare_joined` what most
    tools do: the book joined and encoded from end to end, once for each file. `bare_single` is the book in one file
    (`single`) by one command. `quieter` is the long book sent again when its publisher's target loudness had changed.
    """

    measured_at: datetime
    cores: int
    ffmpeg: str
    material: str
    bare_before: Bare
    bare_after: Bare
    bare_apart: Bare
    bare_joined: Bare
    bare_single: Bare
    short: Onboarding
    long: Onboarding
    again: Onboarding
    retitled: Onboarding
    recovered: Onboarding
    quieter: Onboarding
    single: Onboarding
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
    encoding_quality: tuple[RungQuality, ...] = ()
    chapter_scores: tuple[ChapterScore, ...] = ()

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
