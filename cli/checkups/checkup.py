"""What looking at one part found."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from shelfready.errors import ShelfreadyError
from shelfready.values import Value


class Health(StrEnum):
    """How a part is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Checkup(Value):
    """One part: how it is, what was found, and what to do unless it is well."""

    part: str
    health: Health
    found: str
    mend: str | None = None


def ok(part: str, found: str) -> Checkup:
    """The part is well."""
    return Checkup(part=part, health=Health.OK, found=found)


def warn(part: str, found: str, mend: str) -> Checkup:
    """The part does its work, not as it should."""
    return Checkup(part=part, health=Health.WARN, found=found, mend=mend)


def fail(part: str, found: str, mend: str) -> Checkup:
    """The part does not do its work."""
    return Checkup(part=part, health=Health.FAIL, found=found, mend=mend)


def looked_at(part: str, mend: str, look: Callable[[], Checkup]) -> Checkup:
    """The checkup; what Shelfready itself can explain of a part that is not well becomes its finding."""
    try:
        return look()
    except ShelfreadyError as error:
        return fail(part, error.message, mend)
    except OSError as error:
        return fail(part, f"{error.filename or part}: {error.strerror or error}", mend)


async def looked_at_later(part: str, mend: str, look: Awaitable[Checkup]) -> Checkup:
    """The same for what must be waited for."""
    try:
        return await look
    except ShelfreadyError as error:
        return fail(part, error.message, mend)
