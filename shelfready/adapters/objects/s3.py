"""Objects in a bucket, of Amazon's S3 or any server that speaks its language."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from botocore.exceptions import ClientError

from shelfready.adapters.objects.disk import CHUNK, disk_errors, source_file
from shelfready.adapters.objects.object_keys import check_key, check_prefix
from shelfready.adapters.objects.parts import in_order
from shelfready.adapters.objects.s3_errors import error_code, s3_errors
from shelfready.adapters.objects.s3_sending import ONE_REQUEST_BYTES, SEND_PART_BYTES, S3Sending
from shelfready.adapters.objects.s3_uploads import S3Uploads
from shelfready.blobs import hash_stream
from shelfready.errors import MissingError, RejectedError, UnavailableError
from shelfready.ports import ObjectInfo
from shelfready.ports.objects import nothing
from shelfready.uploads import PresignedPart, UploadedPart
from shelfready.values import Blob

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_LARGEST = 2**62
"""Above any object. Servers read a range's numbers as 64 bits, and may take a larger one for no range at all."""


@dataclass(frozen=True)
class S3Store:
    """An object store in one bucket, below `prefix`.

    `presigner` is a client whose endpoint is the address under which outsiders reach the server, when that is another
    than ours. Lists come in the server's order, which is key order at Amazon; SeaweedFS goes folder by folder, so that
    `a/b` comes before `a-b` there.
    """

    client: "S3Client"
    bucket: str
    prefix: str = ""
    presigner: "S3Client | None" = None
    one_request_bytes: int = ONE_REQUEST_BYTES
    part_bytes: int = SEND_PART_BYTES

    def head(self, key: str) -> ObjectInfo | None:
        """What is there, None if nothing."""
        try:
            with s3_errors(f"looking for {key}"):
                answer = self.client.head_object(Bucket=self.bucket, Key=self._name(key))
        except MissingError:
            return None
        return ObjectInfo(key=key, size_bytes=answer["ContentLength"], modified_at=answer["LastModified"])

    def put_file(self, key: str, path: Path, blob: Blob, moved: Callable[[], None] = nothing) -> None:
        """Send a file; its hash is checked here while it is read, and by the server when it arrives."""
        with source_file(path, key) as file:
            self._send(key, file, blob, moved, is_known=False)

    def put_named(self, path: Path, name: Callable[[Blob], str | None], moved: Callable[[], None] = nothing) -> Blob:
        """Hash a file, because the address must be known before anything is sent, then send it."""
        with source_file(path, path.name) as file:
            with disk_errors(f"reading {path.name}", "scratch"):
                blob = hash_stream(file)
                file.seek(0)
            key = name(blob)
            if key is not None:
                self._send(key, file, blob, moved, is_known=True)
        return blob

    def put_bytes(self, key: str, data: bytes) -> None:
        """Store some bytes in one piece."""
        self._sending.send_bytes(self._name(key), data)

    def read(self, key: str) -> bytes:
        """All bytes of a small object."""
        return b"".join(self.stream(key))

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`; all of one version, whatever is stored meanwhile."""
        if start < 0:
            raise RejectedError(f"a range cannot begin at {start}: begin at 0 or later", cause_code="bad-range")
        if end is not None and end <= start:
            self._existing(key)  # S3 has no words for an empty range
            return
        wanted = f"bytes={min(start, _LARGEST)}-{'' if end is None else min(end - 1, _LARGEST)}"
        with s3_errors(f"reading {key}"):
            try:
                answer = self.client.get_object(Bucket=self.bucket, Key=self._name(key), Range=wanted)
            except ClientError as error:
                if error_code(error) == "InvalidRange":  # begins at the end of the object, or behind it
                    return
                raise
        with closing(answer["Body"]) as body:
            while True:
                with s3_errors(f"reading {key}"):
                    chunk = body.read(CHUNK)
                if not chunk:
                    return
                yield chunk

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        with s3_errors(f"removing {key}"):
            self.client.delete_object(Bucket=self.bucket, Key=self._name(key))

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """The objects whose key starts with `prefix`, in the server's order; a page of 1,000 is held at a time."""
        return self._listed(check_prefix(prefix))

    def start_upload(self, key: str) -> str:
        """Begin an upload in parts; answers the server's id for it."""
        return self._uploads.start(self._name(key))

    def presign_part(self, key: str, upload: str, number: int, size_bytes: int | None = None) -> PresignedPart:
        """Where the client may PUT part `number` itself; with `size_bytes`, a body of exactly that length."""
        return self._uploads.presign(self._name(key), upload, number, size_bytes)

    def put_part(self, key: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Store one part, replacing an earlier one with its number."""
        return self._uploads.put(self._name(key), upload, number, body, size_bytes)

    def parts(self, key: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""
        return self._uploads.parts(self._name(key), upload)

    def complete_upload(self, key: str, upload: str, parts: Sequence[UploadedPart]) -> ObjectInfo:
        """Make the object of its parts; completing again what is complete gives the same answer."""
        ordered = in_order(parts)
        try:
            self._uploads.complete(self._name(key), upload, ordered)
        except MissingError:
            info = self.head(key)
            if info is None or info.size_bytes != sum(part.size_bytes for part in ordered):
                raise
            return info
        return self._existing(key)

    def abort_upload(self, key: str, upload: str) -> None:
        """Forget an upload and its parts; nothing happens when it is not there."""
        self._uploads.abort(self._name(key), upload)

    def sweep(self, older_than: timedelta, keep: Collection[str] = ()) -> int:
        """Give up the uploads begun longer than `older_than` ago, whose parts cost room; answers how many."""
        kept = {self._name(key) for key in keep}
        return self._uploads.sweep(self._below, datetime.now(UTC) - older_than, kept)

    @property
    def _below(self) -> str:
        return f"{self.prefix}/" if self.prefix else ""

    @property
    def _sending(self) -> S3Sending:
        return S3Sending(self.client, self.bucket, self.one_request_bytes, self.part_bytes)

    @property
    def _uploads(self) -> S3Uploads:
        return S3Uploads(self.client, self.presigner or self.client, self.bucket)

    def _send(self, key: str, file: BinaryIO, blob: Blob, moved: Callable[[], None], *, is_known: bool) -> None:
        name = self._name(key)
        etag = self._sending.send_file(name, file, blob, moved, is_known=is_known)
        with s3_errors(f"looking for {key}"):
            stored = self.client.head_object(Bucket=self.bucket, Key=name)
        # Another etag is another writer's object, put there in between.
        if stored["ETag"] == etag and stored["ContentLength"] != blob.size_bytes:
            raise UnavailableError(
                f"storing {key}: the object store took {blob.size_bytes} bytes and shows {stored['ContentLength']}; "
                "it is sent again",
                cause_code="store-transfer-damaged",
            )

    def _name(self, key: str) -> str:
        return self._below + check_key(key)

    def _existing(self, key: str) -> ObjectInfo:
        info = self.head(key)
        if info is None:
            raise MissingError(f"there is no object {key} in the store", cause_code="object-missing")
        return info

    def _listed(self, prefix: str) -> Iterator[ObjectInfo]:
        below = self._below
        pages = iter(
            self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{below}{prefix}")
        )
        while True:
            with s3_errors(f"listing {prefix}"):
                page = next(pages, None)
            if page is None:
                return
            for found in page.get("Contents", []):
                yield ObjectInfo(
                    key=found["Key"].removeprefix(below),
                    size_bytes=found["Size"],
                    modified_at=found["LastModified"],
                )
