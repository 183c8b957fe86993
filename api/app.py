"""The API, made of services."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from api import openapi, problems
from api.routes import events, feeds, policies, reports, submissions, system, titles, uploads, waivers
from api.services import Services
from api.surroundings import Surroundings

_DESCRIPTION = """
Publishers send titles (audiobooks and ebooks) and follow them until they are published.

* Every request but `/`, `/healthz`, `/readyz`, `/metrics` and links to media and to report pages carries a key:
  `Authorization: Bearer sr_<id>_<secret>`.
* A request may be repeated: `POST /v1/submissions` with an `Idempotency-Key`, everything else as it is.
* Every error is a problem (RFC 9457): `cause_code` is stable, `remedy` says what to do, `errors` lists all faults.
* Links are relative to the API's address.
""".strip()

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(services: Services, lifespan: Lifespan | None = None) -> FastAPI:
    """The API over these services."""
    app = FastAPI(
        title="Shelfready",
        version=version("shelfready"),
        summary="Takes what a publisher delivers and makes it shelf-ready.",
        description=_DESCRIPTION,
        lifespan=lifespan,
        # The usual pages load scripts from elsewhere; `/` lists the routes, `/openapi.json` describes them.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Surroundings, metrics=services.metrics),
            # Players on other sites may read; nobody writes from a browser, and no cookie is ever looked at.
            Middleware(
                CORSMiddleware,
                allow_origins=services.cors_origins,
                allow_methods=["GET", "HEAD"],
                allow_headers=["Authorization", "Range", "If-Range", "If-None-Match", "Last-Event-ID"],
                expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "X-Request-ID"],
                max_age=3600,
            ),
        ],
    )
    app.state.services = services
    problems.install(app)
    for module in (submissions, reports, events, uploads, feeds, titles, waivers, policies, system):
        app.include_router(module.router)
    openapi.describe(app, (*submissions.BODIES, *uploads.BODIES, *feeds.BODIES, *waivers.BODIES, *policies.BODIES))
    return app
