"""Problems of the API as errors."""

import httpx
import pytest

from cli.problems import error_of
from shelfready.errors import ConflictError, DefectError, MissingError, RejectedError, ShelfreadyError, UnavailableError

REQUEST = httpx.Request("GET", "http://127.0.0.1/v1/things")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RejectedError),
        (401, RejectedError),
        (404, MissingError),
        (409, ConflictError),
        (413, RejectedError),
        (422, RejectedError),
        (429, UnavailableError),
        (500, DefectError),
        (502, UnavailableError),
        (503, UnavailableError),
        (302, DefectError),
    ],
)
def test_the_status_says_who_can_mend_it(status: int, kind: type[ShelfreadyError]) -> None:
    """Each status becomes the error of whoever has to act."""
    error = error_of(httpx.Response(status, json={"detail": "so it is", "cause_code": "a-cause"}, request=REQUEST))

    assert type(error) is kind
    assert error.cause_code == "a-cause"
    assert error.message == "so it is"


def test_the_message_tells_the_whole_story() -> None:
    """All faults, what was found and expected, and what to do."""
    problem = {
        "title": "Request invalid",
        "detail": "the body has 2 faults",
        "cause_code": "request-invalid",
        "found": "role voice",
        "expected": "role track",
        "remedy": "Correct the body.",
        "errors": [{"pointer": "/drop/files/0", "detail": "no order"}, {"pointer": "", "detail": "no title"}],
    }

    error = error_of(httpx.Response(422, json=problem, request=REQUEST))

    assert error.message.splitlines() == [
        "the body has 2 faults",
        "  /drop/files/0: no order",
        "  /: no title",
        "  found: role voice",
        "  expected: role track",
        "  what to do: Correct the body.",
    ]


def test_many_faults_are_counted_not_listed() -> None:
    """A body with a thousand faults does not fill the screen."""
    faults = [{"pointer": f"/{number}", "detail": "wrong"} for number in range(1000)]

    error = error_of(httpx.Response(422, json={"detail": "faults", "errors": faults}, request=REQUEST))

    assert len(error.message.splitlines()) == 22
    assert error.message.endswith("and 980 more faults")


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"{}"])
def test_an_answer_without_explanation_is_explained(body: bytes) -> None:
    """What a proxy or another program answers becomes a sentence all the same."""
    error = error_of(httpx.Response(404, content=body, request=REQUEST))

    assert "GET /v1/things was answered with 404" in error.message


def test_the_wait_that_was_asked_for_is_kept() -> None:
    """Retry-After in seconds is read; a date is not waited for."""
    seconds = error_of(httpx.Response(503, headers={"Retry-After": "7"}, request=REQUEST))
    date = error_of(httpx.Response(503, headers={"Retry-After": "Sun, 22 Nov 2026 03:00:00 GMT"}, request=REQUEST))

    assert isinstance(seconds, UnavailableError)
    assert seconds.retry_after_s == 7
    assert isinstance(date, UnavailableError)
    assert date.retry_after_s is None


def test_a_single_fault_is_said_once() -> None:
    """The detail of a problem with one fault is that fault."""
    answer = {"detail": "/code: there is no rule", "errors": [{"pointer": "/code", "detail": "there is no rule"}]}
    error = error_of(httpx.Response(422, json=answer, request=REQUEST))

    assert str(error).count("there is no rule") == 1
