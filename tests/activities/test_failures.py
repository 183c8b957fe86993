"""What a library error means for a retry."""

from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationErrorCategory

from activities.failures import LONGEST_MESSAGE, FailureDetails, bounded, to_application_error
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


@pytest.mark.parametrize(
    ("error", "is_retried", "owner"),
    [
        (RejectedError("no", cause_code="CVR-001"), False, Owner.PUBLISHER),
        (LimitError("no", cause_code="audio-needs-too-much"), False, Owner.US),
        (ConflictError("no"), False, Owner.US),
        (MissingError("no"), False, Owner.US),
        (DefectError("no"), False, Owner.US),
        (UnavailableError("no", cause_code="store-unavailable"), True, Owner.US),
        (UnavailableError("no", cause_code="source-unavailable"), True, Owner.THEIR_SERVER),
    ],
)
def test_remedies(error: ShelfreadyError, is_retried: bool, owner: Owner) -> None:
    """The class says whether to try again, and who can mend it."""
    found = to_application_error(error)

    assert found.non_retryable is not is_retried
    assert found.type == error.cause_code
    assert found.details[0] == FailureDetails(cause_code=error.cause_code, owner=owner)


def test_the_wait_that_was_asked_for_is_kept() -> None:
    """Retry-After of their server decides when to try again; without one the policy does."""
    asked = to_application_error(UnavailableError("busy", retry_after_s=90))

    assert asked.next_retry_delay == timedelta(seconds=90)
    assert to_application_error(UnavailableError("busy")).next_retry_delay is None
    assert asked.category is ApplicationErrorCategory.BENIGN


def test_long_messages_keep_both_ends() -> None:
    """A tool's whole output does not go into a history: the beginning says what, the end says why."""
    message = bounded("what happened" + "." * 1_000_000 + "because of this")

    assert message.startswith("what happened")
    assert message.endswith("because of this")
    assert len(message) < LONGEST_MESSAGE + 100
