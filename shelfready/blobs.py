"""Bytes by content, and results by what they were made from.

Originals and everything made lie under `blobs/sha256/`, named by their content. An action key is the hash of what a
result is made from: inputs, parameters, tools. Its record under `actions/` names the outputs; while they are there with
the recorded size, the action is done and is never done again.

Whoever finds something here may rely on it for days: what is old takes a lease first (see `leases`), and what will be
needed later by a title that waits is written down with `need`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from json import dumps, loads
from pathlib import Path
from typing import IO, TypeVar

from pydantic import Field, TypeAdapter

from shelfready.asking import ask_all
from shelfready.errors import DefectError, MissingError
from shelfready.leases import Leases, utc_now
from shelfready.ports import ObjectInfo, ObjectStore
from shelfready.ports.objects import nothing
from shelfready.values import Blob, Sha256, Value

V = TypeVar("V", bound=Value)

BLOBS, ACTIONS, HOLDINGS, NEEDS = "blobs/sha256/", "actions/", "holdings/", "needed/"
"""What lies in the store: bytes, records of actions, what publishers have delivered, what is needed until when."""

_CHUNK = 1 << 20
_NAMES: TypeAdapter[list[str]] = TypeAdapter(list[str])


class Done(Value):
    """The record of an action: its outputs by name, and a small document about them."""

    key: Sha256
    outputs: dict[str, Blob] = Field(default_factory=dict)
    facts: str | None = None


def blob_key(digest: str) -> str:
    """Where the bytes with this SHA-256 lie in the store."""
    return f"{BLOBS}{digest[:2]}/{digest}"


def action_key(kind: str, **inputs: object) -> str:
    """The hash of everything a result depends on. Order of the names does not matter; every value is JSON."""
    text = dumps({"kind": kind, **inputs}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def hash_file(path: Path) -> Blob:
    """The content name of a file, reading it once."""
    with path.open("rb") as file:
        return hash_stream(file)


def hash_stream(file: IO[bytes]) -> Blob:
    """The content name of what is still to be read of an open file."""
    digest = sha256()
    size = 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Blob(sha256=digest.hexdigest(), size_bytes=size)


@dataclass(frozen=True)
class Blobs:
    """The store, seen as bytes by content and results by action."""

    store: ObjectStore
    now: Callable[[], datetime] = utc_now

    def has(self, blob: Blob) -> bool:
        """Whether the bytes are there, with the right size."""
        return _is_whole(blob, self._leases.use([blob_key(blob.sha256)]))

    def put_file(self, path: Path, known: Blob | None = None, moved: Callable[[], None] = nothing) -> Blob:
        """Store a file under its content; nothing is sent when it is there already. `moved`: see the store's port."""
        if known is None:
            return self.store.put_named(path, self._key_if_missing, moved)
        if not self.has(known):
            self.store.put_file(blob_key(known.sha256), path, known, moved)
        return known

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
        self._put_marker(_holding_key(publisher, blob), b"")

    def holds(self, publisher: str, blob: Blob) -> bool:
        """Whether the publisher has delivered these bytes, and they are still there.

        Knowing the hash of another's file is not having it.
        """
        holding = _holding_key(publisher, blob)
        there = self._leases.use([holding, blob_key(blob.sha256)])
        return holding in there and _is_whole(blob, there)

    def need(self, owner: str, names: Iterable[str]) -> None:
        """Keep some bytes and actions, named by their SHA-256, until a submission or a feed has ended.

        For what only a workflow's history names: a title may wait for months for somebody's decision.
        """
        text = _NAMES.dump_json(sorted(set(names)))
        self._put_marker(f"{NEEDS}{owner}/{sha256(text).hexdigest()}", text)

    def done(self, key: str) -> Done | None:
        """The record of an action, when all its outputs are still there."""
        return self.done_of([key]).get(key)

    def done_of(self, keys: Iterable[str]) -> dict[str, Done]:
        """The records of those actions that are done, by key in the order of the question."""
        wanted = list(dict.fromkeys(keys))
        records = {key: found for key, found in zip(wanted, ask_all(self._recorded, wanted), strict=True) if found}
        there = self._leases.use(name for key, record in records.items() for name in _names_of(key, record))
        return {key: record for key, record in records.items() if _is_done(key, record, there)}

    def record(self, key: str, outputs: Mapping[str, Blob], facts: Value | None = None) -> Done:
        """Write down that an action is done; its outputs are stored before."""
        text = facts.to_json().decode() if facts is not None else None
        record = Done(key=key, outputs=dict(outputs), facts=text)
        self._put_marker(_record_key(key), record.to_json())
        return record

    @cached_property
    def _leases(self) -> Leases:
        return Leases(self.store, self.now)

    def _key_if_missing(self, blob: Blob) -> str | None:
        return None if self.has(blob) else blob_key(blob.sha256)

    def _put_marker(self, key: str, data: bytes) -> None:
        """Write what is found by its name alone; an old one is leased first, lest it be removed with the new one."""
        self._leases.use([key])
        self.store.put_bytes(key, data)

    def _recorded(self, key: str) -> Done | None:
        try:
            record = Done.from_json(self.store.read(_record_key(key)))
            loads(record.facts or "{}")
        except (MissingError, ValueError):  # damaged, or written differently by a newer release: as good as none
            return None
        return record if record.key == key else None


def _names_of(key: str, record: Done) -> Iterator[str]:
    yield _record_key(key)
    yield from (blob_key(blob.sha256) for blob in record.outputs.values())


def _is_done(key: str, record: Done, there: Mapping[str, ObjectInfo]) -> bool:
    return _record_key(key) in there and all(_is_whole(blob, there) for blob in record.outputs.values())


def _is_whole(blob: Blob, there: Mapping[str, ObjectInfo]) -> bool:
    info = there.get(blob_key(blob.sha256))
    return info is not None and info.size_bytes == blob.size_bytes


def _record_key(key: str) -> str:
    return f"{ACTIONS}{key[:2]}/{key}.json"


def _holding_key(publisher: str, blob: Blob) -> str:
    return f"{HOLDINGS}{publisher}/{blob.sha256}"


def _check(digest: str, found: str) -> None:
    if found != digest:
        raise DefectError(
            f"the stored bytes of {digest} hash to {found}: the object is damaged, restore it from a backup",
            cause_code="stored-object-damaged",
        )
