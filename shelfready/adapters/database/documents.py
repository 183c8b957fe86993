"""Values as the documents of rows. Times go in as UTC, so that they come out as UTC."""

from datetime import UTC, datetime
from typing import TypeVar

from pydantic_core import PydanticSerializationError

from shelfready.errors import DefectError
from shelfready.values import Value

V = TypeVar("V", bound=Value)


def in_utc(value: V) -> V:
    """The value with its times turned to UTC; a time without a zone is a defect of whoever made it."""
    times = {name: found for name, found in value if isinstance(found, datetime)}
    for name, moment in times.items():
        if moment.tzinfo is None:
            raise DefectError(
                f"{type(value).__name__}.{name} has no time zone, and the catalogue keeps moments: say which",
                cause_code="time-without-zone",
            )
    return value.model_copy(update={name: moment.astimezone(UTC) for name, moment in times.items()})


def document(value: Value) -> str:
    """The value as a row keeps it."""
    try:
        return in_utc(value).to_json().decode()
    except PydanticSerializationError as error:
        raise DefectError(
            f"a {type(value).__name__} holds something that cannot be written as JSON: {error}",
            cause_code="value-not-json",
        ) from error
