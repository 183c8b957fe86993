"""Start onboardings, see where they stand, and decide about those that wait."""

from http import HTTPStatus
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Header, Query, Response
from starlette.concurrency import run_in_threadpool

from api.acceptance import accept
from api.bodies import Document, reader_of, schema_of
from api.callers import Asking, Caller
from api.forecasting import forecast
from api.listing import Cursor, Limit, page_of
from api.openapi import JSON_BODY, problems
from api.owned import submission_of
from api.report_pages import report_page
from api.services import Here, Services
from api.submission_request import SubmissionRequest
from api.submission_views import (
    AcceptedView,
    DecisionRequest,
    DecisionView,
    SubmissionList,
    SubmissionView,
    accepted_view,
    links_of,
    submission_path,
    submission_view,
)
from shelfready.errors import ConflictError, UnavailableError
from shelfready.forecasts import Forecast
from shelfready.titles import Parking, Submission, SubmissionRef, SubmissionState, TitleId
from workflows.waiting import AbandonRequest, RetryRequest

router = APIRouter(prefix="/v1/submissions", tags=["submissions"])
log = structlog.get_logger()

BODIES = (SubmissionRequest, DecisionRequest)

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="a name of your own for this request: sent again with the same body, nothing is done twice and "
        "the answer is the same",
    ),
]
DryRun = Annotated[
    bool, Query(description="say what the submission would do, and do nothing; an Idempotency-Key counts for nothing")
]
FORESEEN: dict[str, Any] = {"model": Forecast, "description": "With `dry_run`: what the submission would do"}
DecisionBody = Annotated[DecisionRequest, Depends(reader_of(DecisionRequest))]


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    response_model=AcceptedView,
    responses={**problems(401, 409, *JSON_BODY), HTTPStatus.OK: FORESEEN},
    openapi_extra=schema_of(SubmissionRequest),
    operation_id="submit",
    summary="Onboard or update a title",
)
async def submit(
    services: Here,
    caller: Asking,
    document: Document,
    response: Response,
    *,
    dry_run: DryRun = False,
    idempotency_key: IdempotencyKey = None,
) -> AcceptedView | Response:
    """Accept a title: it is written down, and its onboarding starts.

    One onboarding runs for each title. A submission of a title that is being onboarded is queued behind it; when that
    one waits for a decision, the new submission takes its place. With `dry_run` nothing is written and nothing starts:
    the answer says what would be fetched, made and reused.
    """
    if dry_run:
        foreseen = await run_in_threadpool(forecast, services, caller.publisher, document)
        return Response(foreseen.model_dump_json(), media_type="application/json")
    accepted = await run_in_threadpool(accept, services, caller.publisher, document, idempotency_key)
    submission = accepted.submission
    if accepted.is_new:
        services.metrics.accepted.labels(submission.content_type).inc()
    if submission.state is SubmissionState.ACCEPTED:
        try:
            await services.onboardings.start(_ref(submission))
        except UnavailableError as error:
            # It is written down, and that is what 202 says. The workers' sweeper starts what was accepted and is not
            # running; a refusal here would make the client send again what is not lost.
            services.metrics.unstarted.inc()
            log.warning("accepted but not started", submission=submission.id, cause=error.cause_code)
    response.headers["Location"] = submission_path(submission.id)
    return accepted_view(submission)


@router.get(
    "",
    responses=problems(401, 422),
    operation_id="list_submissions",
    summary="List submissions, newest first",
)
def list_submissions(
    services: Here,
    caller: Asking,
    *,
    state: Annotated[SubmissionState | None, Query(description="only those in this state")] = None,
    title_id: Annotated[TitleId | None, Query(description="only those of this title")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SubmissionList:
    """The submissions of the key's publisher; of all publishers for an operator."""
    publisher = None if caller.is_operator else caller.publisher
    with services.catalogue.begin(read_only=True) as unit:
        shown, has_more = page_of(
            lambda page: unit.submissions.list(publisher, page, state=state, title_id=title_id), cursor, limit
        )
        items = tuple(
            submission_view(found, unit.events.progress(found.id), report_page(services, found)) for found in shown
        )
    return SubmissionList(items=items, next=shown[-1].id if has_more else None)


@router.get(
    "/{submission_id}",
    responses=problems(401, 404),
    operation_id="read_submission",
    summary="See where a submission stands",
)
def read_submission(services: Here, caller: Asking, submission_id: str) -> SubmissionView:
    """State, stage, why it waits, and what is worked on now."""
    with services.catalogue.begin(read_only=True) as unit:
        found = submission_of(unit, caller, submission_id)
        return submission_view(found, unit.events.progress(found.id), report_page(services, found))


@router.post(
    "/{submission_id}/retry",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(DecisionRequest),
    operation_id="retry_submission",
    summary="Let a parked submission go on",
)
async def retry_submission(services: Here, caller: Asking, submission_id: str, decision: DecisionBody) -> DecisionView:
    """Go on: from the drop, as it lies now, when that was to be mended; else from the step that failed."""
    found, parking = await run_in_threadpool(_parked, services, caller, submission_id)
    request = RetryRequest(by=decision.by, note=decision.note, submission_id=found.id, attempt=parking.attempt)
    await services.onboardings.retry(_ref(found), request)
    return _decided(found, "retry", parking)


@router.post(
    "/{submission_id}/abandon",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(401, 404, 409, *JSON_BODY),
    openapi_extra=schema_of(DecisionRequest),
    operation_id="abandon_submission",
    summary="Give a parked submission up",
)
async def abandon_submission(
    services: Here, caller: Asking, submission_id: str, decision: DecisionBody
) -> DecisionView:
    """Give the submission up. What was published of the title before stays as it is."""
    found, parking = await run_in_threadpool(_parked, services, caller, submission_id)
    request = AbandonRequest(by=decision.by, note=decision.note, submission_id=found.id, attempt=parking.attempt)
    await services.onboardings.abandon(_ref(found), request)
    return _decided(found, "abandon", parking)


def _parked(services: Services, caller: Caller, submission_id: str) -> tuple[Submission, Parking]:
    with services.catalogue.begin(read_only=True) as unit:
        found = submission_of(unit, caller, submission_id)
    if found.state is not SubmissionState.PARKED or found.parking is None:
        raise ConflictError(
            f"the submission is {found.state.value} and not parked: there is nothing to decide",
            cause_code="submission-not-parked",
        )
    return found, found.parking


def _decided(submission: Submission, decision: str, parking: Parking) -> DecisionView:
    links = links_of(submission)
    return DecisionView(submission_id=submission.id, decision=decision, attempt=parking.attempt, links=links)


def _ref(submission: Submission) -> SubmissionRef:
    return SubmissionRef(submission_id=submission.id, publisher=submission.publisher, title_id=submission.title_id)
