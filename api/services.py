"""What the API is made of: ports, and the limits that it keeps."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.metrics import Metrics
from api.onboardings import Onboardings
from api.takings import Takings
from shelfready.blobs import Blobs
from shelfready.ports import Catalogue, Clock


@dataclass(frozen=True)
class Limits:
    """How much, how long and how many. Sizes in bytes, times in seconds."""

    max_body_bytes: int = 2 * 1024**2
    max_file_bytes: int = 8 * 1024**3
    max_depth: int = 32
    body_idle_s: float = 60.0
    poll_s: float = 0.5
    heartbeat_s: float = 15.0
    followers: int = 500
    """Event streams at once in one process: each polls the catalogue twice a second."""
    parts_at_once: int = 16
    """Parts of uploads taken in at once: each may take 16 MiB of the disk while it arrives."""
    upload_life: timedelta = timedelta(days=7)
    media_link_life: timedelta = timedelta(hours=12)
    """Long enough to listen to a book in one day."""
    report_link_life: timedelta = timedelta(days=2)
    """Long enough to hand it to whoever mends the title; all who have the link hear what is not published yet."""
    check_s: float = 2.0


@dataclass(frozen=True)
class Services:
    """Everything the routes need from the world."""

    catalogue: Catalogue
    blobs: Blobs
    onboardings: Onboardings
    takings: Takings
    clock: Clock
    media_secret: bytes
    """Signs links to media; every process of the API needs the same."""
    limits: Limits = Limits()
    cors_origins: tuple[str, ...] = ("*",)
    toolchain: str | None = None
    """What the workers measure and encode with, as far as this machine can say; forecasts are made with it."""
    scratch: Path | None = None
    """Where parts of uploads lie while they arrive; the system's own folder if None."""
    metrics: Metrics = field(default_factory=Metrics)


def services_of(request: Request) -> Services:
    """The services of the app that handles the request."""
    services = request.app.state.services
    if not isinstance(services, Services):
        raise TypeError("the app was not made by api.app.create_app")
    return services


Here = Annotated[Services, Depends(services_of)]
"""The services, as a parameter of a route."""
