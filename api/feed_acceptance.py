"""Accepting a feed: once for each idempotency key, written down before anybody works on it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import ConfigDict, Field

from api.faults import Fault, FaultyRequestError
from api.ids import FEED, UPLOAD, is_id, new_id
from api.services import Services
from api.sources import fault_of_source
from shelfready.errors import ConflictError, RejectedError
from shelfready.feeds import Feed
from shelfready.ports import UnitOfWork
from shelfready.titles import DropKind
from shelfready.values import StrictValue

_EXAMPLE: dict[str, Any] = {"source": "upload:upl_01jzd3k5g2q8v7w6x5y4z3t2r1", "name": "2026-03-01.xml"}
_SCHEMES = ("https", "s3", "file", "upload")


class FeedRequest(StrictValue):
    """A message of product records to be taken in: ONIX 2.1, 3.0 or 3.1, or a sheet (CSV, TSV, XLSX)."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    source: str = Field(
        min_length=1,
        max_length=4096,
        description="where it is: `upload:<upload id>`, `https://...`, `s3://bucket/key` or `file:///...`",
    )
    name: str = Field(min_length=1, max_length=255, description="the file's name, for people; never used as a path")


@dataclass(frozen=True)
class AcceptedFeed:
    """A feed that was accepted: now, or by an earlier request with the same idempotency key."""

    feed: Feed
    is_new: bool


def accept_feed(services: Services, publisher: str, request: FeedRequest, idempotency_key: str | None) -> AcceptedFeed:
    """Write the feed down, or say what is wrong with it."""
    body_sha256 = sha256(request.to_json()).hexdigest()
    with services.catalogue.begin(read_only=True) as unit:
        earlier = _earlier(unit, publisher, idempotency_key, body_sha256)
        if earlier is not None:
            # Before its upload is looked at: that may be gone by now, and the answer is to be the same.
            return AcceptedFeed(earlier, is_new=False)
        fault = _fault(services, unit, publisher, request.source)
    if fault is not None:
        raise FaultyRequestError([Fault(pointer="/source", detail=fault)], cause_code="feed-invalid")
    now = services.clock.now()
    feed = Feed(
        id=new_id(FEED, now),
        publisher=publisher,
        name=request.name,
        source=request.source,
        created_at=now,
        updated_at=now,
    )
    try:
        with services.catalogue.begin() as unit:
            unit.feeds.add(feed, idempotency_key=idempotency_key, body_sha256=body_sha256)
    except ConflictError:
        # Two requests with one key at the same time: the other was first, and its answer is ours.
        with services.catalogue.begin(read_only=True) as unit:
            earlier = _earlier(unit, publisher, idempotency_key, body_sha256)
        if earlier is None:
            raise
        return AcceptedFeed(earlier, is_new=False)
    return AcceptedFeed(feed, is_new=True)


def _earlier(unit: UnitOfWork, publisher: str, key: str | None, body_sha256: str) -> Feed | None:
    found = unit.feeds.by_idempotency_key(publisher, key) if key is not None else None
    if found is None:
        return None
    feed, earlier_sha256 = found
    if earlier_sha256 != body_sha256:
        raise RejectedError(
            f"the Idempotency-Key was first sent with another body, which became {feed.id}: use a new key for a new "
            "request, and the same body for the same request",
            cause_code="idempotency-key-reused",
        )
    return feed


def _fault(services: Services, unit: UnitOfWork, publisher: str, source: str) -> str | None:
    scheme = source.partition(":")[0].lower()
    if scheme not in _SCHEMES:
        return f"a feed cannot come from {scheme[:20] + ':'!r}: use one of {', '.join(_SCHEMES)}"
    if scheme != "upload":
        return fault_of_source(source, DropKind.ZIP)  # one file from somewhere, as an archive is
    upload_id = source.partition(":")[2]
    upload = unit.uploads.get(upload_id) if is_id(UPLOAD, upload_id) else None
    if upload is None or upload.publisher != publisher or upload.expires_at <= services.clock.now():
        return "there is no such upload: start one with POST /v1/uploads"
    if not upload.is_complete:
        return f"the upload is not complete: send its parts, then POST /v1/uploads/{upload.id}/complete"
    return None
