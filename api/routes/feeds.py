"""Send whole messages of product records, see what became of each, and decide about those that are held."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.bodies import reader_of, schema_of
from api.callers import Asking, Caller
from api.feed_acceptance import FeedRequest, accept_feed
from api.feed_views import (
    AcceptedFeedView,
    ApprovalRequest,
    FeedList,
    FeedRecordList,
    FeedRecordView,
    FeedView,
    accepted_feed_view,
    feed_path,
    feed_view,
    record_view,
)
from api.listing import Cursor, Limit, page_of
from api.openapi import JSON_BODY, problems
from api.owned import feed_of
from api.routes.submissions import IdempotencyKey
from api.services import Here, Services
from shelfready.errors import ConflictError, UnavailableError
from shelfready.feed_entering import decide_record
from shelfready.feeds import Feed, FeedDecision, FeedRecord, FeedState, RecordOutcome
from shelfready.onix.acknowledgement import MessageStatus, acknowledgement

router = APIRouter(prefix="/v1/feeds", tags=["feeds"])
log = structlog.get_logger()

BODIES = (FeedRequest, ApprovalRequest)

_SENDER = "Shelfready"
_PAGE = 200
_LARGEST = 2**31 - 1

FeedBody = Annotated[FeedRequest, Depends(reader_of(FeedRequest))]
ApprovalBody = Annotated[ApprovalRequest, Depends(reader_of(ApprovalRequest))]
Index = Annotated[int, Path(ge=1, le=_LARGEST, description="the record's place in the message, from 1")]


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 409, *JSON_BODY),
    openapi_extra=schema_of(FeedRequest),
    operation_id="send_feed",
    summary="Send a message of product records",
)
async def send_feed(
    services: Here, caller: Asking, request: FeedBody, response: Response, idempotency_key: IdempotencyKey = None
) -> AcceptedFeedView:
    """Accept a message: it is written down, and its records are entered one after the other."""
    accepted = await run_in_threadpool(accept_feed, services, caller.publisher, request, idempotency_key)
    feed = accepted.feed
    if feed.state is FeedState.ACCEPTED:
        try:
            await services.takings.start(feed.ref)
        except UnavailableError as error:
            # It is written down, and that is what 202 says; the workers' sweeper starts it.
            services.metrics.unstarted.inc()
            log.warning("accepted but not started", feed=feed.id, cause=error.cause_code)
    response.headers["Location"] = feed_path(feed.id)
    return accepted_feed_view(feed)


@router.get("", responses=problems(401, 422), operation_id="list_feeds", summary="List feeds, newest first")
def list_feeds(
    services: Here,
    caller: Asking,
    *,
    state: Annotated[FeedState | None, Query(description="only those in this state")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FeedList:
    """The feeds of the key's publisher; of all publishers for an operator."""
    publisher = None if caller.is_operator else caller.publisher
    with services.catalogue.begin(read_only=True) as unit:
        shown, has_more = page_of(lambda page: unit.feeds.list(publisher, page, state=state), cursor, limit)
    return FeedList(items=tuple(map(feed_view, shown)), next=shown[-1].id if has_more else None)


@router.get("/{feed_id}", responses=problems(401, 404), operation_id="read_feed", summary="See where a feed stands")
def read_feed(services: Here, caller: Asking, feed_id: str) -> FeedView:
    """State, how many records there are, and what became of those that were entered so far."""
    with services.catalogue.begin(read_only=True) as unit:
        return feed_view(feed_of(unit, caller, feed_id))


@router.get(
    "/{feed_id}/records",
    responses=problems(401, 404, 422),
    operation_id="list_feed_records",
    summary="See what became of each record",
)
def list_records(
    services: Here,
    caller: Asking,
    feed_id: str,
    *,
    outcome: Annotated[RecordOutcome | None, Query(description="only those with this outcome")] = None,
    cursor: Annotated[int, Query(ge=0, le=_LARGEST, description="`next` of the page before")] = 0,
    limit: Limit = 50,
) -> FeedRecordList:
    """The records that were entered, in the order of the message, each with its findings."""
    with services.catalogue.begin(read_only=True) as unit:
        feed = feed_of(unit, caller, feed_id)
        found = unit.feeds.records(feed.id, after=cursor, limit=limit + 1, outcome=outcome)
    shown = found[:limit]
    more = shown[-1].index if len(found) > limit else None
    return FeedRecordList(items=tuple(map(record_view, shown)), next=more)


