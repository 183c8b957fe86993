"""Reads publishers' files from S3 buckets, below the prefixes that are configured for each."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NotConnectedError

from shelfready.adapters.transports.receiving import Pace, Receiver
from shelfready.adapters.transports.refusals import changed, cut_short, forbidden, invalid, not_found, too_many
from shelfready.adapters.transports.shown import shown
from shelfready.errors import DefectError, ShelfreadyError, UnavailableError
from shelfready.junk import is_junk
from shelfready.natural_order import natural_key
from shelfready.ports import ListedFile, Watcher
from shelfready.values import Blob

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import GetObjectOutputTypeDef

MOST_FILES = 10_000
MOST_RESUMES = 5

# A read waits until it is full: at the slowest pace that is borne, this is a piece every eight seconds.
_CHUNK = 64 * 1024
_OURS = frozenset({"ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed"})
_LATER = frozenset({"SlowDown", "RequestTimeout", "RequestTimeTooSkewed", "Throttling", "ThrottlingException"})


@dataclass(frozen=True)
class BucketFetcher:
    """The transport of `s3://` sources. `sources` are the addresses below which this publisher's files are read."""

    client: "S3Client"
    sources: tuple[str, ...]
    pace: Pace = Pace()  # noqa: RUF009 - frozen

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """The files below a prefix, which is taken for a folder, junk left out, in natural order."""
        bucket, key = _split(source)
        folder = f"{key.rstrip('/')}/" if key else ""
        self._check(source, bucket, folder)
        listed: list[ListedFile] = []
        with _errors(source):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder)
            for found in (found for page in pages for found in page.get("Contents", [])):
                name = found["Key"].removeprefix(folder)
                # A key that ends in a slash is what consoles make to show an empty folder.
                if not name or name.endswith("/") or is_junk(name):
                    continue
                if len(listed) == MOST_FILES:
                    raise too_many(source, MOST_FILES)
                listed.append(ListedFile(name=name, source=f"s3://{bucket}/{found['Key']}", size_bytes=found["Size"]))
        return tuple(sorted(listed, key=lambda file: natural_key(file.name)))

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write one object, going on where a broken connection left off."""
        bucket, key = _split(source)
        self._check(source, bucket, key)
        with Receiver(source, into, watcher, limit_bytes=limit_bytes, pace=self.pace) as receiver:
            version: str | None = None
            for _ in range(MOST_RESUMES + 1):
                before = receiver.size_bytes
                with _errors(source):
                    answer = self._get(bucket, key, before, version)
                version = answer["ETag"]
                receiver.expect(before + answer["ContentLength"])
                try:
                    with closing(answer["Body"]) as body:
                        while piece := body.read(_CHUNK):
                            receiver.take(piece)
                    return receiver.finish()
                except (NotConnectedError, HTTPClientError, BotoCoreError) as error:
                    if receiver.size_bytes == before:
                        raise cut_short(source, type(error).__name__) from error
        raise cut_short(source, f"the connection broke {MOST_RESUMES + 1} times")

    def _get(self, bucket: str, key: str, start: int, version: str | None) -> "GetObjectOutputTypeDef":
        if version is None:
            return self.client.get_object(Bucket=bucket, Key=key)
        return self.client.get_object(Bucket=bucket, Key=key, IfMatch=version, Range=f"bytes={start}-")

    def _check(self, source: str, bucket: str, key: str) -> None:
        for allowed in self.sources:
            its_bucket, prefix = _split(allowed)
            # As a folder: the prefix `harbour` does not open `harbour-press/`.
            folder = f"{prefix.rstrip('/')}/" if prefix else ""
            if bucket == its_bucket and key.startswith(folder):
                return
        raise forbidden(source, "it does not lie in a bucket and below a prefix that are set up for you")


def _split(source: str) -> tuple[str, str]:
    # By hand, because # and ? may stand in a key.
    bucket, _, key = source.removeprefix("s3://").partition("/")
    parts = key.rstrip("/").split("/") if key else []
    # To S3 these are names like others; servers that keep objects in a file system follow them.
    if not bucket or any(part in ("", ".", "..") for part in parts) or any(ord(letter) < 32 for letter in key):
        raise invalid(source, "expected s3://bucket/key, where no part of the key is empty, . or ..")
    return bucket, key


@contextmanager
def _errors(source: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise _refusal(source, error) from error
    except (NotConnectedError, HTTPClientError) as error:
        raise UnavailableError(
            f"the server of {shown(source)} could not be reached ({type(error).__name__}); it is tried again",
            cause_code="source-unreachable",
        ) from error
    except BotoCoreError as error:
        raise DefectError(
            f"{shown(source)} could not be asked for ({type(error).__name__}); look at the SHELFREADY_S3_ settings",
            cause_code="source-misconfigured",
        ) from error


def _refusal(source: str, error: ClientError) -> ShelfreadyError:
    code = error.response.get("Error", {}).get("Code", "")
    answer = error.response.get("ResponseMetadata", {})
    status = answer.get("HTTPStatusCode", 0)
    if code in _LATER or status in (409, 429) or status >= 500:
        wait = answer.get("HTTPHeaders", {}).get("retry-after", "")
        return UnavailableError(
            f"the server of {shown(source)} answered {status} {code}; it is asked again later",
            cause_code="source-unavailable",
            retry_after_s=float(wait[:9]) if wait.isascii() and wait.isdecimal() else None,
        )
    if code in _OURS:
        return DefectError(
            f"the server of {shown(source)} does not accept our keys ({code}); look at the SHELFREADY_S3_ settings",
            cause_code="source-misconfigured",
        )
    if status in (412, 416):
        return changed(source)
    if status in (401, 403):
        return forbidden(source, f"the bucket answered {code or status}")
    if status == 404:
        return not_found(source)
    return invalid(source, f"the bucket answered {status} {code}")
