"""The API's description of itself: every answer of every route, errors included."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from api.problems import MEDIA_TYPE, Problem

_REF = "#/components/schemas/{model}"

_MEANINGS = {
    400: "The body is not the JSON it says it is.",
    401: "The request has no key that counts.",
    403: "This is for operators to do.",
    404: "There is no such thing for this key: what is another publisher's is missing too.",
    406: "None of the media types in `Accept` is written here.",
    408: "The body stopped arriving.",
    409: "The thing has moved on, or is not in the state that this needs.",
    413: "The body is larger than what is read here.",
    415: "The body is not of the media type that is read here.",
    416: "The range lies outside the file.",
    422: "The request has faults; `errors` lists all of them.",
    500: "Something went wrong on our side.",
    503: "A part of the system did not answer in time; try again after `Retry-After` seconds.",
}
JSON_BODY = (400, 408, 413, 415, 422)
"""What can be wrong with a JSON body."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, as FastAPI's `responses`; 500 and 503 can happen everywhere."""
    return {status: _response(status) for status in sorted({*statuses, 500, 503})}


def describe(app: FastAPI, bodies: tuple[type[BaseModel], ...]) -> None:
    """Let the app describe the bodies that it reads by itself, besides what FastAPI sees."""
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(_document(app, bodies))
        return document

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's own documented way


def _document(app: FastAPI, bodies: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
    )
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "validation")]
    models += [(model, "validation") for model in bodies]
    _, schemas = models_json_schema(models, ref_template=_REF)
    known = document.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in schemas["$defs"].items():
        known.setdefault(name, schema)
    for operations in document["paths"].values():
        for operation in operations.values():
            _drop_foreign_errors(operation["responses"])
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    return document


def _drop_foreign_errors(responses: dict[str, Any]) -> None:
    """FastAPI adds its own error to routes whose parameters cannot be wrong; ours are all problems."""
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]


def _response(status: int) -> dict[str, Any]:
    example = {
        "type": "/problems/example",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _MEANINGS[status],
        "instance": "/v1/submissions",
        "cause_code": "example",
        "remedy": "What to do next.",
        "request_id": "0198c0de",
    }
    return {
        "description": _MEANINGS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}, "example": example}},
    }
