"""Uploads files in parts; what arrived before a break, or in an earlier run, is not sent again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from cli.client import Api
from shelfready.blobs import hash_file
from shelfready.errors import ConflictError, MissingError, RejectedError
from shelfready.values import Blob, Sha256, StrictValue, Value

_CHUNK = 256 * 1024
_ONE_PART = timedelta(minutes=10)
"""An address that counts for less may run out while a part is sent on a slow line."""

Sent = Callable[[int], None]
"""Told how many more bytes need not be sent any more."""


class NewUpload(StrictValue):
    """What the API is told of a file that is to be uploaded."""

    name: str
    size_bytes: int
    sha256: Sha256


class Part(Value):
    """One part of an upload: where it goes until when, and whether it arrived."""

    number: int
    size_bytes: int
    has_arrived: bool = False
    url: str
    expires_at: datetime | None = None


class UploadState(Value):
    """An upload as the API sees it."""

    id: str
    source: str
    part_size_bytes: int
    is_complete: bool = False
    parts: tuple[Part, ...] = Field(())


class _Remembered(Value):
    upload_id: str


@dataclass(frozen=True)
class Uploader:
    """Uploads to one API. `memory` is the folder in which it notes which upload belongs to which bytes."""

    api: Api
    memory: Path

    def upload(self, path: Path, name: str, blob: Blob, sent: Sent) -> str:
        """Bring a file in; answers the source under which a submission names it."""
        state = self._earlier(name, blob) or self._begin(name, blob)
        if state.is_complete:
            sent(blob.size_bytes)
        else:
            self._send_parts(state, path, sent)
            self.api.post(f"/v1/uploads/{state.id}/complete", None, Value)
        return state.source

    def forget(self, name: str, blob: Blob) -> None:
        """A submission has taken the upload over."""
        self._note(name, blob).unlink(missing_ok=True)

    def _earlier(self, name: str, blob: Blob) -> UploadState | None:
        try:
            remembered = _Remembered.from_json(self._note(name, blob).read_bytes())
            return self.api.get(f"/v1/uploads/{remembered.upload_id}", UploadState)
        except (OSError, ValidationError, MissingError):
            return None  # never begun, or expired: begin anew

    def _begin(self, name: str, blob: Blob) -> UploadState:
        new = NewUpload(name=name, size_bytes=blob.size_bytes, sha256=blob.sha256)
        state = self.api.post("/v1/uploads", new, UploadState)
        self.memory.mkdir(parents=True, exist_ok=True)
        self._note(name, blob).write_bytes(_Remembered(upload_id=state.id).to_json())
        return state

    def _send_parts(self, state: UploadState, path: Path, sent: Sent) -> None:
        parts = {part.number: part for part in state.parts}
        for number in sorted(parts):
            if _runs_out(parts[number], datetime.now(UTC)):
                parts = {part.number: part for part in self.api.get(f"/v1/uploads/{state.id}", UploadState).parts}
            part = parts[number]
            if not part.has_arrived:
                start = (number - 1) * state.part_size_bytes
                self.api.put(part.url, _Slice(path, start, part.size_bytes), part.size_bytes)
            sent(part.size_bytes)

    def _note(self, name: str, blob: Blob) -> Path:
        text = "\n".join((self.api.address, name, blob.sha256))
        return self.memory / f"{sha256(text.encode()).hexdigest()}.json"


@dataclass(frozen=True)
class _Slice:
    """A stretch of a file, read anew for every attempt to send it."""

    path: Path
    start: int
    length: int

    def __call__(self) -> Iterator[bytes]:
        left = self.length
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left:
                piece = file.read(min(_CHUNK, left))
                if not piece:
                    raise ConflictError(
                        f"{self.path} became shorter while it was sent; wait until it is written, and send it again",
                        cause_code="file-changed",
                    )
                left -= len(piece)
                yield piece


def _runs_out(part: Part, now: datetime) -> bool:
    return part.expires_at is not None and not part.has_arrived and part.expires_at - now < _ONE_PART


def measure(path: Path) -> Blob:
    """The size and hash of a file that is to be sent; it must hold something."""
    try:
        blob = hash_file(path)
    except OSError as error:
        raise RejectedError(
            f"{path} cannot be read: {error.strerror}; mend its permissions, or send another",
            cause_code="file-unreadable",
        ) from error
    if blob.size_bytes == 0:
        raise RejectedError(f"{path} is empty; export it again and send it", cause_code="file-empty")
    return blob
