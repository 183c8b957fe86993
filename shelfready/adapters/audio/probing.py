"""What a container says of itself, asked of ffprobe: hints, to be held against the decoded samples."""

import json
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from shelfready.adapters.audio.demuxing import confinement, staged
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.supervising import supervise
from shelfready.errors import RejectedError
from shelfready.media import ChapterMark
from shelfready.ports import Watcher

_ANSWER_BYTES = 16 * 1024**2
_MOST_CHAPTERS = 10_000
_LONGEST_TITLE = 1000
_ENTRIES = (
    "stream=codec_type,codec_name,profile,sample_rate,channels,bit_rate,duration_ts,time_base"
    ",bits_per_sample,bits_per_raw_sample"
    ":stream_disposition=attached_pic"
    ":format=duration,bit_rate"
    ":chapter=start_time,end_time:chapter_tags=title"
)

_LOSSLESS = ("flac", "alac")
# Eight bits that stand for fourteen.
_COMPANDED = ("pcm_alaw", "pcm_mulaw")


class Stream(BaseModel):
    """One stream as ffprobe describes it."""

    codec_type: str | None = None
    codec_name: str = "unknown"
    profile: str = ""
    sample_rate: int = 0
    channels: int = 0
    bit_rate: int | None = None
    duration_ts: int | None = None
    time_base: str | None = None
    bits_per_sample: int = 0
    bits_per_raw_sample: int = 0
    disposition: dict[str, int] = Field(default_factory=dict)

    @property
    def codec(self) -> str:
        """The codec's name. AAC whose upper half is synthesized is `he-aac`: its frames are of half the rate we hear.

        ffprobe names the profile where it has met such a frame; where only the header says so, it counts time at half
        the rate of the sound.
        """
        is_doubled = self.time_base == f"1/{self.sample_rate // 2}"
        is_high_efficiency = self.codec_name == "aac" and (is_doubled or self.profile.startswith("HE-AAC"))
        return "he-aac" if is_high_efficiency else self.codec_name

    @property
    def is_lossless(self) -> bool:
        """Whether the samples are those that the encoder was given."""
        return self.codec_name in _LOSSLESS or (
            self.codec_name.startswith("pcm_") and self.codec_name not in _COMPANDED
        )

    @property
    def sample_bits(self) -> int | None:
        """Bits of each sample as it was delivered; None where a lossy encoder has left none."""
        return (self.bits_per_raw_sample or self.bits_per_sample or None) if self.is_lossless else None


class Format(BaseModel):
    """The container as ffprobe describes it."""

    duration: float | None = None
    bit_rate: int | None = None


class _Chapter(BaseModel):
    start_time: float
    end_time: float | None = None
    tags: dict[str, str] = Field(default_factory=dict)


class Probe(BaseModel):
    """What ffprobe says of a file."""

    streams: list[Stream] = Field(default_factory=list)
    format: Format = Format()
    chapters: list[_Chapter] = Field(default_factory=list)

    @property
    def audio(self) -> Stream | None:
        """The first audio stream."""
        return next((stream for stream in self.streams if stream.codec_type == "audio"), None)

    @property
    def has_cover(self) -> bool:
        """Whether a picture is attached."""
        return any(stream.disposition.get("attached_pic") for stream in self.streams)

    @property
    def marks(self) -> tuple[ChapterMark, ...]:
        """The container's chapters, in order of time."""
        marks = [
            ChapterMark(
                title=_title(chapter.tags.get("title")),
                start_ms=round(chapter.start_time * 1000),
                end_ms=None if chapter.end_time is None else round(chapter.end_time * 1000),
            )
            for chapter in self.chapters
        ]
        return tuple(sorted(marks, key=lambda mark: mark.start_ms))


def probe(
    workshop: Workshop, path: Path, demuxers: str, watcher: Watcher, folder: Path, *, blames_publisher: bool
) -> Probe:
    """Ask ffprobe about a file, which may be opened by the named demuxers only."""
    answer = _Answer()
    with Outlets() as outlets:
        options = {**confinement(demuxers.split(",", 1)[0]), "format_whitelist": demuxers, "v": "error"}
        options |= {"show_entries": _ENTRIES, "of": "json=compact=1", "o": outlets.add(answer.feed)}
        arguments = [part for key, value in options.items() for part in (f"-{key}", value)]
        command = [str(workshop.tools.ffprobe), *arguments, "-i", staged(path, folder)]
        supervise(command, outlets, watcher, workshop.limits, folder, blames_publisher=blames_publisher)
    found = answer.read()
    if len(found.chapters) > _MOST_CHAPTERS:
        message = f"the file has {len(found.chapters)} chapters, more than {_MOST_CHAPTERS}; remove the excess"
        raise RejectedError(message, cause_code="too-many-chapters")
    return found


class _Answer:
    """Collects what ffprobe prints, up to a limit."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> None:
        self._data += data
        if len(self._data) > _ANSWER_BYTES:
            message = f"the file's headers hold more than {_ANSWER_BYTES} bytes of text; remove what is not needed"
            raise RejectedError(message, cause_code="headers-too-large")

    def read(self) -> Probe:
        try:
            return Probe.model_validate(json.loads(self._data.decode("utf-8", "replace") or "{}"))
        except (ValueError, ValidationError, RecursionError) as error:
            message = "the file's headers make no sense; export it again"
            raise RejectedError(message, cause_code="unreadable-audio") from error


def _title(text: str | None) -> str | None:
    return " ".join(text.split())[:_LONGEST_TITLE] or None if text else None
