"""What can go wrong, sorted by who can mend it.

Library code raises these and nothing else across a boundary. Whether to try again is read from the class, in
`activities/failures.py`; which status code it is, in `api/problems.py`. Messages say what was found, what was
expected and what to do, and never contain a secret.
"""


class ShelfreadyError(Exception):
    """Something that Shelfready can explain.

    `cause_code` is the stable kebab-case name by which operators search and publishers' software branches.
    """

    cause_code = "unexpected"

    def __init__(self, message: str, *, cause_code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if cause_code is not None:
            self.cause_code = cause_code


class RejectedError(ShelfreadyError, ValueError):
    """The publisher must mend it: trying again without a change gives the same answer."""

    cause_code = "rejected"


class LimitError(RejectedError):
    """The input needs more than we give it; another limit may do.

    To the publisher it is refused like any other. But it says as much of our machine as of their file, so that it is
    never remembered as a fact of the file.
    """


class UnavailableError(ShelfreadyError, ConnectionError):
    """Their server or ours did not answer as it should: trying again later may succeed.

    `retry_after_s` is the wait, in seconds, that the other side asked for, if it did.
    """

    cause_code = "unavailable"

    def __init__(self, message: str, *, cause_code: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message, cause_code=cause_code)
        self.retry_after_s = retry_after_s


class ConflictError(ShelfreadyError):
    """Someone else did it first, or the thing has moved on: read it again before deciding."""

    cause_code = "conflict"


class MissingError(ShelfreadyError, LookupError):
    """There is no such thing, or the one who asks may not see it."""

    cause_code = "missing"


class DefectError(ShelfreadyError):
    """We made something wrong: what was made does not match its plan. Ours to mend."""

    cause_code = "defect"
