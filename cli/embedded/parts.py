"""What the embedded system consists of: the command line of each part, and how one knows that it is ready."""

import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import httpx

from cli.embedded import temporal_server
from shelfready.errors import UnavailableError
from shelfready.settings import Settings
from workflows.queues import QUEUES

IsReady = Callable[[datetime], Awaitable[bool]]
"""Whether a part that was started at a moment does its work now; asked again and again until it does."""


@dataclass(frozen=True)
class Part:
    """One process of the system. `stop_s` is how long it may take to put down its work."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    is_ready: IsReady
    start_s: float = 60.0
    stop_s: float = 10.0


def temporal(settings: Settings) -> Part:
    """The Temporal server, with its UI."""
    return Part(
        name="temporal",
        command=temporal_server.command(settings),
        environment=environment(settings),
        is_ready=lambda _started: temporal_server.is_serving(settings),
    )


def api(settings: Settings) -> Part:
    """The HTTP API."""
    return Part(
        name="api",
        command=(sys.executable, "-P", "-m", "api"),
        environment=environment(settings),
        is_ready=lambda _started: answers(f"{api_url(settings)}/readyz"),
    )


def workers(settings: Settings) -> tuple[Part, ...]:
    """One worker process for each queue."""
    return tuple(
        Part(
            name=f"worker-{queue}",
            # -P: a folder named `api` or `workers` where one happens to stand is not ours.
            command=(sys.executable, "-P", "-m", "workers", "--queue", queue),
            environment=environment(settings),
            is_ready=partial(temporal_server.is_polled, settings, queue),
            stop_s=45.0,  # above the workers' own time for draining: what is killed is done again
        )
        for queue in QUEUES
    )


def api_url(settings: Settings) -> str:
    """Where the API answers on this machine."""
    host = "127.0.0.1" if settings.api_host in ("0.0.0.0", "::") else settings.api_host  # noqa: S104 - compared
    return f"http://{host}:{settings.api_port}"


def environment(settings: Settings) -> dict[str, str]:
    """What the parts are told: this process's environment, and where the other parts are."""
    told: dict[str, object] = {
        "home": settings.home,
        "temporal_address": settings.resolved_temporal_address,
        "temporal_port": settings.temporal_port,
        "temporal_ui_port": settings.temporal_ui_port,
        "temporal_metrics_port": settings.temporal_metrics_port,
        "api_port": settings.api_port,
    }
    if settings.media_secret is not None:
        told["media_secret"] = settings.media_secret.get_secret_value()
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",  # a log that lacks its last lines explains nothing
        **{f"SHELFREADY_{name.upper()}": str(value) for name, value in told.items()},
    }


async def answers(url: str) -> bool:
    """Whether a GET is answered with 200."""
    try:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def require_python() -> None:
    """Raise when the parts cannot be started with the Python that runs this."""
    if not sys.executable:
        raise UnavailableError(
            "the path of the running Python is unknown; start `shelfready` from its virtual environment",
            cause_code="python-unknown",
        )
