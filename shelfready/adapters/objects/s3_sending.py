"""How bytes are sent to S3, so that what is damaged on the way is never stored."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, TYPE_CHECKING, BinaryIO

from shelfready.adapters.objects.disk import changed_file, disk_errors
from shelfready.adapters.objects.parts import MAX_PARTS
from shelfready.adapters.objects.s3_errors import s3_errors
from shelfready.blobs import hash_stream
from shelfready.errors import ShelfreadyError
from shelfready.ports.objects import nothing
from shelfready.values import Blob

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CompletedPartTypeDef

ONE_REQUEST_BYTES = 16 * 1024 * 1024
"""Files up to this size are sent in one request, which is over before anybody asks how far it is."""

SEND_PART_BYTES = 8 * 1024 * 1024
"""Larger files are sent in parts of this size, one in memory at a time. Above 80 GB they grow: at most 10,000 fit."""


@dataclass(frozen=True)
class S3Sending:
    """Sends to one bucket. Every request carries the SHA-256 of its body, and the server refuses another body."""

    client: "S3Client"
    bucket: str
    one_request_bytes: int
    part_bytes: int

    def send_bytes(self, name: str, data: bytes) -> None:
        """Store some bytes in one request."""
        self._put(name, data, sha256(data).digest())

    def send_file(
        self, name: str, file: BinaryIO, blob: Blob, moved: Callable[[], None] = nothing, *, is_known: bool = False
    ) -> str:
        """Store a file, unless its size or hash is not that of `blob`; answers the etag.

        `is_known` is a file whose hash has just been taken: when it goes in one request, the server's own check of it
        is enough.
        """
        with disk_errors(f"reading what becomes {name}", "scratch"):
            if blob.size_bytes > self.one_request_bytes:
                return self._send_in_parts(name, file, blob, moved)
            if not is_known:
                if hash_stream(file) != blob:
                    raise changed_file(name)
                file.seek(0)
            return self._put(name, file, bytes.fromhex(blob.sha256))

    def _put(self, name: str, body: bytes | IO[bytes], digest: bytes) -> str:
        with s3_errors(f"storing {name}"):
            answer = self.client.put_object(
                Bucket=self.bucket,
                Key=name,
                Body=body,
                ChecksumSHA256=_base64(digest),
                Metadata={"sha256": digest.hex()},
            )
        return answer["ETag"]

    def _send_in_parts(self, name: str, file: BinaryIO, blob: Blob, moved: Callable[[], None]) -> str:
        with s3_errors(f"storing {name}"):
            upload = self.client.create_multipart_upload(
                Bucket=self.bucket, Key=name, ChecksumAlgorithm="SHA256", Metadata={"sha256": blob.sha256}
            )["UploadId"]
            try:
                parts = self._send_parts(name, upload, file, blob, moved)
                answer = self.client.complete_multipart_upload(
                    Bucket=self.bucket, Key=name, UploadId=upload, MultipartUpload={"Parts": parts}
                )
            except BaseException:
                # The first failure is the one to tell; an upload that stays behind is the sweeper's.
                with suppress(ShelfreadyError), s3_errors(f"giving up {name}"):
                    self.client.abort_multipart_upload(Bucket=self.bucket, Key=name, UploadId=upload)
                raise
        return answer["ETag"]

    def _send_parts(
        self, name: str, upload: str, file: BinaryIO, blob: Blob, moved: Callable[[], None]
    ) -> "list[CompletedPartTypeDef]":
        whole = sha256()
        size = 0
        parts: list[CompletedPartTypeDef] = []
        part_bytes = max(self.part_bytes, -(-blob.size_bytes // MAX_PARTS))
        while size <= blob.size_bytes and (data := file.read(part_bytes)):
            whole.update(data)
            size += len(data)
            number = len(parts) + 1
            checksum = _base64(sha256(data).digest())
            answer = self.client.upload_part(
                Bucket=self.bucket,
                Key=name,
                UploadId=upload,
                PartNumber=number,
                Body=data,
                ChecksumSHA256=checksum,
            )
            parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum})
            moved()
        if size != blob.size_bytes or whole.hexdigest() != blob.sha256:
            raise changed_file(name)
        return parts


def _base64(digest: bytes) -> str:
    return b64encode(digest).decode()