@router.get(
    "/{feed_id}/acknowledgement",
    response_class=Response,
    responses={
        200: {"description": "The acknowledgement.", "content": {"application/xml": {"schema": {"type": "string"}}}},
        **problems(401, 404, 409),
    },
    operation_id="read_acknowledgement",
    summary="Read what became of a message as an ONIX Acknowledgement",
)
def read_acknowledgement(services: Here, caller: Asking, feed_id: str) -> Response:
    """The same as the list of records, in the words of ONIX; there once the feed is done or rejected."""
    with services.catalogue.begin(read_only=True) as unit:
        feed = feed_of(unit, caller, feed_id)
    if not feed.state.is_final:
        raise ConflictError(
            f"the feed is {feed.state.value}: it is acknowledged when it is done or rejected",
            cause_code="feed-not-done",
        )
    written = acknowledgement(
        feed.header.model_copy(update={"name": feed.header.name or feed.name}),
        _all_records(services, feed),
        sender=_SENDER,
        sent_at=services.clock.now(),
        status=_status(feed),
        findings=feed.findings,
        problem=feed.problem,
    )
    disposition = f'attachment; filename="{feed.id}-acknowledgement.xml"'
    return StreamingResponse(
        written, media_type="application/xml", headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )


@router.post(
    "/{feed_id}/approve",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(ApprovalRequest),
    operation_id="approve_feed",
    summary="Let a held feed be applied",
)
async def approve_feed(services: Here, caller: Asking, feed_id: str, approval: ApprovalBody) -> FeedView:
    """Apply a feed that was held because it would change much of what is on the shelf."""
    return await _decide(services, caller, feed_id, approval, is_approved=True)


@router.post(
    "/{feed_id}/reject",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(ApprovalRequest),
    operation_id="reject_feed",
    summary="Refuse a held feed",
)
async def reject_feed(services: Here, caller: Asking, feed_id: str, approval: ApprovalBody) -> FeedView:
    """Refuse a feed that was held; nothing of it is applied."""
    return await _decide(services, caller, feed_id, approval, is_approved=False)


@router.post(
    "/{feed_id}/records/{index}/approve",
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(ApprovalRequest),
    operation_id="approve_record",
    summary="Let a held record be applied",
)
def approve_record(
    services: Here, caller: Asking, feed_id: str, index: Index, approval: ApprovalBody
) -> FeedRecordView:
    """Apply a record that was held because it concerns a title on the shelf."""
    return _decide_record(services, caller, feed_id, index, _decision(services, approval, is_approved=True))


@router.post(
    "/{feed_id}/records/{index}/reject",
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(ApprovalRequest),
    operation_id="reject_record",
    summary="Refuse a held record",
)
def reject_record(services: Here, caller: Asking, feed_id: str, index: Index, approval: ApprovalBody) -> FeedRecordView:
    """Refuse a record that was held; what held before still holds."""
    return _decide_record(services, caller, feed_id, index, _decision(services, approval, is_approved=False))


async def _decide(
    services: Services, caller: Caller, feed_id: str, approval: ApprovalRequest, *, is_approved: bool
) -> FeedView:
    feed = await run_in_threadpool(_held, services, caller, feed_id)
    await services.takings.decide(feed.ref, _decision(services, approval, is_approved=is_approved))
    return feed_view(feed)


def _held(services: Services, caller: Caller, feed_id: str) -> Feed:
    with services.catalogue.begin(read_only=True) as unit:
        feed = feed_of(unit, caller, feed_id)
    if feed.state is not FeedState.HELD:
        raise ConflictError(
            f"the feed is {feed.state.value} and not held: there is nothing to decide", cause_code="feed-not-held"
        )
    return feed


def _decide_record(
    services: Services, caller: Caller, feed_id: str, index: int, decision: FeedDecision
) -> FeedRecordView:
    with services.catalogue.begin(read_only=True) as unit:
        ref = feed_of(unit, caller, feed_id).ref
    return record_view(decide_record(services.catalogue, services.blobs, ref, index, decision))


def _decision(services: Services, approval: ApprovalRequest, *, is_approved: bool) -> FeedDecision:
    return FeedDecision(is_approved=is_approved, by=approval.by, why=approval.why, at=services.clock.now())


def _status(feed: Feed) -> MessageStatus:
    if feed.state is FeedState.REJECTED:
        return MessageStatus.REJECTED
    if feed.records and feed.counts.get(RecordOutcome.REJECTED.value) == feed.records:
        return MessageStatus.REJECTED  # as list 221 has it: none of the records was taken
    is_whole = not any(feed.counts.get(outcome.value) for outcome in (RecordOutcome.REJECTED, RecordOutcome.HELD))
    return MessageStatus.PROCESSED if is_whole else MessageStatus.PART_PROCESSED


def _all_records(services: Services, feed: Feed) -> Iterator[FeedRecord]:
    """All records, a page at a time: each page is a transaction of its own, so that a slow reader holds up nobody."""
    after = 0
    while True:
        with services.catalogue.begin(read_only=True) as unit:
            page = unit.feeds.records(feed.id, after=after, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].index
