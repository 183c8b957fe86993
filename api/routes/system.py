"""Whether the API is well, what it counts, and where everything is."""

from collections.abc import Awaitable
from html import escape
from http import HTTPStatus

import structlog
from anyio import fail_after, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.services import Here, Services
from shelfready.errors import ShelfreadyError
from shelfready.values import Value

router = APIRouter(tags=["system"])
log = structlog.get_logger()


class Health(Value):
    """That the process answers."""

    status: str = "ok"


class Readiness(Value):
    """Whether every part that requests need answers: `ok`, or the cause code of what is wrong with it."""

    status: str
    checks: dict[str, str]


class Home(Value):
    """Where everything is."""

    name: str
    version: str
    links: dict[str, str]


@router.get("/healthz", operation_id="healthz", summary="See whether the process answers")
async def healthz() -> Health:
    """Asks nothing of anybody else: an orchestrator restarts the process when this fails."""
    return Health()


@router.get(
    "/readyz",
    operation_id="readyz",
    responses={503: {"model": Readiness, "description": "A part does not answer."}},
    summary="See whether requests can be served",
)
async def readyz(services: Here, response: Response) -> Readiness:
    """Asks the catalogue, the object store and Temporal; a load balancer sends requests elsewhere when this fails."""
    checks = {
        "catalogue": await _outcome(services, to_thread.run_sync(_ask_catalogue, services, abandon_on_cancel=True)),
        "store": await _outcome(services, to_thread.run_sync(_ask_store, services, abandon_on_cancel=True)),
        "temporal": await _outcome(services, services.onboardings.check()),
    }
    is_ready = all(outcome == "ok" for outcome in checks.values())
    if not is_ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Readiness(status="ok" if is_ready else "unavailable", checks=checks)


@router.get("/metrics", operation_id="metrics", response_class=Response, summary="Read the counters")
def metrics(services: Here) -> Response:
    """In Prometheus' text format. Nothing in it names a publisher or a title."""
    return Response(generate_latest(services.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/", operation_id="home", response_model=Home, summary="See where everything is")
def home(request: Request) -> Response:
    """Links, as JSON; as a page for browsers."""
    links = {
        "openapi": "/openapi.json",
        "submissions": "/v1/submissions",
        "titles": "/v1/titles",
        "uploads": "/v1/uploads",
        "readiness": "/readyz",
    }
    found = Home(name=request.app.title, version=request.app.version, links=links)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_page(request, found))
    return JSONResponse(found.model_dump())


async def _outcome(services: Services, asked: Awaitable[object]) -> str:
    try:
        with fail_after(services.limits.check_s):
            await asked
    except ShelfreadyError as error:
        log.warning("not ready", cause=error.cause_code, reason=error.message)
        return error.cause_code
    except TimeoutError:
        return "timed-out"
    return "ok"


def _ask_catalogue(services: Services) -> None:
    with services.catalogue.begin(read_only=True) as unit:
        unit.keys.by_id("readiness")


def _ask_store(services: Services) -> None:
    services.blobs.store.head("readiness")


def _page(request: Request, found: Home) -> str:
    """The routes as a plain table: no script, no style, nothing from elsewhere."""
    rows = "".join(
        f"<tr><td><code>{escape(method.upper())}</code></td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(str(operation.get('summary', '')))}</td></tr>"
        for path, operations in request.app.openapi()["paths"].items()
        for method, operation in operations.items()
    )
    links = "".join(f'<li><a href="{escape(url)}">{escape(name)}</a></li>' for name, url in found.links.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(found.name)}</title>'
        f"<h1>{escape(found.name)} {escape(found.version)}</h1><ul>{links}</ul><table>{rows}</table></html>"
    )
