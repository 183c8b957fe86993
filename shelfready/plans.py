"""What will be made for a title: recorded data, never code.

A plan is chosen once per submission, in an activity, and stored. The workflow loops over what was recorded, so a
rendition added tomorrow changes no title in flight.

How audio is cut. All tracks lie end to end on one timeline of samples at `TIMELINE_RATE_HZ`, and AAC frame k covers
the samples from 1024 k up to 1024 (k + 1) of it, whoever encodes it. A track's encoding is the run of frames that begin
in it. The encoder is given a few frames of its neighbours' audio on both sides, and what it makes of them is dropped:
frames made apart join without a gap, a click or a drift: the decoded book is as long as its decoded sources, to the
sample.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from shelfready.chapters import ChapterTable
from shelfready.media import Medium
from shelfready.titles import Metadata, Role, TitleFacts
from shelfready.values import Sha256, Value

FRAME_SAMPLES = 1024
"""Samples of one AAC-LC frame (ISO/IEC 14496-3)."""

PRIMING_SAMPLES = 1024
"""Samples of silence that ffmpeg's AAC encoder puts before the first frame."""


class AudioFormat(Value):
    """How audio is encoded for listening."""

    codec: Literal["aac-lc"] = "aac-lc"
    kbps: int
    channels: int

    @property
    def key(self) -> str:
        """The format's name, as it stands in keys and addresses: `aac-lc-64-mono`."""
        return f"{self.codec}-{self.kbps}-{'mono' if self.channels == 1 else 'stereo'}"


class Span(Value):
    """A track's place on the timeline: `samples` samples from `start_sample` on.

    `head` and `tail` name the stored first and last samples of the track, which its neighbours' encoders are given.
    """

    track: int
    name: str
    kind: str
    sha256: Sha256
    start_sample: int
    samples: int
    head: Sha256
    tail: Sha256

    @property
    def end_sample(self) -> int:
        """The first sample after the track."""
        return self.start_sample + self.samples


class Encode(Value):
    """One track, encoded into one format. `is_made` when the store already held it when the plan was made."""

    key: Sha256
    track: int
    format: AudioFormat
    is_made: bool = False


class HlsRecipe(Value):
    """One rung of HTTP Live Streaming: fMP4 in one file, addressed by byte ranges."""

    shape: Literal["hls"] = "hls"
    format: AudioFormat
    segment_s: int = 6


class AudiobookFileRecipe(Value):
    """The whole book in one MP4 file with chapters, tags and cover."""

    shape: Literal["audiobook-file"] = "audiobook-file"
    format: AudioFormat
    cover: Sha256 | None = None


class PictureRecipe(Value):
    """A JPEG no larger than `longest_side_px` on its longer side; never enlarged."""

    shape: Literal["picture"] = "picture"
    original: Sha256
    longest_side_px: int
    quality: int = 85


class OriginalRecipe(Value):
    """An original, published as it is."""

    shape: Literal["original"] = "original"
    original: Sha256
    size_bytes: int


class DocumentRecipe(Value):
    """A document that describes the release, made from the plan and from what the first wave made.

    `shows` says what of these its bytes depend on, so that it is not made anew when something else changes.
    """

    shape: Literal["document"] = "document"
    shows: tuple[Literal["metadata", "chapters", "artifacts"], ...] = ("metadata", "chapters", "artifacts")


Recipe = Annotated[
    HlsRecipe | AudiobookFileRecipe | PictureRecipe | OriginalRecipe | DocumentRecipe,
    Field(discriminator="shape"),
]


class Make(Value):
    """One rendition to be made. Wave 2 is made from what wave 1 made; `path` is its address below the release."""

    rendition: str
    key: Sha256
    path: str
    media_type: str
    wave: int = 1
    recipe: Recipe
    is_made: bool = False


class Plan(Value):
    """Everything that will be made for a submission, and from what."""

    publisher: str
    title_id: str
    content_type: str
    submission_id: str
    metadata: Metadata
    chapters: ChapterTable | None = None
    spans: tuple[Span, ...] = ()
    encodes: tuple[Encode, ...] = ()
    makes: tuple[Make, ...] = ()
    toolchain: str

    @property
    def total_samples(self) -> int:
        """Length of the timeline, in samples at `TIMELINE_RATE_HZ`."""
        return self.spans[-1].end_sample if self.spans else 0

    def encodes_in(self, format: AudioFormat) -> tuple[Encode, ...]:
        """The tracks' encodings in one format, in playing order."""
        return tuple(encode for encode in self.encodes if encode.format == format)


@dataclass(frozen=True)
class Rendition:
    """One output that titles of a medium get: a member of the family in `renditions/`.

    `recipe` chooses the parameters for a title, or None when the title has nothing to make it of. `version` is raised
    when the same parameters are to give other bytes.
    """

    mediums: frozenset[Medium]
    path: str
    media_type: str
    recipe: Callable[[TitleFacts], Recipe | None]
    render: "Callable[[Described], bytes] | None" = None
    wave: int = 1
    version: int = 1


@dataclass(frozen=True)
class ContentType:
    """A kind of product: a member of the family in `content_types/`.

    `needs` are the roles without which there is nothing to publish; `onix_forms` the codes of ONIX list 150 that mean
    it.
    """

    medium: Medium
    needs: tuple[Role, ...]
    accepts: tuple[Role, ...]
    onix_forms: tuple[str, ...]
    title: str


class Described(Value):
    """What a document is written from: the plan, and the artifacts of the first wave by path."""

    plan: Plan
    artifacts: tuple["DescribedArtifact", ...]


class DescribedArtifact(Value):
    """An artifact as documents see it; `duration_ms` for audio, `width_px` and `height_px` for pictures."""

    path: str
    rendition: str
    media_type: str
    size_bytes: int
    duration_ms: int | None = None
    width_px: int | None = None
    height_px: int | None = None
