"""What will be made for a title: recorded data, never code.

A plan is chosen once per submission, in an activity, and stored. The workflow loops over what was recorded, so a
rendition added tomorrow changes no title in flight.

How audio is cut. All tracks lie end to end on one timeline of samples at `TIMELINE_RATE_HZ`. Each codec has a grid of
frames on it: frame k of AAC-LC covers the samples from 1024 k up to 1024 (k + 1), frame k of Opus those from 882 k
(20 ms), whoever encodes it. A track is cut into pieces of bounded length, and a piece's encoding is the run of frames
that begin in it. The encoder is given some audio on either side, and what it makes of that is dropped: frames made
apart join without a gap, a click or a drift: the decoded book is as long as its decoded sources, to the sample.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from shelfready.chapters import ChapterTable
from shelfready.media import Medium, TocEntry
from shelfready.sound import Sound
from shelfready.titles import Metadata, Role, TitleFacts
from shelfready.values import Sha256, Value


class AudioFormat(Value):
    """How audio is encoded for listening. `is_copied`: the frames are the publisher's own, not encoded again."""

    codec: Literal["aac-lc", "opus"] = "aac-lc"
    kbps: int
    channels: int
    is_copied: bool = False

    @property
    def key(self) -> str:
        """The format's name, as it stands in keys and addresses: `aac-lc-64-mono`, `aac-lc-63-mono-copied`."""
        copied = "-copied" if self.is_copied else ""
        return f"{self.codec}-{self.kbps}-{'mono' if self.channels == 1 else 'stereo'}{copied}"

    @property
    def frame_samples(self) -> int:
        """Samples of the timeline in one frame: 1024 of AAC-LC (ISO/IEC 14496-3), 20 ms of Opus (RFC 6716)."""
        return 882 if self.codec == "opus" else 1024

    @property
    def rate_hz(self) -> int:
        """The rate that the codec itself counts in: Opus always decodes to 48 kHz."""
        return 48_000 if self.codec == "opus" else 44_100

    @property
    def priming_samples(self) -> int:
        """Samples, at the codec's own rate, that its encoder puts before the first: not heard, trimmed by players."""
        return 312 if self.codec == "opus" else 1024


class Span(Value):
    """A track's place on the timeline: `samples` samples from `start_sample` on, then `padding_samples` of silence.

    There is padding, of less than a frame, only behind a track that took the place of one of another length: so that
    everything after it lies in the frame grid as before, and need not be encoded again. `sample_rate_hz` and
    `decoded_samples` are the source's own. `head` and `tail` name the stored first and last samples of the track, which
    its neighbours' encoders are given.
    """

    track: int
    name: str
    kind: str
    sha256: Sha256
    size_bytes: int
    sample_rate_hz: int
    decoded_samples: int
    start_sample: int
    samples: int
    padding_samples: int = 0
    head: Sha256
    tail: Sha256

    @property
    def end_sample(self) -> int:
        """The first sample after the track and its padding."""
        return self.start_sample + self.samples + self.padding_samples


class Piece(Value):
    """What is encoded in one go: `samples` samples of a track, `offset_samples` after its start; most tracks are one.

    The last piece of a track takes the track's padding with it.
    """

    track: int
    start_sample: int
    offset_samples: int = 0
    samples: int
    padding_samples: int = 0

    @property
    def end_sample(self) -> int:
        """The first sample of the timeline after the piece and its padding."""
        return self.start_sample + self.samples + self.padding_samples


class Encode(Value):
    """One piece, encoded into one format: the frames from `first_frame` up to, not including, `end_frame`.

    Frame k begins at sample `origin_sample + format.frame_samples * k` of the timeline, as the encoder is fed, and is
    heard `format.priming_samples` earlier than it is counted. `origin_sample` is 0 but for Opus after a track that was
    replaced by one of another length: its later frames stay as they were, and lie on a grid that is shifted by less
    than half a frame. `is_made` when the store already held it when the plan was made.

    `own` is the key of the piece as it would be among any neighbours, `before` and `after` what its encoder hears of
    them. `base` is an encoding of the same piece among other neighbours: only its frames at the ends that `renews`
    names are encoded again.
    """

    key: Sha256
    piece: int
    format: AudioFormat
    first_frame: int
    end_frame: int
    origin_sample: int = 0
    own: str = ""
    before: str = ""
    after: str = ""
    base: Sha256 | None = None
    renews: tuple[Literal["head", "tail"], ...] = ()
    is_made: bool = False


class HlsRecipe(Value):
    """One rung of HTTP Live Streaming: CMAF fragments in one file, addressed by byte ranges, indexed for DASH."""

    shape: Literal["hls"] = "hls"
    format: AudioFormat
    segment_s: int = 6


class AudiobookFileRecipe(Value):
    """The whole book in one MP4 file with chapters, tags and cover."""

    shape: Literal["audiobook-file"] = "audiobook-file"
    format: AudioFormat
    cover: Sha256 | None = None


