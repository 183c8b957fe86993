"""What publishers send, and what a title is made of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from shelfready.media import AudioFacts, EpubFacts, ImageFacts, Medium
from shelfready.metadata_facts import MetadataFacts
from shelfready.records import Record
from shelfready.values import Sha256, Slug, StrictValue, Value

TitleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""The title's ISBN-13 without hyphens, or the publisher's own id."""

FileName = Annotated[str, StringConstraints(min_length=1, max_length=255)]
"""A file's name as the publisher wrote it; shown, never used as a path or a key."""


MOST_FILES = 5_000
"""Files of one title: sixteen times the longest audiobook anybody has sent, and few enough for one list."""


class Role(StrEnum):
    """What a file is for."""

    TRACK = "track"
    EPUB = "epub"
    COVER = "cover"
    METADATA = "metadata"
    SUPPLEMENT = "supplement"


class Metadata(StrictValue):
    """What is known of a title. Languages are BCP 47 tags; absent is None, never empty."""

    title: str | None = Field(None, max_length=1000)
    subtitle: str | None = Field(None, max_length=1000)
    authors: tuple[str, ...] = Field((), max_length=200)
    narrators: tuple[str, ...] = Field((), max_length=200)
    language: str | None = Field(None, max_length=35)
    publisher: str | None = Field(None, max_length=500)
    published_on: date | None = None
    description: str | None = Field(None, max_length=20_000)
    is_abridged: bool | None = None
    is_synthetic_voice: bool | None = None
    subjects: tuple[str, ...] = Field((), max_length=200)


class DeclaredFile(StrictValue):
    """One file as the publisher declares it.

    `source` is where its bytes are: `https://`, `s3://bucket/key`, `file:///`, `upload:<upload id>`,
    `blob:<sha256>` (stored before), or `zip:<sha256 of the archive>#<member>`; None within a folder or an archive,
    where the name says it. `order` counts tracks from 1 in playing order. `sha256`, `md5` and `size_bytes` are
    checked against what arrives.
    """

    role: Role
    name: FileName
    order: int | None = Field(None, ge=0, le=100_000)
    title: str | None = Field(None, max_length=1000)
    source: str | None = Field(None, max_length=4096)
    sha256: Sha256 | None = None
    md5: Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{32}$", to_lower=True)] | None = None
    size_bytes: int | None = Field(None, ge=0)


MOST_CHAPTERS = 10_000
"""Chapters of one title; a Bible has 1,200."""


class DeclaredChapter(StrictValue):
    """One chapter as the publisher declares it.

    `start_ms` counts from the beginning of the file named, else from that of the whole book. A file without a time is a
    chapter from its beginning. `level` is 1 for a top chapter, 2 for one within it.
    """

    title: str = Field(min_length=1, max_length=1000)
    start_ms: int | None = Field(None, ge=0)
    file: FileName | None = None
    level: int = Field(1, ge=1, le=9)

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.start_ms is None and self.file is None:
            raise ValueError("a chapter needs a start_ms, a file, or both")
        return self


class DropKind(StrEnum):
    """How the files of a submission arrive."""

    FILES = "files"
    FOLDER = "folder"
    ZIP = "zip"


class Drop(StrictValue):
    """The files of a submission as they arrive.

    `files` for a list of addresses, `folder` for everything below `source`, `zip` for everything in the archive at
    `source`. A folder or an archive may hold a `shelfready.json`; without one its files are recognised by their
    kind and put in natural order. `chapters` is for a list of addresses; a `shelfready.json` holds its own.
    """

    kind: DropKind
    source: str | None = Field(None, max_length=4096)
    files: tuple[DeclaredFile, ...] = Field((), max_length=MOST_FILES)
    chapters: tuple[DeclaredChapter, ...] = Field((), max_length=MOST_CHAPTERS)


class Manifest(StrictValue):
    """What a publisher's dialect made of a drop: which title it is, and which file is what.

    `metadata` is what the dialect's own document says; `described` is the ONIX record or sheet row in it.
    """

    title_id: TitleId | None = None
    content_type: Slug | None = None
    metadata: Metadata = Metadata()
    files: tuple[DeclaredFile, ...]
    chapters: tuple[DeclaredChapter, ...] = ()
    dialect: str = "shelfready"
    described: MetadataFacts | None = None


class SubmissionState(StrEnum):
    """Where a submission stands."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    PARKED = "parked"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the submission."""
        return self in _FINAL


_FINAL = (SubmissionState.PUBLISHED, SubmissionState.SUPERSEDED, SubmissionState.ABANDONED)


class Stage(StrEnum):
    """The stages of an onboarding, in order."""

    FETCH = "fetch"
    MEASURE = "measure"
    CHECK = "check"
    CHAPTERIZE = "chapterize"
    PLAN = "plan"
    ENCODE = "encode"
    MAKE = "make"
    VERIFY = "verify"
    PUBLISH = "publish"


