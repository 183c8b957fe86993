"""Uploads as the API shows them."""

from datetime import datetime

from pydantic import ConfigDict, Field

from shelfready.titles import FileName
from shelfready.values import Sha256, StrictValue, Value


class UploadRequest(StrictValue):
    """A file that is to be sent in parts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "01.mp3", "size_bytes": 40_000_000}]})

    name: FileName = Field(description="for people only")
    size_bytes: int = Field(ge=1, description="how long the file is; what arrives must be just as long")
    sha256: Sha256 | None = Field(None, description="compared with what arrives before the file is used")


class PartView(Value):
    """One part of an upload, and where to PUT its bytes."""

    number: int
    size_bytes: int = Field(description="exactly so many bytes are taken")
    has_arrived: bool = False
    url: str = Field(description="PUT the bytes here; relative to the API's address, or absolute to the object store")
    expires_at: datetime | None = Field(None, description="until when the address counts; then read the upload anew")


class UploadLinks(Value):
    """Where to go on from an upload."""

    self: str
    complete: str


class UploadView(Value):
    """An upload, what has arrived of it, and what is still to be sent."""

    id: str
    name: str
    size_bytes: int
    sha256: Sha256 | None
    is_complete: bool
    source: str = Field(description="what to write as `source` of the file in a submission, once complete")
    part_size_bytes: int = Field(description="the size of every part but the last")
    parts: tuple[PartView, ...]
    expires_at: datetime = Field(description="when the upload is forgotten")
    links: UploadLinks


class ArrivedPart(Value):
    """A part that arrived whole."""

    number: int
    size_bytes: int
    etag: str