class ChapterFilesRecipe(Value):
    """One MP4 file for each chapter, right to the sample, from frames that are there already."""

    shape: Literal["chapter-files"] = "chapter-files"
    format: AudioFormat


class SampleRecipe(Value):
    """A stretch of the book to try it by, faded in and out; encoded by itself, because the fades are."""

    shape: Literal["sample"] = "sample"
    format: AudioFormat
    start_sample: int
    samples: int
    fade_in_ms: int = 50
    fade_out_ms: int = 2_000
    gain_db: float = 0.0


class WaveformRecipe(Value):
    """The book's peaks, to draw or drawn, from what was kept when the tracks were measured."""

    shape: Literal["waveform"] = "waveform"
    form: Literal["json", "png"]


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
    """A document that describes the release, made from the plan and from what earlier waves made.

    `shows` says what of these its bytes depend on, so that it is not made anew when something else changes.
    """

    shape: Literal["document"] = "document"
    shows: tuple[Literal["metadata", "chapters", "artifacts"], ...] = ("metadata", "chapters", "artifacts")


class PackageRecipe(Value):
    """An archive, not compressed, of what the named renditions made, and of documents of its own."""

    shape: Literal["package"] = "package"
    holds: tuple[str, ...]


Recipe = Annotated[
    HlsRecipe
    | AudiobookFileRecipe
    | ChapterFilesRecipe
    | SampleRecipe
    | WaveformRecipe
    | PictureRecipe
    | OriginalRecipe
    | DocumentRecipe
    | PackageRecipe,
    Field(discriminator="shape"),
]


class Make(Value):
    """One rendition to be made; `path` is its address below the release.

    Wave 0 is made from originals alone, beside the encodings; wave 1 from the encodings, and each later one from what
    the waves before it made.
    """

    rendition: str
    key: Sha256
    path: str
    media_type: str
    wave: int = 1
    recipe: Recipe
    is_made: bool = False


class Plan(Value):
    """Everything that will be made for a submission, and from what.

    `waveforms` names the stored peaks of each track, `contents` is the table of contents of an ebook.
    `further_keys` are those of what is made on the way, so that it is kept for the next time.
    """

    publisher: str
    title_id: str
    content_type: str
    submission_id: str
    metadata: Metadata
    chapters: ChapterTable | None = None
    sound: Sound = Sound()
    spans: tuple[Span, ...] = ()
    pieces: tuple[Piece, ...] = ()
    encodes: tuple[Encode, ...] = ()
    makes: tuple[Make, ...] = ()
    further_keys: tuple[Sha256, ...] = ()
    waveforms: tuple[Sha256, ...] = ()
    contents: tuple[TocEntry, ...] = ()
    toolchain: str

    @property
    def total_samples(self) -> int:
        """Length of the timeline, in samples at `TIMELINE_RATE_HZ`."""
        return self.spans[-1].end_sample if self.spans else 0

    def encodes_in(self, format: AudioFormat) -> tuple[Encode, ...]:
        """The pieces' encodings in one format, in playing order."""
        return tuple(encode for encode in self.encodes if encode.format == format)


class Material(Value):
    """What a rendition chooses its parameters by: the title, its chapters, and how it will sound.

    `channels` is 2 for a title that really is stereo, else 1, whatever its files have. `copied` is the format of the
    publisher's own AAC, when it may be taken over as it is.
    """

    facts: TitleFacts
    chapters: ChapterTable | None = None
    sound: Sound = Sound()
    total_samples: int = 0
    channels: int = 1
    copied: AudioFormat | None = None


@dataclass(frozen=True)
class Rendition:
    """One output that titles of a medium get: a member of the family in `renditions/`.

    `recipe` chooses the parameters for a title, or None when the title has nothing to make it of. `version` is raised
    when the same parameters are to give other bytes. What is made of originals alone is of `wave` 0: see `Make`.
    `render` writes a document; of a package, `documents` writes its own by name.
    """

    mediums: frozenset[Medium]
    path: str
    media_type: str
    recipe: Callable[[Material], Recipe | None]
    render: "Callable[[Described], bytes] | None" = None
    documents: "Callable[[Described], dict[str, bytes]] | None" = None
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
    """What a document is written from: the plan, and the artifacts of the waves before it."""

    plan: Plan
    artifacts: tuple["DescribedArtifact", ...]


class DescribedArtifact(Value):
    """An artifact as documents see it; `duration_ms` for audio, `width_px` and `height_px` for pictures.

    Of a rung, `head` is its initialization and `index` its segment index, each as the first byte and the last, and
    `peak_bps` and `average_bps` are the bits per second of its heaviest segment and of all.
    """

    path: str
    rendition: str
    media_type: str
    size_bytes: int
    duration_ms: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    head: tuple[int, int] | None = None
    index: tuple[int, int] | None = None
    peak_bps: int | None = None
    average_bps: int | None = None
