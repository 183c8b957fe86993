"""What is published: immutable, numbered, and checked by reading it back."""

from datetime import datetime

from pydantic import Field

from shelfready.chapters import ChapterTable
from shelfready.sound import Sound
from shelfready.titles import Metadata
from shelfready.values import Blob, Sha256, Value


class Artifact(Value):
    """One file of a release. `path` is its address below the release; the bytes are in the store by content."""

    path: str
    rendition: str
    media_type: str
    sha256: Sha256
    size_bytes: int

    @property
    def blob(self) -> Blob:
        """Where the bytes are."""
        return Blob(sha256=self.sha256, size_bytes=self.size_bytes)


class MadeFacts(Value):
    """What reading a rendition back found; what does not apply is None.

    Of a rung, `head` is its initialization and `index` its segment index, each as the first byte and the last.
    `integrated_lufs` and `silent_share` are of the sound that was encoded, decoded again. `durations_ms` is by output,
    where a rendition has several that are heard.
    """

    samples: int | None = None
    duration_ms: int | None = None
    chapters: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    head: tuple[int, int] | None = None
    index: tuple[int, int] | None = None
    peak_bps: int | None = None
    average_bps: int | None = None
    integrated_lufs: float | None = None
    silent_share: float | None = None
    durations_ms: dict[str, int] = Field(default_factory=dict)


class Release(Value):
    """An immutable version of a title. `number` is given when it is published, from 1 on.

    `plan_sha256` is where the `Plan` is that it was made by, `sound` how loud it is.
    """

    publisher: str
    title_id: str
    content_type: str
    submission_id: str
    number: int | None = None
    metadata: Metadata
    duration_ms: int | None = None
    chapters: ChapterTable | None = None
    artifacts: tuple[Artifact, ...]
    report_sha256: Sha256 | None = None
    plan_sha256: Sha256 | None = None
    sound: Sound | None = None
    published_at: datetime | None = None


class Title(Value):
    """A title of the catalogue and its live release, None before the first."""

    publisher: str
    title_id: str
    content_type: str
    live_release: int | None = None
    updated_at: datetime
