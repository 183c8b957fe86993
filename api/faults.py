"""What is wrong with a request, all of it at once."""

from collections.abc import Iterable

from pydantic import BaseModel, Field, ValidationError

from shelfready.errors import RejectedError
from shelfready.values import Value

_MOST = 200
"""Faults that one answer lists: a body may hold ten thousand files, each with its own."""


class Fault(Value):
    """One thing that is wrong with a request."""

    pointer: str = Field(description="where it stands: a JSON Pointer into the body, or the parameter's name")
    detail: str = Field(description="what was found, what was expected and what to do")


class FaultyRequestError(RejectedError):
    """The request has faults; every one of them is listed."""

    cause_code = "request-invalid"

    def __init__(self, faults: Iterable[Fault], *, cause_code: str | None = None) -> None:
        found = tuple(faults)
        listed = "; ".join(f"{fault.pointer or 'the body'}: {fault.detail}" for fault in found[:3])
        more = f"; and {len(found) - 3} more, see `errors`" if len(found) > 3 else ""
        super().__init__(f"{listed}{more}", cause_code=cause_code)
        self.faults = found[:_MOST]


def pointer(*steps: str | int) -> str:
    """The JSON Pointer (RFC 6901) of a place in the body."""
    return "".join("/" + str(step)[:100].replace("~", "~0").replace("/", "~1") for step in steps)


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """What pydantic found wrong with a body, in words that say what to do."""
    return [
        Fault(pointer=pointer(*found["loc"]), detail=_detail(found["type"], found["msg"], model))
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _detail(kind: str, message: str, model: type[BaseModel]) -> str:
    match kind:
        case "missing":
            return "this is required and was not sent: add it"
        case "extra_forbidden":
            known = ", ".join(sorted(model.model_fields))
            return f"there is no such field here: correct its name or leave it out (the request has {known})"
        case _:
            return f"{message[:1].lower()}{message[1:300]}: correct it"
