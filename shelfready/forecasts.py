"""What a submission would do, said beforehand: values that a dry run answers."""

from enum import StrEnum

from pydantic import Field

from shelfready.findings import Finding, Verdict
from shelfready.sound import Sound
from shelfready.titles import Role
from shelfready.values import Sha256, Value


class Fetching(StrEnum):
    """Whether a file's bytes must be brought in."""

    HELD = "held"
    TO_FETCH = "to-fetch"
    UNKNOWN = "unknown"


class ForeseenFile(Value):
    """A file of the submission, and what must be done with it."""

    name: str
    role: Role
    size_bytes: int | None = Field(None, description="null where nobody has said it yet")
    sha256: Sha256 | None = Field(None, description="null where it is not known before the file is fetched")
    fetching: Fetching = Field(
        description="`held`: you delivered these bytes before; `to-fetch`; `unknown`: whether we hold it shows when it "
        "is fetched, because its hash and size are not said"
    )
    is_measured: bool = Field(description="what there is to know of these bytes is known, and nothing opens them again")


class ForeseenEncode(Value):
    """A track, or a piece of a long one, and the formats that listeners get it in."""

    track: int = Field(description="the track's place, from 1")
    name: str
    piece: int = Field(1, description="the piece's place in the track, from 1")
    pieces: int = Field(1, description="how many pieces the track is cut into")
    audio_s: float
    made: tuple[str, ...] = Field(description="formats that are encoded for it")
    reused: tuple[str, ...] = Field(description="formats that are there already")


class ForeseenRendition(Value):
    """A rendition, and whether it is there already."""

    rendition: str
    path: str = Field(description="its address below the release")
    is_reused: bool


class Sums(Value):
    """What the submission costs, all in all."""

    files_to_fetch: int = 0
    bytes_to_fetch: int = Field(0, description="of the files whose size is said")
    files_to_measure: int = 0
    audio_s_to_encode: float = Field(0.0, description="length of all pieces that are encoded at all")
    encodes_made: int = 0
    encodes_reused: int = 0
    renditions_made: int = 0
    renditions_reused: int = 0
    cpu_s: float = Field(0.0, description="processor seconds for measuring and encoding, about")


class Forecast(Value):
    """What a submission would do. Nothing was written, fetched or started for it."""

    title_id: str
    content_type: str
    summary: str = Field(description="all of it in a sentence or two")
    unknown: tuple[str, ...] = Field((), description="what could not be foreseen, and why; empty if all of it could")
    files: tuple[ForeseenFile, ...]
    verdict: Verdict | None = Field(None, description="what the rules say; null while a file is not measured")
    refused_for: tuple[Finding, ...] = Field((), description="the findings that refuse the title; nothing is made then")
    chapters: int | None = None
    sound: Sound | None = None
    encodes: tuple[ForeseenEncode, ...] = ()
    renditions: tuple[ForeseenRendition, ...] = ()
    sums: Sums
