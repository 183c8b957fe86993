"""The report of a submission: for software, for spreadsheets, for the trade, and as a page with the sound beside it."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.accepting import preferred
from api.callers import Asking
from api.media import IMMUTABLE, Wanted, send, wanted
from api.openapi import problems
from api.owned import submission_of
from api.problems import not_acceptable
from api.report_pages import delivered, report_of, told
from api.services import Here, Services
from api.tickets import read_report_ticket
from shelfready.errors import MissingError, RejectedError
from shelfready.findings import Report
from shelfready.report_formats import REPORT_FORMATS
from shelfready.reporting import ReportFormat
from shelfready.titles import Submission
from shelfready.values import Sha256

router = APIRouter(tags=["submissions"])

_TEXT = {"schema": {"type": "string"}}
_REPORT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report.",
        "content": {"text/html": _TEXT, "text/csv": _TEXT, "application/xml": _TEXT},
    }
}
_FILE: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    for status, description in ((200, "The file."), (206, "The range of the file that was asked for."))
}

Format = Annotated[
    str | None,
    Query(
        pattern="^[a-z0-9-]{1,40}$",
        description="`json`, `csv`, `onix` (an ONIX Acknowledgement) or `html`; without it the header Accept decides",
        examples=["csv"],
    ),
]


def ticketed(
    services: Here,
    report_ticket: Annotated[str, Path(max_length=400, description="from `links.report_page` of a submission")],
) -> Submission:
    """The submission that a link to a report is about."""
    right = read_report_ticket(report_ticket, services.media_secret, services.clock.now())
    with services.catalogue.begin(read_only=True) as unit:
        found = unit.submissions.get(right.submission_id)
    if found is None:
        raise MissingError("the submission of this link is gone", cause_code="submission-unknown")
    return found


Ticketed = Annotated[Submission, Depends(ticketed)]
Wants = Annotated[Wanted, Depends(wanted)]


@router.get(
    "/v1/submissions/{submission_id}/report",
    response_model=Report,
    responses={**_REPORT, **problems(401, 404, 406, 422)},
    operation_id="read_report",
    summary="Read what was found in the title",
)
def read_report(
    services: Here, caller: Asking, request: Request, submission_id: str, *, format: Format = None
) -> Response:
    """Every finding, and the verdict; there once the title was checked."""
    with services.catalogue.begin(read_only=True) as unit:
        found = submission_of(unit, caller, submission_id)
    return _written(services, found, _format(format, request.headers.get("accept")))


@router.get(
    "/v1/reports/{report_ticket}/report",
    response_model=Report,
    responses={**_REPORT, **problems(404, 406, 422)},
    operation_id="read_report_page",
    summary="Read a report by a link that needs no key",
)
def read_report_page(services: Here, found: Ticketed, *, format: Format = "html") -> Response:
    """The page for people, which plays the sound; `links.report_page` of a submission is such a link."""
    return _written(services, found, _format(format, None))


@router.head("/v1/reports/{report_ticket}/assets/{sha256}", include_in_schema=False)
@router.get(
    "/v1/reports/{report_ticket}/assets/{sha256}",
    response_class=Response,
    responses={**_FILE, **problems(404, 416, 422)},
    operation_id="read_report_asset",
    summary="Hear a track or see a cover as it was sent",
)
def read_report_asset(services: Here, found: Ticketed, sha256: Sha256, wants: Wants) -> Response:
    """A track or a cover as it was delivered, or a range of it. Never a book or a document: a browser could run it."""
    return send(services.blobs, delivered(services, report_of(services, found), sha256), wants, IMMUTABLE)


def _format(asked: str | None, accept: str | None) -> str:
    """The name of the format to write."""
    if asked is None:
        # Who likes all alike gets JSON: software asks without an Accept, browsers never do.
        names = ("json", *(name for name in REPORT_FORMATS if name != "json"))
        by_type = {REPORT_FORMATS[name].media_type: name for name in names}
        chosen = preferred(accept, tuple(by_type))
        if chosen is None:
            raise not_acceptable((accept or "")[:200], ", ".join(by_type))
        return by_type[chosen]
    if asked not in REPORT_FORMATS:
        raise RejectedError(
            f"a report is not written as {asked!r}: choose one of {', '.join(REPORT_FORMATS)}",
            cause_code="report-format-unknown",
        )
    return asked


def _written(services: Services, submission: Submission, name: str) -> Response:
    report = report_of(services, submission)
    written = REPORT_FORMATS[name]
    pieces = written.write(told(services, submission, report, is_drawn=written.is_drawn))
    # The first piece is made before the answer begins, so that what goes wrong at once is an error and not a cut.
    first = next(pieces, b"")
    return StreamingResponse(
        _joined(first, pieces), headers=_headers(written, submission.title_id), media_type=written.media_type
    )


def _joined(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    return chain((first,), pieces)


def _headers(written: ReportFormat, title_id: str) -> dict[str, str]:
    kind = "inline" if written.is_shown else "attachment"
    headers = {
        "Content-Disposition": f'{kind}; filename="{quote(title_id, safe="")}-report.{written.suffix}"',
        "Vary": "Accept",
    }
    if written.content_security_policy is not None:
        headers["Content-Security-Policy"] = written.content_security_policy()
    return headers
