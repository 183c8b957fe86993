"""Where objects are kept: a folder, or any S3 server."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shelfready.adapters.objects.object_keys import check_prefix
from shelfready.errors import RejectedError
from shelfready.ports import ObjectStore

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def open_store(
    url: str,
    *,
    endpoint: str | None = None,
    access_key: str | None = None,
    secret_key: str | None = None,
    region: str = "us-east-1",
    public_endpoint: str | None = None,
) -> ObjectStore:
    """The store behind `file:///folder` or `s3://bucket/prefix`; nothing is opened or asked before it is used.

    `endpoint` is the address of an S3 server other than Amazon's, `public_endpoint` the one under which clients
    reach it when they send parts themselves. Without keys, the usual AWS chain finds them.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        # Imported here, so that who keeps objects in a folder never waits for boto3.
        from shelfready.adapters.objects.local import LocalStore  # noqa: PLC0415

        return LocalStore(Path(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        from shelfready.adapters.objects.s3 import S3Store  # noqa: PLC0415
        from shelfready.adapters.objects.s3_client import connect  # noqa: PLC0415

        def client(address: str | None) -> "S3Client":
            return connect(endpoint=address, access_key=access_key, secret_key=secret_key, region=region)

        return S3Store(
            client(endpoint),
            parts.netloc,
            check_prefix(parts.path.strip("/")),
            presigner=client(public_endpoint) if public_endpoint else None,
        )
    raise RejectedError(
        f"the store's address is {url!r}, expected file:///absolute/folder or s3://bucket/prefix: "
        "set SHELFREADY_STORE_URL",
        cause_code="bad-store-address",
    )
