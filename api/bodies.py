"""Reads the bodies of requests: limited in size, time and depth while they arrive, whatever their headers claim."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from api.callers import authenticate
from api.faults import Fault, FaultyRequestError, faults_of, pointer
from api.problems import malformed, not_json, too_large, too_slow
from api.services import Here, Limits
from shelfready.values import StrictValue

V = TypeVar("V", bound=StrictValue)


async def chunks(request: Request, limit_bytes: int, idle_s: float) -> AsyncIterator[bytes]:
    """The body as it arrives; a problem as soon as it is longer than the limit, or stops coming."""
    if declared_length(request) > limit_bytes:
        raise too_large(limit_bytes)
    taken = 0
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle_s):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            raise too_slow(idle_s) from error
        if chunk is None:
            return
        taken += len(chunk)
        if taken > limit_bytes:
            raise too_large(limit_bytes)
        yield chunk


def declared_length(request: Request) -> int:
    """What Content-Length claims; 0 when it claims nothing. What arrives is counted all the same."""
    text = request.headers.get("content-length", "")
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0


async def read_json(request: Request, services: Here, _: Annotated[object, Depends(authenticate)]) -> object:
    """The JSON body of a request whose key is good, as plain lists and dicts; faults in its text are a problem."""
    limits = services.limits
    media_type = request.headers.get("content-type", "")
    if media_type.partition(";")[0].strip().lower() != "application/json":
        raise not_json(media_type[:100])
    body = b"".join([chunk async for chunk in chunks(request, limits.max_body_bytes, limits.body_idle_s)])
    try:
        # Strict where Python's own parser is lenient: no NaN, no lone surrogates, no more than 200 levels.
        document: object = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise malformed(f"the body is not JSON: {error}") from error
    _inspect(document, limits)
    return document


Document = Annotated[object, Depends(read_json)]
"""The JSON body, as a parameter of a route that reads it by itself."""


def reader_of(model: type[V]) -> Callable[..., Coroutine[Any, Any, V]]:
    """A dependency that reads the body as one value."""

    async def read(document: Document) -> V:
        return parse(model, document)

    return read


def parse(model: type[V], document: object) -> V:
    """The body as a value, or every fault of it."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise FaultyRequestError(faults_of(error, model)) from error


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """What the OpenAPI document says of such a body; `openapi.py` adds the model itself."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}},
        }
    }


def _inspect(document: object, limits: Limits) -> None:
    """Refuse what no model of ours means and what a database cannot hold: great depth, and the character NUL."""
    faults: list[Fault] = []
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, (dict, list)) and len(path) >= limits.max_depth:
            raise malformed(f"the body is nested more than {limits.max_depth} levels deep, at {pointer(*path)[:200]}")
        if isinstance(value, dict):
            waiting.extend(((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(value))
        elif isinstance(value, str) and "\x00" in value:
            faults.append(Fault(pointer=pointer(*path), detail="the text holds the character NUL: take it out"))
    if faults:
        raise FaultyRequestError(faults)
