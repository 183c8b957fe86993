"""Turns the API's problems (RFC 9457) into errors whose message tells the whole story."""

import httpx
from pydantic import ValidationError

from shelfready.errors import ConflictError, DefectError, MissingError, RejectedError, ShelfreadyError, UnavailableError
from shelfready.values import Value

_UNAVAILABLE = (408, 425, 429, 502, 503, 504)
_BY_STATUS: dict[int, type[ShelfreadyError]] = {404: MissingError, 409: ConflictError, 410: MissingError}
_MOST_FAULTS = 20


class Fault(Value):
    """One of several faults of a request: where, and what."""

    pointer: str = ""
    detail: str = ""


class Problem(Value):
    """What the API answers instead of what was asked for."""

    title: str = ""
    detail: str = ""
    cause_code: str | None = None
    found: str | None = None
    expected: str | None = None
    remedy: str | None = None
    errors: tuple[Fault, ...] | None = None
    request_id: str | None = None

    def text(self) -> str:
        """The problem for people: what is wrong, what was found and expected, what to do."""
        shown = [self.detail or self.title]
        # A single fault is the detail already.
        faults = [fault for fault in self.errors or () if fault.detail not in shown[0]]
        shown += [f"  {fault.pointer or '/'}: {fault.detail}" for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            shown.append(f"  and {len(faults) - _MOST_FAULTS} more faults")
        named = (
            ("found", self.found),
            ("expected", self.expected),
            ("what to do", self.remedy),
            ("request_id", self.request_id),
        )
        shown += [f"  {name}: {text}" for name, text in named if text and text not in shown[0]]
        return "\n".join(shown)


def error_of(response: httpx.Response) -> ShelfreadyError:
    """The error that an answer stands for; its body has been read."""
    problem = _problem(response)
    message, cause = problem.text(), problem.cause_code
    if response.status_code in _UNAVAILABLE:
        return UnavailableError(message, cause_code=cause, retry_after_s=retry_after_s(response))
    if response.status_code >= 500 or response.status_code < 400:
        return DefectError(message, cause_code=cause or "api-failed")
    return _BY_STATUS.get(response.status_code, RejectedError)(message, cause_code=cause)


def retry_after_s(response: httpx.Response) -> float | None:
    """The wait in seconds that the server asked for; dates are not waited for."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None


def _problem(response: httpx.Response) -> Problem:
    found = f"{response.request.method} {response.request.url.path} was answered with {response.status_code}"
    try:
        problem = Problem.from_json(response.content)
    except ValidationError:
        return Problem(detail=f"{found} and no explanation; is this address a Shelfready API?")
    return problem if problem.detail or problem.title else problem.model_copy(update={"detail": found})
