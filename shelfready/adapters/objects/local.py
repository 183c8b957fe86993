"""Objects in a folder, for one machine."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from os import DirEntry, fstat, scandir, stat_result
from pathlib import Path
from stat import S_ISREG
from typing import IO, BinaryIO

from shelfready.adapters.objects.disk import (
    CHUNK,
    changed_file,
    copy_hashed,
    disk_errors,
    remove_file,
    remove_stale,
    source_file,
    temporary_file,
    whole_file,
)
from shelfready.adapters.objects.local_uploads import LocalUploads
from shelfready.adapters.objects.object_keys import check_key, check_prefix
from shelfready.adapters.objects.parts import in_order
from shelfready.errors import MissingError, RejectedError
from shelfready.ports import ObjectInfo
from shelfready.ports.objects import nothing
from shelfready.uploads import PresignedPart, UploadedPart
from shelfready.values import Blob


@dataclass(frozen=True)
class LocalStore:
    """An object store in one folder: an object's key is its path.

    `.tmp` holds what is being written and `.uploads` what arrives in parts. Both must lie on the folder's own file
    system, because a rename is what makes an object appear whole. Unlike in S3, a key cannot be the folder of another.
    """

    root: Path

    def head(self, key: str) -> ObjectInfo | None:
        """What is there, None if nothing."""
        path = self._path(key)
        with disk_errors(f"looking for {key}"):
            try:
                status = path.stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return _info(key, status) if S_ISREG(status.st_mode) else None

    def put_file(self, key: str, path: Path, blob: Blob, moved: Callable[[], None] = nothing) -> None:
        """Copy a file in, reading it once, and make sure that what was written has the size and hash of `blob`."""
        digest = sha256()
        with source_file(path, key) as source, self._writing(key) as target:
            size = copy_hashed(source, target, digest, blob.size_bytes, moved)
            if size != blob.size_bytes or digest.hexdigest() != blob.sha256:
                raise changed_file(key)

    def put_named(self, path: Path, name: Callable[[Blob], str | None], moved: Callable[[], None] = nothing) -> Blob:
        """Copy a file in and name it by what was written: it is read once, and its hash is that of the copy."""
        digest = sha256()
        with (
            source_file(path, path.name) as source,
            disk_errors(f"storing {path.name}"),
            temporary_file(self._temporaries) as (copy, put_at),
        ):
            expected = fstat(source.fileno()).st_size
            if copy_hashed(source, copy, digest, expected, moved) != expected:
                raise changed_file(path.name)
            blob = Blob(sha256=digest.hexdigest(), size_bytes=expected)
            key = name(blob)
            if key is not None:
                put_at(self._path(key))
        return blob

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store some bytes in one piece."""
        with self._writing(key) as target:
            target.write(data)

    def read(self, key: str) -> bytes:
        """All bytes of a small object."""
        with self._open(key) as file, disk_errors(f"reading {key}"):
            return file.read()

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`; an object replaced meanwhile is read to its old end."""
        if start < 0:
            raise RejectedError(f"a range cannot begin at {start}: begin at 0 or later", cause_code="bad-range")
        with self._open(key) as file:
            with disk_errors(f"reading {key}"):
                file.seek(min(start, fstat(file.fileno()).st_size))  # a number can be too large to seek to
            position = start
            while end is None or position < end:
                with disk_errors(f"reading {key}"):
                    chunk = file.read(CHUNK if end is None else min(CHUNK, end - position))
                if not chunk:
                    return
                yield chunk
                position += len(chunk)

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        if self.head(key) is not None:
            with disk_errors(f"removing {key}"):
                remove_file(self._path(key), self.root)

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """The objects whose key starts with `prefix`, in key order; only one folder's names are held at a time."""
        return _walk(self.root, check_prefix(prefix).rpartition("/")[0], prefix)

    def start_upload(self, key: str) -> str:
        """Begin an upload in parts."""
        return self._uploads.start(check_key(key))

    def presign_part(self, key: str, upload: str, number: int, size_bytes: int | None = None) -> PresignedPart | None:
        """None: a folder has no address, so parts come through the API."""

    def put_part(self, key: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Store one part, replacing an earlier one with its number; its etag is its SHA-256."""
        return self._uploads.put(check_key(key), upload, number, body, size_bytes)

    def parts(self, key: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""
        return self._uploads.parts(check_key(key), upload)

    def complete_upload(self, key: str, upload: str, parts: Sequence[UploadedPart]) -> ObjectInfo:
        """Make the object of its parts; completing again what is complete gives the same answer."""
        ordered = in_order(parts)
        try:
            self._uploads.complete(key, upload, ordered, self._path(key))
        except MissingError:
            info = self.head(key)
            if info is None or info.size_bytes != sum(part.size_bytes for part in ordered):
                raise
            return info
        with disk_errors(f"looking for {key}"):
            return _info(key, self._path(key).stat())

    def abort_upload(self, key: str, upload: str) -> None:
        """Forget an upload and its parts; nothing happens when it is not there."""
        self._uploads.abort(check_key(key), upload)

    def sweep(self, older_than: timedelta, keep: Collection[str] = ()) -> int:
        """Remove what writers that died left behind, untouched for longer than `older_than`; answers how many."""
        oldest = datetime.now(UTC) - older_than
        with disk_errors("sweeping the store"):
            return remove_stale(self._temporaries, oldest) + self._uploads.sweep(oldest, keep)

    @property
    def _temporaries(self) -> Path:
        return self.root / ".tmp"

    @property
    def _uploads(self) -> LocalUploads:
        return LocalUploads(self.root / ".uploads", self._temporaries)

    def _path(self, key: str) -> Path:
        return self.root / check_key(key)

    @contextmanager
    def _writing(self, key: str) -> Iterator[BinaryIO]:
        with disk_errors(f"storing {key}"), whole_file(self._path(key), self._temporaries) as file:
            yield file

    @contextmanager
    def _open(self, key: str) -> Iterator[BinaryIO]:
        with disk_errors(f"reading {key}"):
            try:
                file = self._path(key).open("rb")
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
                raise MissingError(f"there is no object {key} in the store", cause_code="object-missing") from error
        with file:
            yield file


def _walk(root: Path, below: str, prefix: str) -> Iterator[ObjectInfo]:
    for entry in _entries(root / below, prefix):
        key = f"{below}/{entry.name}" if below else entry.name
        if entry.name.startswith(".") or not key.startswith(prefix[: len(key)]):
            continue
        if entry.is_dir():
            yield from _walk(root, key, prefix)
        elif key.startswith(prefix):
            with suppress(FileNotFoundError):  # removed since its name was read
                yield _info(key, entry.stat())


def _entries(folder: Path, prefix: str) -> "list[DirEntry[str]]":
    with disk_errors(f"listing {prefix}"):
        try:
            with scandir(folder) as entries:
                # A folder's name is sorted with its slash: `a-b` comes before `a/b`, as in S3.
                return sorted(entries, key=lambda entry: entry.name + "/" if entry.is_dir() else entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return []


def _info(key: str, status: stat_result) -> ObjectInfo:
    return ObjectInfo(key=key, size_bytes=status.st_size, modified_at=datetime.fromtimestamp(status.st_mtime, UTC))
