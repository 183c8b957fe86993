"""The one translation of failure: what a library error means for a retry, in Temporal's words.

Activities raise the library's errors and know nothing of this. The interceptor stands between them and the server.
"""

from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from shelfready.errors import (
    ConflictError,
    DefectError,
    LimitError,
    MissingError,
    RejectedError,
    ShelfreadyError,
    UnavailableError,
)
from shelfready.findings import Owner
from shelfready.values import Value

LONGEST_MESSAGE = 4_000
"""Characters of a message that go into a history: a tool's whole output may be megabytes."""


class FailureDetails(Value):
    """What an operator and the parked title need to know of a failure, besides its message."""

    cause_code: str
    owner: Owner


def owner_of(error: ShelfreadyError) -> Owner:
    """Who can mend it, by class."""
    match error:
        case LimitError():
            return Owner.US
        case RejectedError():
            return Owner.PUBLISHER
        case UnavailableError() if error.cause_code.startswith("source-"):
            return Owner.THEIR_SERVER
        case _:
            return Owner.US


def to_application_error(error: ShelfreadyError) -> ApplicationError:
    """The error as Temporal carries it: its type is the cause code, and it says whether trying again can help."""
    is_expected = isinstance(error, RejectedError | UnavailableError)
    wait = error.retry_after_s if isinstance(error, UnavailableError) else None
    return ApplicationError(
        bounded(error.message),
        FailureDetails(cause_code=error.cause_code, owner=owner_of(error)),
        type=error.cause_code,
        non_retryable=isinstance(error, RejectedError | ConflictError | MissingError | DefectError),
        next_retry_delay=timedelta(seconds=wait) if wait is not None else None,
        # A refused drop or a server that is down is no news for our log: one line a title would bury the rest.
        category=ApplicationErrorCategory.BENIGN if is_expected else ApplicationErrorCategory.UNSPECIFIED,
    )


def bounded(message: str) -> str:
    """The message, cut in the middle when it is too long: the beginning says what, the end says why."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} [... {len(message) - 2 * half} characters left out ...] {message[-half:]}"


class FailureTranslation(Interceptor):
    """Makes Temporal's failures of the library's errors, for every activity of a worker."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Stand before the activity."""
        return _Translating(next)


class _Translating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            return await super().execute_activity(input)
        except ShelfreadyError as error:
            activity.logger.info("%s: %s", error.cause_code, bounded(error.message))
            raise to_application_error(error) from error
        except ValidationError as error:
            # A recorded document that today's code cannot read: trying again reads the same document.
            raise to_application_error(
                DefectError(f"a stored document is not what was expected: {error}", cause_code="document-unreadable")
            ) from error
