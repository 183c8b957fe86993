"""Bytes by content, and results by what they were made from.

Originals and everything made lie under `blobs/sha256/`, named by their content. An action key is the hash of what a
result is made from: inputs, parameters, tools. Its record under `actions/` names the outputs; while they are there with
the recorded size, the action is done and is never done again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from shelfready.errors import DefectError, MissingError
from shelfready.ports import ObjectStore
from shelfready.ports.objects import nothing
from shelfready.values import Blob, Sha256, Value

V = TypeVar("V", bound=Value)

ASKED_AT_ONCE = 16
"""Questions to the store at once: half of the connections that its client keeps."""

_CHUNK = 1 << 20


class Done(Value):
    """The record of an action: its outputs by name, and a small document about them."""

    key: Sha256
    outputs: dict[str, Blob] = Field(default_factory=dict)
    facts: str | None = None


def blob_key(digest: str) -> str:
    """Where the bytes with this SHA-256 lie in the store."""
    return f"blobs/sha256/{digest[:2]}/{digest}"


def action_key(kind: str, **inputs: object) -> str:
    """The hash of everything a result depends on. Order of the names does not matter; every value is JSON."""
    text = dumps({"kind": kind, **inputs}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def hash_file(path: Path) -> Blob:
    """The content name of a file, reading it once."""
    digest = sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Blob(sha256=digest.hexdigest(), size_bytes=size)


@dataclass(frozen=True)
class Blobs:
    """The store, seen as bytes by content and results by action."""

    store: ObjectStore

    def has(self, blob: Blob) -> bool:
        """Whether the bytes are there, with the right size."""
        info = self.store.head(blob_key(blob.sha256))
        return info is not None and info.size_bytes == blob.size_bytes

    def put_file(self, path: Path, known: Blob | None = None, moved: Callable[[], None] = nothing) -> Blob:
        """Store a file under its content; nothing is sent when it is there already. `moved`: see the store's port."""
        blob = known or hash_file(path)
        if not self.has(blob):
            self.store.put_file(blob_key(blob.sha256), path, blob, moved)
        return blob

    def put_bytes(self, data: bytes) -> Blob:
        """Store some bytes, of at most a few megabytes, under their content."""
        blob = Blob(sha256=sha256(data).hexdigest(), size_bytes=len(data))
        if not self.has(blob):
            self.store.put_bytes(blob_key(blob.sha256), data)
        return blob

    def put_value(self, value: Value) -> Blob:
        """Store a value as a document."""
        return self.put_bytes(value.to_json())

    def read_value(self, kind: type[V], digest: str) -> V:
        """Read a document back."""
        return kind.from_json(self.read(digest))

    def read(self, digest: str) -> bytes:
        """All of the bytes, for what is known to be small, after making sure that they are what their name says."""
        data = self.store.read(blob_key(digest))
        _check(digest, sha256(data).hexdigest())
        return data

    def stream(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`."""
        return self.store.stream(blob_key(digest), start, end)

    def download(self, digest: str, path: Path, moved: Callable[[], None] = nothing) -> None:
        """Write the bytes to a file, hashing them on the way; `moved` is called after every piece."""
        found = sha256()
        with path.open("wb") as file:
            for piece in self.stream(digest):
                file.write(piece)
                found.update(piece)
                moved()
        _check(digest, found.hexdigest())

    def hold(self, publisher: str, blob: Blob) -> None:
        """Remember that a publisher has delivered these bytes."""
        self.store.put_bytes(_holding_key(publisher, blob), b"")

    def holds(self, publisher: str, blob: Blob) -> bool:
        """Whether the publisher has delivered these bytes: knowing the hash of another's file is not having it."""
        return self.store.head(_holding_key(publisher, blob)) is not None

    def done(self, key: str) -> Done | None:
        """The record of an action, when all its outputs are still there."""
        try:
            record = Done.from_json(self.store.read(_record_key(key)))
        except (MissingError, ValidationError):  # a record that a newer release wrote differently is as good as none
            return None
        return record if all(self.has(blob) for blob in record.outputs.values()) else None

    def done_of(self, keys: Iterable[str]) -> dict[str, Done]:
        """The records of those actions that are done, several asked for at once: a store far away is slow, not busy."""
        wanted = list(dict.fromkeys(keys))
        with ThreadPoolExecutor(min(ASKED_AT_ONCE, max(1, len(wanted)))) as threads:
            return {key: done for key, done in zip(wanted, threads.map(self.done, wanted), strict=True) if done}

    def record(self, key: str, outputs: Mapping[str, Blob], facts: Value | None = None) -> Done:
        """Write down that an action is done; its outputs are stored before."""
        text = facts.to_json().decode() if facts is not None else None
        record = Done(key=key, outputs=dict(outputs), facts=text)
        self.store.put_bytes(_record_key(key), record.to_json())
        return record


def _record_key(key: str) -> str:
    return f"actions/{key[:2]}/{key}.json"


def _holding_key(publisher: str, blob: Blob) -> str:
    return f"holdings/{publisher}/{blob.sha256}"


def _check(digest: str, found: str) -> None:
    if found != digest:
        raise DefectError(
            f"the stored bytes of {digest} hash to {found}: the object is damaged, restore it from a backup",
            cause_code="stored-object-damaged",
        )
