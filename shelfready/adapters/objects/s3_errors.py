"""What S3 servers answer, in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    IncompleteReadError,
)
from botocore.exceptions import ConnectionError as NotConnectedError

from shelfready.errors import (
    ConflictError,
    DefectError,
    MissingError,
    RejectedError,
    ShelfreadyError,
    UnavailableError,
)

_DAMAGED = {"BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody"}
_LATER = {
    "ExpiredToken",
    "InternalError",
    "OperationAborted",
    "RequestLimitExceeded",
    "RequestTimeout",
    "RequestTimeTooSkewed",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
}
_PARTS = {"InvalidPart", "InvalidPartOrder"}


@contextmanager
def s3_errors(doing: str) -> Iterator[None]:
    """Turn what botocore raises in the block into our errors; `doing` begins the message."""
    try:
        yield
    except ClientError as error:
        raise _refusal(doing, error) from error
    except (NotConnectedError, HTTPClientError, IncompleteReadError) as error:
        raise UnavailableError(
            f"{doing}: the object store did not answer to the end ({type(error).__name__}); it is asked again later",
            cause_code="store-unreachable",
        ) from error
    except BotoCoreError as error:
        raise DefectError(
            f"{doing}: the object store could not be asked ({error}); look at the SHELFREADY_S3_ settings",
            cause_code="store-misconfigured",
        ) from error


def error_code(error: ClientError) -> str:
    """The code of a refusal, such as NoSuchKey; for a HEAD only its status."""
    return error.response.get("Error", {}).get("Code", "")


def _refusal(doing: str, error: ClientError) -> ShelfreadyError:
    code = error_code(error)
    answer = error.response.get("ResponseMetadata", {})
    status = answer.get("HTTPStatusCode", 0)
    said = f"{doing}: the object store answered {status} {code}"
    if code == "NoSuchBucket":
        return DefectError(
            f"{said}; create the bucket, or mend SHELFREADY_STORE_URL", cause_code="store-bucket-missing"
        )
    if code == "NoSuchUpload":
        return MissingError(f"{said}; begin a new upload", cause_code="upload-missing")
    if code in _PARTS:
        return ConflictError(
            f"{said}: a part never arrived or was replaced; read the list of parts and send it again",
            cause_code="upload-part-missing",
        )
    if code == "EntityTooSmall":
        return RejectedError(
            f"{said}: every part but the last must have at least 5 MiB; send larger parts",
            cause_code="upload-part-too-small",
        )
    if code in _DAMAGED:
        return UnavailableError(
            f"{said}: the bytes were damaged on the way; they are sent again", cause_code="store-transfer-damaged"
        )
    if code in _LATER or status == 429 or status >= 500:
        return UnavailableError(
            f"{said}; it is asked again later",
            cause_code="store-unavailable",
            retry_after_s=_retry_after_s(answer.get("HTTPHeaders", {})),
        )
    if status in {401, 403}:
        return DefectError(
            f"{said}; check the S3 keys and that they may read, write, delete and list (without the right to list, "
            "what is missing looks forbidden)",
            cause_code="store-access-denied",
        )
    if status == 404:
        return MissingError(f"{said}: there is no such object", cause_code="object-missing")
    return DefectError(f"{said}; it did not understand us, please report it", cause_code="store-refused")


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    wait = headers.get("retry-after", "")
    return float(wait) if wait.isdecimal() else None
