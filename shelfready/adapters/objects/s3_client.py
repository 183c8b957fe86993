"""How we talk to an S3 server."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from shelfready.errors import DefectError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 60.0
ATTEMPTS = 3
"""Enough for a dropped connection. Longer troubles are waited out by the workflow, where everybody can see it."""

CONNECTIONS = 32
"""Above the transfers and tracks that one worker process runs at a time, so that none of them queues for a socket."""


def connect(
    *,
    endpoint: str | None = None,
    access_key: str | None = None,
    secret_key: str | None = None,
    region: str = "us-east-1",
    attempts: int = ATTEMPTS,
) -> "S3Client":
    """A client for Amazon's S3, or for the server at `endpoint`. It may be shared between threads."""
    config = Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=CONNECTIONS,
        # A server of one's own rarely has a name per bucket.
        s3={"addressing_style": "path" if endpoint else "auto"},
        # Every body goes with a SHA-256 or MD5 of ours, and what comes back is hashed by its reader. boto3's default
        # would add a CRC32 to each: the same work twice, over https in trailers that many servers do not know.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            region_name=region,
            config=config,
        )
    except (BotoCoreError, ValueError) as error:
        raise DefectError(
            f"the settings do not describe an S3 server ({error}); look at SHELFREADY_S3_ENDPOINT and AWS's own",
            cause_code="store-misconfigured",
        ) from error
