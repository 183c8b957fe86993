"""What activities and routes need from the world, as protocols. The adapters are in `adapters/`."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from shelfready.events import Event, LiveProgress
from shelfready.keys import ApiKey
from shelfready.media import AudioFacts, EpubFacts, EpubMessage, ImageFacts
from shelfready.outbox import Message
from shelfready.plans import AudioFormat
from shelfready.releases import Release, Title
from shelfready.titles import Submission, SubmissionState
from shelfready.uploads import PresignedPart, Upload, UploadedPart
from shelfready.values import Blob, Value


class Watcher(Protocol):
    """Stands by a long piece of work: hears of real progress, and can call it off."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """`done` is the finished share, 0 to 1; call it only when it grew. `speed` is times real time."""

    def check(self) -> None:
        """Raise if the work is no longer wanted; called at least every second by whoever works."""


class ObjectInfo(Value):
    """What the store says of an object, without reading it."""

    key: str
    size_bytes: int
    modified_at: datetime


class ObjectStore(Protocol):
    """Named bytes. An object is seen whole or not at all, whatever dies while it is written.

    Keys are relative paths of safe names. A missing object is `MissingError`; a store that does not answer is
    `UnavailableError`.
    """

    def head(self, key: str) -> ObjectInfo | None:
        """What is there, None if nothing."""

    def put_file(self, key: str, path: Path, blob: Blob) -> None:
        """Store a file, and make sure that what arrived has the size and hash of `blob`."""

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store some bytes in one piece."""

    def read(self, key: str) -> bytes:
        """All bytes of a small object."""

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`, in pieces of at most 1 MiB."""

    def download(self, key: str, path: Path) -> None:
        """Write an object to a file."""

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """The objects whose key starts with `prefix`, in key order."""

    def start_upload(self, key: str) -> str:
        """Begin an upload in parts; answers the store's id for it."""

    def presign_part(self, key: str, upload: str, number: int, size_bytes: int | None = None) -> PresignedPart | None:
        """Where the client itself may send part `number` (from 1); None when parts come through the API.

        With `size_bytes` the address takes a body of exactly that length and no other.
        """

    def put_part(self, key: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Store one part, replacing an earlier one with its number."""

    def parts(self, key: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""

    def complete_upload(self, key: str, upload: str, parts: Sequence[UploadedPart]) -> ObjectInfo:
        """Make the object of its parts."""

    def abort_upload(self, key: str, upload: str) -> None:
        """Forget an upload and its parts."""


class ListedFile(Value):
    """One file of a folder or an archive: `name` is its path relative to it, with forward slashes."""

    name: str
    source: str
    size_bytes: int


class Fetcher(Protocol):
    """Brings bytes from where the publisher says they are.

    What the publisher must mend is `RejectedError` (forbidden address, not found, too large, not an archive); what may
    work later is `UnavailableError`.
    """

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """The files below a folder or a prefix, junk left out, in natural order."""

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write the bytes to a file, hashing them on the way."""


class Archives(Protocol):
    """Opens archives that may be hostile."""

    def members(self, archive: Path) -> tuple[ListedFile, ...]:
        """The files within, junk left out, in natural order; `RejectedError` says why it is not safe to open."""

    def extract(self, archive: Path, member: str, into: Path, *, limit_bytes: int) -> Blob:
        """Write one member to a file, hashing it on the way, and stop where its size turns out a lie."""


class MeasuredAudio(Value):
    """Facts, and the first and last samples as the encoders see them (16-bit little-endian, mono and stereo).

    Each edge holds at most `EDGE_SAMPLES` samples per channel at `TIMELINE_RATE_HZ`, interleaved stereo.
    """

    facts: AudioFacts
    head: bytes
    tail: bytes


EDGE_SAMPLES = 16 * 1024
"""Samples kept of a track's beginning and end: 16 AAC frames, four times what an encoder needs to settle."""


class AudioReader(Protocol):
    """Measures audio files."""

    def measure(self, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
        """Decode the file once and say everything that is known of it; `RejectedError` when it is no audio at all.

        `kind` is what `sniffing.sniff` said, and fixes the demuxer.
        """


class EncodeInput(Value):
    """What an encoder of a track is given: the file, and where its frames begin and end on the timeline.

    `before` and `after` are neighbours' samples (interleaved stereo, 16-bit little-endian) that lie directly before and
    after the track; `first_frame` and `end_frame` are the frames to keep (see `plans`).
    """

    path: Path
    kind: str
    start_sample: int
    samples: int
    first_frame: int
    end_frame: int
    before: bytes
    after: bytes
    is_last: bool
    format: AudioFormat


class AudioEncoder(Protocol):
    """Makes audio for listening."""

    @property
    def toolchain(self) -> str:
        """Name and version of what encodes; part of every action key. Starts no process."""

    def encode(self, job: EncodeInput, into: Path, watcher: Watcher) -> int:
        """Write the track's frames as ADTS; answers their number, which is what was asked or a `DefectError`."""


class PackedAudio(Value):
    """What decoding a packed file found. Samples at `TIMELINE_RATE_HZ`, priming and padding trimmed away."""

    samples: int
    duration_ms: int
    chapters: int = 0
    codec: str
    channels: int
    sample_rate_hz: int
    has_cover: bool = False
    rms_dbfs: float | None = None


class AudioPacker(Protocol):
    """Puts encoded frames into files, without encoding again."""

    def pack_hls(self, frames: Path, samples: int, segment_s: int, folder: Path, watcher: Watcher) -> None:
        """Write `audio.mp4` (fMP4 in one file) and `index.m3u8` (byte ranges) into `folder`."""

    def pack_audiobook(self, frames: Path, book: "AudiobookFile", into: Path, watcher: Watcher) -> None:
        """Write an M4B: gapless by its edit list, QuickTime chapters always, Nero chapters up to 255."""

    def read_back(self, path: Path, watcher: Watcher) -> PackedAudio:
        """Decode a packed file (an M4B, or an HLS playlist) from end to end and say what it is."""


class AudiobookFile(Value):
    """What an M4B is told besides its frames. Chapters are (title, start, end) in samples."""

    samples: int
    title: str | None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    narrators: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    date: str | None = None
    description: str | None = None
    chapters: tuple[tuple[str, int, int], ...] = ()
    cover: Path | None = None


class EpubReader(Protocol):
    """Reads EPUBs that may be hostile."""

    def read(self, path: Path, watcher: Watcher) -> EpubFacts:
        """What the book says of itself; `RejectedError` when it cannot be opened as an EPUB."""


class EpubChecker(Protocol):
    """The trade's own validator."""

    def check(self, path: Path, watcher: Watcher) -> tuple[EpubMessage, ...]:
        """EPUBCheck's messages about a book."""


class Pictures(Protocol):
    """Reads and reduces pictures that may be hostile."""

    def read(self, path: Path) -> ImageFacts:
        """What the picture is; `RejectedError` when it is none, or too large to decode."""

    def reduce(self, path: Path, longest_side_px: int, quality: int, into: Path) -> ImageFacts:
        """Write an sRGB JPEG without metadata, no larger than asked and never enlarged."""


class Page(Value):
    """Where to go on in a list: `cursor` of the last one seen, None for the beginning."""

    cursor: str | None = None
    limit: int = 50


class Submissions(Protocol):
    """The submissions of the catalogue, within one unit of work."""

    def add(self, submission: Submission, *, idempotency_key: str | None, body_sha256: str) -> None:
        """Remember a new one; `ConflictError` when its publisher has used the idempotency key already."""

    def get(self, submission_id: str) -> Submission | None:
        """The submission, None if there is none."""

    def by_idempotency_key(self, publisher: str, key: str) -> tuple[Submission, str] | None:
        """The submission first sent with the key, and the hash of its body."""

    def save(self, submission: Submission) -> None:
        """Write the changed submission; `MissingError` if it was never added."""

    def list(
        self,
        publisher: str | None,
        page: Page,
        *,
        state: SubmissionState | None = None,
        title_id: str | None = None,
    ) -> tuple[Submission, ...]:
        """Newest first, after the page's cursor (a submission id)."""

    def unstarted(self, before: datetime, limit: int) -> tuple[Submission, ...]:
        """Accepted before a moment and not yet seen by a workflow: what a sweeper starts."""


class Titles(Protocol):
    """Titles and their releases, within one unit of work."""

    def get(self, publisher: str, title_id: str) -> Title | None:
        """The title, None if nothing of it was ever accepted."""

    def claim(self, publisher: str, title_id: str, content_type: str, at: datetime) -> Title:
        """The title, made if new; `ConflictError` (cause `title-has-another-content-type`) if it is another product."""

    def publish(self, release: Release, at: datetime) -> Release:
        """Number the release, make it live and write its outbox row; a second time for one submission changes nothing.

        Answers the release as it was published.
        """

    def release(self, publisher: str, title_id: str, number: int) -> Release | None:
        """One release."""

    def releases(self, publisher: str, title_id: str) -> tuple[Release, ...]:
        """All releases, newest first."""

    def list(self, publisher: str, page: Page) -> tuple[Title, ...]:
        """The publisher's titles by id, after the page's cursor (a title id)."""


class Events(Protocol):
    """What happened to submissions, within one unit of work."""

    def add(self, submission_id: str, kind: str, data: dict[str, object], at: datetime) -> None:
        """Append an event."""

    def after(self, submission_id: str, number: int, limit: int) -> tuple[Event, ...]:
        """The events of a submission after a number, in order."""

    def set_progress(self, progress: LiveProgress) -> None:
        """Replace what is known of one running piece of work; a finished one (done 1.0) is forgotten."""

    def progress(self, submission_id: str) -> tuple[LiveProgress, ...]:
        """What is being worked on now."""


class Keys(Protocol):
    """API keys, within one unit of work."""

    def add(self, key: ApiKey) -> None:
        """Remember a key; only its hash is kept."""

    def by_id(self, key_id: str) -> ApiKey | None:
        """The key with this public id."""

    def save(self, key: ApiKey) -> None:
        """Write the changed key, a revoked one for instance; `MissingError` if it was never added."""

    def list(self, publisher: str) -> tuple[ApiKey, ...]:
        """The publisher's keys, newest first, those that no longer count included."""


class Uploads(Protocol):
    """Uploads under way, within one unit of work."""

    def add(self, upload: Upload) -> None:
        """Remember a new upload."""

    def get(self, upload_id: str) -> Upload | None:
        """The upload, None if there is none."""

    def save(self, upload: Upload) -> None:
        """Write the changed upload."""


class Outbox(Protocol):
    """What the world is to be told, within one unit of work. Releases write theirs when they are published."""

    def pending(self, limit: int) -> tuple[Message, ...]:
        """What is not yet delivered, oldest first."""

    def delivered(self, message_id: int, at: datetime) -> None:
        """Never answer the message again; `MissingError` if there is none."""


class UnitOfWork(Protocol):
    """One transaction over the catalogue."""

    @property
    def submissions(self) -> Submissions:
        """Submissions."""

    @property
    def titles(self) -> Titles:
        """Titles and releases."""

    @property
    def events(self) -> Events:
        """Events and live progress."""

    @property
    def keys(self) -> Keys:
        """API keys."""

    @property
    def uploads(self) -> Uploads:
        """Uploads."""

    @property
    def outbox(self) -> Outbox:
        """Messages to the world."""


class Catalogue(Protocol):
    """The database. `with catalogue.begin() as unit:` commits when the block ends without an error, else rolls back.

    A database that does not answer is `UnavailableError`.
    """

    def begin(self, *, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        """One transaction. One that only reads sees a single moment, waits for no writer, and may not write."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The moment, in UTC, with its time zone."""
