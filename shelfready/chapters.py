"""The chapter table: one list, in samples of decoded audio, that every output is made from."""

from enum import StrEnum

from shelfready.media import TIMELINE_RATE_HZ
from shelfready.values import Value


class Evidence(StrEnum):
    """What a chapter's start is taken from, best first."""

    MANIFEST = "manifest"
    ONIX = "onix"
    QUICKTIME = "quicktime"
    NERO = "nero"
    ID3 = "id3"
    OVERDRIVE = "overdrive"
    CUE = "cue"
    VORBIS = "vorbis"
    EMBEDDED = "embedded"
    FILE = "file"
    PART = "part"
    SILENCE = "silence"


class ChapterKind(StrEnum):
    """What a chapter is to a listener."""

    CHAPTER = "chapter"
    OPENING_CREDITS = "opening-credits"
    CLOSING_CREDITS = "closing-credits"
    SAMPLE = "sample"


class Chapter(Value):
    """A chapter from `start_sample` up to, not including, `end_sample`, on the title's timeline.

    `confidence` is between 0 and 1. `track` is the 0-based track that the chapter starts in. `level` is 1 for a top
    chapter, 2 for one within it.
    """

    title: str
    start_sample: int
    end_sample: int
    track: int
    evidence: Evidence
    confidence: float = 1.0
    level: int = 1
    kind: ChapterKind = ChapterKind.CHAPTER

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


ENOUGH = 0.7
"""A table is published as it is when nothing in it is less certain than this; a lesser one is only proposed."""


class Chaptered(Value):
    """The chapters that a title gets, and what there is to say of them.

    `proposal` is a table that is likelier than `table` and not certain enough to be published unasked. `doubts` are
    sentences: which witnesses disagree, and by how much.
    """

    table: ChapterTable
    proposal: ChapterTable | None = None
    doubts: tuple[str, ...] = ()