class Parking(Value):
    """Why a submission waits, for whom, and what to do about it."""

    stage: Stage
    cause_code: str
    owner: str
    message: str
    remedy: str | None = None
    attempt: int = 1


class Submission(Value):
    """One request to onboard or update one title, and where it stands.

    `origin` is what made it when no publisher sent it: `feed:<feed id>`. `delivery_sha256` is where the `Delivery` is
    that was last taken in, `facts_sha256` where the `TitleFacts` of its last check are, and `plan_sha256` where its
    last `Plan` is: what these name is kept for as long as somebody may go on with it.
    """

    id: str
    publisher: Slug
    title_id: TitleId
    content_type: Slug
    metadata: Metadata | None = None
    drop: Drop
    origin: str | None = None
    state: SubmissionState = SubmissionState.ACCEPTED
    stage: Stage | None = None
    parking: Parking | None = None
    report_sha256: Sha256 | None = None
    delivery_sha256: Sha256 | None = None
    facts_sha256: Sha256 | None = None
    plan_sha256: Sha256 | None = None
    release_number: int | None = None
    created_at: datetime
    updated_at: datetime


class SubmissionRef(Value):
    """What a workflow carries of a submission: enough to find it, nothing to leak."""

    submission_id: str
    publisher: str
    title_id: str

    @property
    def workflow_id(self) -> str:
        """The id of the title's onboarding: one at a time per title."""
        return f"onboard/{self.publisher}/{self.title_id}"


class Asset(Value):
    """One file of a title, in its role, stored by content."""

    role: Role
    name: str
    order: int | None = None
    title: str | None = None
    sha256: Sha256
    size_bytes: int


class AssetFacts(Value):
    """An asset and what was measured of it.

    `kind` is what its first bytes say it is (`mp3`, `flac`, `epub`, `jpeg`, None for nothing we know). `problem` says
    why it could not be read at all; then no facts are there. `head` and `tail` are a track's stored edges, `waveform`
    its stored peaks (see `ports.MeasuredAudio`). `cover` is the cover that was taken out of an EPUB.
    """

    asset: Asset
    kind: str | None = None
    problem: str | None = None
    head: Sha256 | None = None
    tail: Sha256 | None = None
    waveform: Sha256 | None = None
    cover: Sha256 | None = None
    audio: AudioFacts | None = None
    epub: EpubFacts | None = None
    image: ImageFacts | None = None


class Refusal(Value):
    """A file, or the drop as a whole, that could not be taken in: the cause and what was said of it."""

    cause_code: str
    message: str
    asset: str | None = None


class Known(Value):
    """What is known beside the title itself, for rules that look across titles and days.

    `today` is the day of the check. `held` is the record that held for the title before, `sent_at` the moment of the
    message that brought it, `reference_title` the title that the record's reference named before, `same_cover` other
    titles with the very same cover, `is_live` whether a release is offered. Without a catalogue nothing is known.
    """

    today: date | None = None
    is_live: bool = False
    held: Record | None = None
    sent_at: datetime | None = None
    reference_title: str | None = None
    same_cover: tuple[str, ...] = ()


class TitleFacts(Value):
    """Everything known of a title before anything is made: what rules, chapters and plans are derived from.

    `provenance` names, for each field of `metadata`, the source it was taken from, and `stated` is what each source
    says by itself. `described` is the record that holds for the title, from the drop or from a feed. `declared` is
    what the drop's list said of its files, `declared_chapters` of its chapters, `refusals` what of it could not be
    taken in. Tracks are in playing order. `medium`, `needs` and `accepts` are what the content type asks for;
    `checking.check` fills them in, so that rules need not know the content types.
    """

    publisher: str
    title_id: str
    content_type: str
    metadata: Metadata
    provenance: dict[str, str] = Field(default_factory=dict)
    dialect: str = "shelfready"
    stated: dict[str, Metadata] = Field(default_factory=dict)
    described: MetadataFacts | None = None
    known: Known = Known()
    declared: tuple[DeclaredFile, ...] = ()
    declared_chapters: tuple[DeclaredChapter, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    assets: tuple[AssetFacts, ...]
    medium: Medium | None = None
    needs: tuple[Role, ...] = ()
    accepts: tuple[Role, ...] = ()

    def in_role(self, role: Role) -> tuple[AssetFacts, ...]:
        """The assets in a role, in order."""
        return tuple(found for found in self.assets if found.asset.role is role)

    @property
    def tracks(self) -> tuple[AssetFacts, ...]:
        """The audio tracks in playing order."""
        return self.in_role(Role.TRACK)
