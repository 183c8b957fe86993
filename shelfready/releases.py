"""What is published: immutable, numbered, and checked by reading it back."""

from datetime import datetime

from shelfready.chapters import ChapterTable
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
    """What reading a rendition back found; what does not apply is None."""

    samples: int | None = None
    duration_ms: int | None = None
    chapters: int | None = None
    width_px: int | None = None
    height_px: int | None = None


class Release(Value):
    """An immutable version of a title. `number` is given when it is published, from 1 on."""

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
    published_at: datetime | None = None


class Title(Value):
    """A title of the catalogue and its live release, None before the first."""

    publisher: str
    title_id: str
    content_type: str
    live_release: int | None = None
    updated_at: datetime
