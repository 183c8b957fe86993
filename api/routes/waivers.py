"""Let findings pass, with who and why; only operators may, and publishers see what is let pass of theirs."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.bodies import reader_of, schema_of
from api.callers import Asking
from api.faults import Fault, FaultyRequestError
from api.ids import WAIVER, new_id
from api.listing import Cursor, Limit, page_of
from api.openapi import JSON_BODY, problems
from api.owned import waiver_of
from api.services import Here
from api.waiver_views import WaiverList, WaiverRequest
from shelfready.errors import ConflictError
from shelfready.findings import Severity
from shelfready.rules import RULES
from shelfready.values import Slug
from shelfready.waivers import Waiver

router = APIRouter(prefix="/v1/waivers", tags=["waivers"])

BODIES = (WaiverRequest,)

Body = Annotated[WaiverRequest, Depends(reader_of(WaiverRequest))]
Who = Annotated[str, Query(min_length=1, max_length=200, description="who revokes it")]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(401, 403, *JSON_BODY),
    openapi_extra=schema_of(WaiverRequest),
    operation_id="waive",
    summary="Let a finding pass",
)
def waive(services: Here, caller: Asking, request: Body, response: Response) -> Waiver:
    """Let a finding pass from now on; titles that are parked for it go on when they are retried."""
    caller.operating("let findings pass")
    if faults := _faults(request):
        raise FaultyRequestError(faults, cause_code="waiver-invalid")
    now = services.clock.now()
    if request.until is not None and request.until <= now:
        raise FaultyRequestError(
            [Fault(pointer="/until", detail=f"{request.until.isoformat()} is over already: name a later moment")],
            cause_code="waiver-invalid",
        )
    waiver = Waiver(id=new_id(WAIVER, now), at=now, **request.model_dump())
    with services.catalogue.begin() as unit:
        unit.waivers.add(waiver)
    response.headers["Location"] = f"/v1/waivers/{waiver.id}"
    return waiver


@router.get("", responses=problems(401, 404, 422), operation_id="list_waivers", summary="List waivers, newest first")
def list_waivers(
    services: Here,
    caller: Asking,
    *,
    publisher: Annotated[
        Slug | None, Query(description="whose, for operators; a publisher's key means its own")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> WaiverList:
    """What is let pass, and what was: revoked waivers are kept."""
    whose = None if caller.is_operator and publisher is None else caller.acting_for(publisher)
    with services.catalogue.begin(read_only=True) as unit:
        shown, has_more = page_of(lambda page: unit.waivers.list(whose, page), cursor, limit)
    return WaiverList(items=shown, next=shown[-1].id if has_more else None)


@router.get("/{waiver_id}", responses=problems(401, 404), operation_id="read_waiver", summary="See one waiver")
def read_waiver(services: Here, caller: Asking, waiver_id: str) -> Waiver:
    """One waiver, whether it still counts or not."""
    with services.catalogue.begin(read_only=True) as unit:
        return waiver_of(unit, caller, waiver_id)


@router.delete(
    "/{waiver_id}",
    responses=problems(401, 403, 404, 409, 422),
    operation_id="revoke_waiver",
    summary="Let a finding pass no longer",
)
def revoke(services: Here, caller: Asking, waiver_id: str, by: Who) -> Waiver:
    """Revoke a waiver; it is kept, with who did so and when. What was published under it stays."""
    with services.catalogue.begin() as unit:
        found = waiver_of(unit, caller, waiver_id)
        caller.operating("revoke waivers")
        if found.revoked_at is not None:
            raise ConflictError(f"{found.revoked_by} has revoked the waiver already", cause_code="waiver-revoked")
        revoked = found.model_copy(update={"revoked_by": by, "revoked_at": services.clock.now()})
        unit.waivers.save(revoked)
    return revoked


def _faults(request: WaiverRequest) -> list[Fault]:
    named = [rule for rule in RULES.values() if rule.code == request.code]
    faults: list[Fault] = []
    if not named:
        faults.append(Fault(pointer="/code", detail=f"there is no rule {request.code}: `shelfready rules` lists them"))
    elif all(rule.severity is Severity.FATAL for rule in named):
        detail = f"{request.code} is fatal: nothing could be made of such a title, so that it cannot be let pass"
        faults.append(Fault(pointer="/code", detail=detail))
    if request.asset is not None and request.title_id is None:
        faults.append(Fault(pointer="/asset", detail="a file belongs to a title: add `title_id`"))
    return faults
