"""Every error as the API answers it (RFC 9457): the only place with status codes of errors."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.faults import Fault, FaultyRequestError
from shelfready.errors import (
    ConflictError,
    DefectError,
    MissingError,
    RejectedError,
    ShelfreadyError,
    UnavailableError,
)
from shelfready.values import Value

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
"""What a client is told to wait when nobody said how long."""

log = structlog.get_logger()


class Problem(Value):
    """Why a request was not done, and what to do about it."""

    type: str = Field(description="`/problems/` and the cause code", examples=["/problems/request-invalid"])
    title: str = Field(description="the cause in a few words, the same for every occurrence")
    status: int = Field(description="the HTTP status, again")
    detail: str = Field(description="what was found, what was expected and what to do")
    instance: str = Field(description="the path that was asked for")
    cause_code: str = Field(description="stable: software branches on it", examples=["request-invalid"])
    remedy: str = Field(description="what to do next")
    found: str | None = Field(None, description="what was sent, where that is one thing")
    expected: str | None = Field(None, description="what would have been right")
    errors: tuple[Fault, ...] | None = Field(None, description="every fault of the request")
    request_id: str | None = Field(None, description="name it when you ask us about this answer")


class ProblemError(Exception):
    """A request that HTTP itself has a status for: a body too large, a media type we do not read."""

    def __init__(
        self,
        status: HTTPStatus,
        cause_code: str,
        detail: str,
        remedy: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.cause_code, self.detail, self.remedy = status, cause_code, detail, remedy
        self.found, self.expected, self.headers = found, expected, headers or {}


def unauthenticated(detail: str) -> ProblemError:
    """No key, or one that does not count: which of them is not said."""
    return ProblemError(
        HTTPStatus.UNAUTHORIZED,
        "unauthenticated",
        detail,
        "Send `Authorization: Bearer <key>` with a key that is neither expired nor revoked; ask us for a new one.",
        headers={"WWW-Authenticate": 'Bearer realm="shelfready"'},
    )


def operators_only(what: str) -> ProblemError:
    """The key counts, and what is asked for is for operators to do."""
    return ProblemError(
        HTTPStatus.FORBIDDEN,
        "operators-only",
        f"only operators may {what}, and the key is a publisher's",
        "Ask us to do it, and say why.",
    )


def malformed(detail: str) -> ProblemError:
    """The body is not the JSON it says it is."""
    return ProblemError(
        HTTPStatus.BAD_REQUEST, "json-malformed", detail, "Correct the JSON where the detail says and send it again."
    )


def not_json(found: str) -> ProblemError:
    """The body is of a media type we do not read."""
    return ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "media-type-unsupported",
        f"the body is {found or 'of no stated type'}, expected application/json",
        "Send JSON with the header `Content-Type: application/json`.",
        found=found or None,
        expected="application/json",
        headers={"Accept": "application/json"},
    )


def not_acceptable(found: str, known: str) -> ProblemError:
    """Nothing that the client takes is written here."""
    return ProblemError(
        HTTPStatus.NOT_ACCEPTABLE,
        "media-type-not-acceptable",
        f"the header Accept names {found}, and this is written as {known}",
        "Name one of these types in Accept, or choose with `?format=`.",
        found=found,
        expected=known,
    )


def too_large(limit_bytes: int) -> ProblemError:
    """The body is longer than what is read; the connection is closed, because its rest is not."""
    return ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body-too-large",
        f"the body is larger than {limit_bytes:,} bytes, which is the most that is read here",
        "Send less: a drop of many files can be a folder, an archive, or several requests.",
        expected=f"at most {limit_bytes} bytes",
        headers={"Connection": "close"},
    )


def too_slow(limit_s: float) -> ProblemError:
    """The client stopped sending in the middle of a body."""
    return ProblemError(
        HTTPStatus.REQUEST_TIMEOUT,
        "body-too-slow",
        f"nothing of the body arrived for {limit_s:g} seconds",
        "Send the same request again.",
        headers={"Connection": "close"},
    )


def unsatisfiable(size_bytes: int, found: str) -> ProblemError:
    """A range that lies outside the file."""
    return ProblemError(
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        "range-outside-file",
        f"the range {found} does not begin within the file's {size_bytes:,} bytes",
        "Ask for a range within the file, or for the file without a range.",
        found=found,
        expected=f"bytes=0-{size_bytes - 1}" if size_bytes else "no range: the file is empty",
        headers={"Content-Range": f"bytes */{size_bytes}", "Accept-Ranges": "bytes"},
    )


def busy(detail: str) -> ProblemError:
    """As many as we serve at once are being served."""
    return ProblemError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "busy",
        detail,
        "Try again after the time in Retry-After.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


_STATUSES: tuple[tuple[type[ShelfreadyError], HTTPStatus, str], ...] = (
    (RejectedError, HTTPStatus.UNPROCESSABLE_ENTITY, "Change the request as the detail says and send it again."),
    (
        MissingError,
        HTTPStatus.NOT_FOUND,
        "Check the address, and that the key belongs to the publisher whose thing it is; links in answers are right.",
    ),
    (ConflictError, HTTPStatus.CONFLICT, "Read the thing again, then decide anew."),
    (
        UnavailableError,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Send the same request again after the time in Retry-After; with an Idempotency-Key nothing is done twice.",
    ),
    (DefectError, HTTPStatus.INTERNAL_SERVER_ERROR, "This is ours to mend: tell us the request_id."),
)

_HIDDEN = {
    HTTPStatus.SERVICE_UNAVAILABLE: "a part of the system did not answer in time; nothing was lost",
    HTTPStatus.INTERNAL_SERVER_ERROR: "something went wrong on our side while the request was handled",
}
"""What is said instead of the error's own message, which may name machines and paths; that is in the log."""

