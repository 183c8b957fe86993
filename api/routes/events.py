"""Follow a submission: as a stream of events, or as a list."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.callers import Asking, Caller
from api.following import follow
from api.listing import Limit
from api.openapi import problems
from api.owned import submission_of
from api.problems import busy
from api.services import Here, Services
from api.submission_views import EventList, event_view

router = APIRouter(prefix="/v1/submissions", tags=["submissions"])

_LARGEST = 2**31 - 1

_STREAM = {
    "description": "The events so far and those to come (`text/event-stream`), or a page of them (`application/json`).",
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'id: 1\ndata: {"number":1,"kind":"accepted","data":{},"at":"2026-01-01T12:00:00Z"}\n\n'
            'event: progress\ndata: [{"stage":"encode","part":"01.mp3","done":0.4,"speed":31.0}]\n\n',
        }
    },
}


@router.get(
    "/{submission_id}/events",
    response_model=EventList,
    responses={200: _STREAM, **problems(401, 404, 422)},
    operation_id="follow_submission",
    summary="Follow a submission",
)
async def follow_submission(
    request: Request,
    services: Here,
    caller: Asking,
    submission_id: str,
    *,
    after: Annotated[int, Query(ge=0, le=_LARGEST, description="only events after this number")] = 0,
    limit: Limit = 200,
    format: Annotated[Literal["json", "stream"] | None, Query(description="instead of the Accept header")] = None,
    last_event_id: Annotated[
        str | None, Header(pattern=r"^\d{0,9}$", description="sent by clients that reconnect; wins over `after`")
    ] = None,
) -> Response:
    """Every event in order, each with its number as id; live progress as the event `progress`.

    A client that was cut off sends `Last-Event-ID` and misses nothing. The stream ends after the last event of a
    submission that is published, superseded or abandoned.
    """
    start = int(last_event_id) if last_event_id else after
    accepts = request.headers.get("accept", "")
    wants_json = format == "json" or (format is None and "json" in accepts and "text/event-stream" not in accepts)
    if wants_json:
        page = await run_in_threadpool(_events, services, caller, submission_id, start, limit)
        return Response(page.model_dump_json(), media_type="application/json")
    await run_in_threadpool(_require, services, caller, submission_id)
    return StreamingResponse(
        _counted(services, submission_id, start),
        media_type="text/event-stream",
        # nginx holds streams back otherwise
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _events(services: Services, caller: Caller, submission_id: str, after: int, limit: int) -> EventList:
    with services.catalogue.begin(read_only=True) as unit:
        found = submission_of(unit, caller, submission_id)
        events = unit.events.after(found.id, after, limit + 1)
    shown = events[:limit]
    return EventList(items=tuple(map(event_view, shown)), next=shown[-1].number if len(events) > limit else None)


def _require(services: Services, caller: Caller, submission_id: str) -> None:
    with services.catalogue.begin(read_only=True) as unit:
        submission_of(unit, caller, submission_id)
    if services.metrics.followers_now >= services.limits.followers:
        raise busy(f"{services.limits.followers} streams are open already, which is the most that is served at once")


async def _counted(services: Services, submission_id: str, after: int) -> AsyncIterator[bytes]:
    with services.metrics.following():
        async with aclosing(follow(services, submission_id, after)) as stream:
            async for piece in stream:
                yield piece
