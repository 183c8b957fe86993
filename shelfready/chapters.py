"""The chapter table: one list, in samples of decoded audio, that every output is made from."""

from enum import StrEnum

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.values import Value


class Evidence(StrEnum):
    """What a chapter's start is taken from, best first."""

    EMBEDDED = "embedded"
    FILE = "file"


class Chapter(Value):
    """A chapter from `start_sample` up to, not including, `end_sample`, on the title's timeline.

    `confidence` is between 0 and 1. `track` is the 0-based track that the chapter starts in.
    """

    title: str
    start_sample: int
    end_sample: int
    track: int
    evidence: Evidence
    confidence: float = 1.0

    @property
    def start_ms(self) -> int:
        """Start in milliseconds, rounded to the nearest."""
        return round(self.start_sample * 1000 / TIMELINE_RATE_HZ)

    @property
    def end_ms(self) -> int:
        """End in milliseconds, rounded to the nearest."""
        return round(self.end_sample * 1000 / TIMELINE_RATE_HZ)


class ChapterTable(Value):
    """The chapters of a title, without gap or overlap from 0 to `total_samples` at `TIMELINE_RATE_HZ`."""

    chapters: tuple[Chapter, ...]
    total_samples: int