_ROUTING_REMEDIES = {
    HTTPStatus.NOT_FOUND: "Check the address: /openapi.json lists every route, and links in answers are right.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Use one of the methods in the Allow header.",
}


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The problem as a response."""
    named = problem.model_copy(update={"request_id": request.scope.get("state", {}).get("request_id")})
    return Response(
        named.model_dump_json(exclude_none=True),
        status_code=named.status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def problem(request: Request, status: HTTPStatus, cause_code: str, detail: str, remedy: str) -> Problem:
    """A problem of this request."""
    return Problem(
        type=f"/problems/{cause_code}",
        title=cause_code.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        instance=request.url.path,
        cause_code=cause_code,
        remedy=remedy,
    )


def unexpected(request: Request) -> Response:
    """The answer when nobody foresaw what happened; what it was is in the log only."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answer(request, problem(request, status, "unexpected", _HIDDEN[status], _STATUSES[-1][2]))


def install(app: FastAPI) -> None:
    """Make the app answer every error as a problem."""
    app.add_exception_handler(ShelfreadyError, _of_ours)
    app.add_exception_handler(ProblemError, _of_http)
    app.add_exception_handler(HTTPException, _of_routing)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(ClientDisconnect, _of_nobody)


async def _of_ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, ShelfreadyError):
        raise error
    status, remedy = next(
        ((status, remedy) for kind, status, remedy in _STATUSES if isinstance(error, kind)),
        (HTTPStatus.INTERNAL_SERVER_ERROR, _STATUSES[-1][2]),
    )
    headers: dict[str, str] = {}
    if isinstance(error, UnavailableError):
        headers["Retry-After"] = str(max(1, round(error.retry_after_s or RETRY_AFTER_S)))
    if status in _HIDDEN:
        log.warning("request failed", cause=error.cause_code, reason=error.message, status=int(status))
    detail = _HIDDEN.get(status, error.message)
    found = problem(request, status, error.cause_code, detail, remedy)
    if isinstance(error, FaultyRequestError):
        found = found.model_copy(update={"errors": error.faults})
    return answer(request, found, headers)


async def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemError):
        raise error
    found = problem(request, error.status, error.cause_code, error.detail, error.remedy)
    compared = {"found": error.found, "expected": error.expected}
    return answer(request, found.model_copy(update=compared), error.headers)


async def _of_routing(request: Request, error: Exception) -> Response:
    """Routes and methods that do not exist."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    cause_code = {HTTPStatus.NOT_FOUND: "route-unknown"}.get(status, status.phrase.lower().replace(" ", "-"))
    remedy = _ROUTING_REMEDIES.get(status, "Change the request as the detail says and send it again.")
    detail = f"{request.method} {request.url.path[:200]} is not a route of this API: {status.phrase.lower()}"
    return answer(request, problem(request, status, cause_code, detail, remedy), dict(error.headers or {}))


async def _of_parameters(request: Request, error: Exception) -> Response:
    """Parameters that are not what the OpenAPI document says."""
    if not isinstance(error, RequestValidationError):
        raise error
    faults = tuple(
        Fault(pointer=str(found["loc"][-1]), detail=f"{str(found['msg'])[:300]}: correct it")
        for found in error.errors()
    )
    return await _of_ours(request, FaultyRequestError(faults))


async def _of_nobody(request: Request, _error: Exception) -> Response:
    """The client went away in the middle of its request: nobody reads this."""
    return answer(request, problem(request, HTTPStatus.BAD_REQUEST, "client-gone", "the client went away", "None."))
