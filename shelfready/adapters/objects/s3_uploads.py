"""Uploads in parts to S3, and what is left of those that nobody finished."""

import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import md5
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from shelfready.adapters.objects.disk import copy_hashed, disk_errors
from shelfready.adapters.objects.parts import check_number, latest, part_size_differs, upload_missing
from shelfready.adapters.objects.s3_errors import s3_errors
from shelfready.errors import MissingError
from shelfready.uploads import PresignedPart, UploadedPart

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

PRESIGNED_FOR = timedelta(hours=1)
"""Long enough for one part over a slow line. Temporary AWS credentials may end an address sooner."""

# What servers' ids are made of. An id is what a client sent us, and it becomes part of an address.
_ID = re.compile(r"(?!\.+$)[A-Za-z0-9._~+=-]{1,1024}")


@dataclass(frozen=True)
class S3Uploads:
    """Uploads in parts into one bucket; names here are whole ones, the store's prefix included.

    Parts are guarded by MD5, not SHA-256: Amazon takes that only where an upload was begun with it, and then wants it
    with every part, also of the client who sends to a presigned address by a plain PUT.
    """

    client: "S3Client"
    presigner: "S3Client"
    bucket: str

    def start(self, name: str) -> str:
        """Begin an upload; answers its id."""
        with s3_errors(f"beginning an upload of {name}"):
            return self.client.create_multipart_upload(Bucket=self.bucket, Key=name)["UploadId"]

    def presign(self, name: str, upload: str, number: int, size_bytes: int | None) -> PresignedPart:
        """An address for one part; with `size_bytes` it is good for a body of exactly that length."""
        expires_at = datetime.now(UTC) + PRESIGNED_FOR
        wanted = {"Bucket": self.bucket, "Key": name, "UploadId": _checked(upload), "PartNumber": check_number(number)}
        length = {} if size_bytes is None else {"ContentLength": size_bytes}
        with s3_errors(f"presigning a part of {name}"):
            url = self.presigner.generate_presigned_url(
                "upload_part", Params=wanted | length, ExpiresIn=int(PRESIGNED_FOR.total_seconds())
            )
        return PresignedPart(number=number, url=url, expires_at=expires_at)

    def put(self, name: str, upload: str, number: int, body: IO[bytes], size_bytes: int) -> UploadedPart:
        """Send one part; it rests in a temporary file, because a request is signed before and may be sent twice."""
        digest = md5(usedforsecurity=False)
        with disk_errors(f"holding a part of {name}", "scratch"), TemporaryFile() as file:
            if copy_hashed(body, file, digest, size_bytes) != size_bytes:
                raise part_size_differs(number, size_bytes)
            file.seek(0)
            with s3_errors(f"storing a part of {name}"):
                answer = self.client.upload_part(
                    Bucket=self.bucket,
                    Key=name,
                    UploadId=_checked(upload),
                    PartNumber=check_number(number),
                    Body=file,
                    ContentMD5=b64encode(digest.digest()).decode(),
                )
        return UploadedPart(number=number, etag=answer["ETag"].strip('"'), size_bytes=size_bytes)

    def parts(self, name: str, upload: str) -> tuple[UploadedPart, ...]:
        """The parts that have arrived, by number."""
        with s3_errors(f"listing the parts of {name}"):
            pages = self.client.get_paginator("list_parts").paginate(
                Bucket=self.bucket, Key=name, UploadId=_checked(upload)
            )
            arrivals = [
                (
                    part["LastModified"],
                    UploadedPart(number=part["PartNumber"], etag=part["ETag"].strip('"'), size_bytes=part["Size"]),
                )
                for page in pages
                for part in page.get("Parts", [])
            ]
        return latest(arrivals)

    def complete(self, name: str, upload: str, parts: Sequence[UploadedPart]) -> None:
        """Make the object of its parts."""
        with s3_errors(f"completing {name}"):
            self.client.complete_multipart_upload(
                Bucket=self.bucket,
                Key=name,
                UploadId=_checked(upload),
                MultipartUpload={"Parts": [{"PartNumber": part.number, "ETag": f'"{part.etag}"'} for part in parts]},
            )

    def abort(self, name: str, upload: str) -> None:
        """Forget an upload and its parts."""
        with suppress(MissingError), s3_errors(f"giving up the upload of {name}"):
            self.client.abort_multipart_upload(Bucket=self.bucket, Key=name, UploadId=_checked(upload))

    def sweep(self, prefix: str, oldest: datetime, keep: Collection[str]) -> int:
        """Give up the uploads begun before `oldest`: their parts are stored, and paid for, until somebody does."""
        with s3_errors("listing the uploads under way"):
            pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket, Prefix=prefix)
            stale = [
                (upload["Key"], upload["UploadId"])
                for page in pages
                for upload in page.get("Uploads", [])
                if upload["Initiated"] < oldest and upload["Key"] not in keep
            ]
        for name, upload_id in stale:
            self.abort(name, upload_id)
        return len(stale)


def _checked(upload: str) -> str:
    if not _ID.fullmatch(upload):
        raise upload_missing(upload)
    return upload
