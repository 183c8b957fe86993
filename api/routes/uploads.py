"""Send files in parts; a broken connection costs one part and not the file."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.bodies import chunks, reader_of, schema_of
from api.callers import Asking
from api.openapi import JSON_BODY, problems
from api.problems import busy
from api.services import Here
from api.upload_views import ArrivedPart, UploadRequest, UploadView
from api.uploading import Uploading

router = APIRouter(prefix="/v1/uploads", tags=["uploads"])

BODIES = (UploadRequest,)

_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def uploading(services: Here, caller: Asking) -> Uploading:
    """The uploads of whoever asks."""
    return Uploading(services, caller)


Desk = Annotated[Uploading, Depends(uploading)]
Number = Annotated[int, Path(description="the part, from 1")]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(401, *JSON_BODY),
    openapi_extra=schema_of(UploadRequest),
    operation_id="start_upload",
    summary="Start to send a file",
)
def start_upload(
    desk: Desk, request: Annotated[UploadRequest, Depends(reader_of(UploadRequest))], response: Response
) -> UploadView:
    """Begin an upload; PUT every part to its address, then complete it and name it as a file's source."""
    view = desk.start(request)
    response.headers["Location"] = view.links.self
    return view


@router.get(
    "/{upload_id}",
    responses=problems(401, 404),
    operation_id="read_upload",
    summary="See which parts have arrived",
)
def read_upload(desk: Desk, upload_id: str) -> UploadView:
    """What has arrived and what has not, with fresh addresses: where to go on after a break."""
    return desk.read(upload_id)


@router.put(
    "/{upload_id}/parts/{number}",
    responses=problems(401, 404, 408, 409, 413, 422),
    openapi_extra=_BYTES,
    operation_id="put_part",
    summary="Send one part",
)
async def put_part(request: Request, desk: Desk, upload_id: str, number: Number) -> ArrivedPart:
    """Store one part, which must be exactly as long as it was said to be; sent again, it replaces the earlier one."""
    limits, metrics = desk.services.limits, desk.services.metrics
    upload, size_bytes = await run_in_threadpool(desk.find_part, upload_id, number)
    if metrics.parts_now >= limits.parts_at_once:
        raise busy(f"{limits.parts_at_once} parts are arriving already, which is the most that are taken at once")
    with metrics.taking_part():
        part = await desk.take(upload, number, size_bytes, chunks(request, size_bytes, limits.body_idle_s))
    return ArrivedPart(number=part.number, size_bytes=part.size_bytes, etag=part.etag)


@router.post(
    "/{upload_id}/complete",
    responses=problems(401, 404, 409, 422),
    operation_id="complete_upload",
    summary="Make the file of its parts",
)
def complete_upload(desk: Desk, upload_id: str) -> UploadView:
    """Put the parts together once all have arrived; `errors` lists those that have not."""
    return desk.complete(upload_id)


@router.delete(
    "/{upload_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(401, 404, 409),
    operation_id="abort_upload",
    summary="Give an upload up",
)
def abort_upload(desk: Desk, upload_id: str) -> None:
    """Forget the upload and what arrived of it."""
    desk.abort(upload_id)
