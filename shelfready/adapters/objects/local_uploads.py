"""Uploads in parts, as files in a folder."""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import IO
from uuid import uuid4

from shelfready.adapters.objects.disk import copy_hashed, disk_errors, remove_stale, whole_file
from shelfready.adapters.objects.parts import check_number, part_size_differs, upload_missing
from shelfready.errors import ConflictError, MissingError
from shelfready.uploads import UploadedPart

_ID = re.compile(r"[0-9a-f]{32}")
_ETAG_BYTES = 64
_KEY_FILE = "key"


@dataclass(frozen=True)
class LocalUploads:
    """The uploads under way: `<id>/key` says for which object, `<id>/<number>` is a part.

    A part's file begins with its own SHA-256, so that bytes and etag are replaced by one rename and never disagree.
    """

    folder: Path
    temporaries: Path

    def start(self, key: str) -> str:
        """Begin an upload; answers its id."""
        upload = uuid4().hex
        with (
            disk_errors(f"beginning an upload of {key}"),
            whole_file(self.folder / upload / _KEY_FILE, self.temporaries) as file,
        ):
            file.write(key.encode())
        return upload

    def put(self, key: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Store one part; `body` is read at most one byte beyond its announced size."""
        path = self._existing(key, upload) / _part_name(number)
        digest = sha256()
        with disk_errors(f"storing a part of {key}"), whole_file(path, self.temporaries) as file:
            file.write(b" " * _ETAG_BYTES)
            if copy_hashed(body, file, digest, size_bytes) != size_bytes:
                raise part_size_differs(number, size_bytes)
            file.seek(0)
            file.write(digest.hexdigest().encode())
        return UploadedPart(number=number, etag=digest.hexdigest(), size_bytes=size_bytes)

    def parts(self, key: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""
        folder = self._existing(key, upload)
        with disk_errors(f"listing the parts of {key}"):
            return tuple(_read_part(path) for path in sorted(folder.iterdir()) if path.name != _KEY_FILE)

    def complete(self, key: str, upload: str, parts: Sequence[UploadedPart], target: Path) -> None:
        """Write the parts one after the other to `target`, hashing each again, and forget the upload."""
        folder = self._existing(key, upload)
        with disk_errors(f"completing {key}"), whole_file(target, self.temporaries) as file:
            for part in parts:
                _append(folder / _part_name(part.number), part, file)
        self._remove(folder)

    def abort(self, key: str, upload: str) -> None:
        """Forget an upload and its parts."""
        with suppress(MissingError):
            self._remove(self._existing(key, upload))

    def sweep(self, oldest: datetime, keep: Collection[str]) -> int:
        """Remove the uploads that have got no part since `oldest`, but for those to the keys in `keep`."""
        return remove_stale(self.folder, oldest, lambda folder: _key_of(folder) in keep)

    def _existing(self, key: str, upload: str) -> Path:
        folder = self.folder / upload
        with disk_errors(f"looking for an upload of {key}"):
            # The pattern first: an id is what a client sent, and must not lead out of the folder.
            is_ours = _ID.fullmatch(upload) and _key_of(folder) == key
        if not is_ours:
            raise upload_missing(upload)
        return folder

    def _remove(self, folder: Path) -> None:
        with disk_errors("forgetting an upload"):
            # Without its key the upload is gone for everybody; a part written meanwhile is left to the sweeper.
            (folder / _KEY_FILE).unlink(missing_ok=True)
            rmtree(folder, ignore_errors=True)


def _key_of(folder: Path) -> str | None:
    try:
        return (folder / _KEY_FILE).read_text()
    except (FileNotFoundError, NotADirectoryError):  # forgotten while a part was written, or never an upload
        return None


def _part_name(number: int) -> str:
    return f"{check_number(number):05d}"


def _read_part(path: Path) -> UploadedPart:
    with path.open("rb") as file:
        etag = file.read(_ETAG_BYTES).decode()
    return UploadedPart(number=int(path.name), etag=etag, size_bytes=path.stat().st_size - _ETAG_BYTES)


def _append(path: Path, part: UploadedPart, target: IO[bytes]) -> None:
    digest = sha256()
    try:
        source = path.open("rb")
    except FileNotFoundError as error:
        raise _part_differs(part) from error
    with source:
        source.seek(_ETAG_BYTES)
        size = copy_hashed(source, target, digest, part.size_bytes)
    if size != part.size_bytes or digest.hexdigest() != part.etag:
        raise _part_differs(part)


def _part_differs(part: UploadedPart) -> ConflictError:
    return ConflictError(
        f"part {part.number} with etag {part.etag[:100]!r} is not what the store holds: it never arrived, was replaced "
        "or was damaged; read the list of parts and send it again",
        cause_code="upload-part-missing",
    )
