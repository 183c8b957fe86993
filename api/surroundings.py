"""What happens around every request: its id, safe headers, a line in the log, and an answer whatever goes wrong."""

import re
from secrets import token_hex
from time import perf_counter

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import unexpected

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every answer that does not say otherwise itself."""

_SENT_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger()


class Surroundings:
    """ASGI middleware. It sees messages and never a whole body, so that streams stay streams."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        sent = request.headers.get("x-request-id", "")
        request_id = sent if _SENT_ID.fullmatch(sent) else token_hex(8)
        request.state.request_id = request_id
        began, status = perf_counter(), 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers["X-Request-ID"] = request_id
                self._note(scope, status, perf_counter() - began)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_on)
            except ClientDisconnect:
                log.info("the client went away", route=_route(scope))
            except Exception:
                # Nothing below foresaw it. Where an answer has begun only cutting it off tells the client the truth.
                log.exception("request failed", route=_route(scope))
                if status:
                    raise
                await unexpected(request)(scope, receive, send_on)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = scope["method"], _route(scope)
        if method not in _METHODS:
            method = "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        publisher = scope.get("state", {}).get("publisher")
        log.info("answered", method=method, route=route, status=status, ms=round(seconds * 1000), publisher=publisher)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})


def _route(scope: Scope) -> str:
    """The route's pattern: a path may hold a link's ticket, and is for ever another."""
    return str(getattr(scope.get("route"), "path", "unknown"))
