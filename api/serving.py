"""One process of the API: settings become adapters, and uvicorn serves them until it is told to stop."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_bytes

import structlog
import uvicorn
from anyio import to_thread
from fastapi import FastAPI
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.app import create_app
from api.onboardings import TemporalOnboardings
from api.services import Limits, Services
from api.takings import TemporalTakings
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import open_catalogue
from shelfready.adapters.logs import configure_logs
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.errors import UnavailableError
from shelfready.settings import Settings

THREADS = 64
"""Requests that wait for the catalogue or the store at once; further ones wait for a thread."""
GRACE_S = 5
"""What a stopping process leaves its requests. Streams of events end then, and their clients go on elsewhere."""

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    configure_logs()
    config = uvicorn.Config(
        create_app(await services_of(settings), lifespan),
        host=settings.api_host,
        port=settings.api_port,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=64 * 1024,
        access_log=False,  # ours names the route and never the address, which may hold a link's ticket
        server_header=False,
        log_config=None,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn stops at these, and sends them to the process again when it has stopped: by then they mean nothing.
        loop.add_signal_handler(number, lambda: None)
    await uvicorn.Server(config).serve()
    # The SDK's threads may still be at work when the interpreter goes away (sdk-python issue 300); a moment lets them.
    await asyncio.sleep(0.1)


async def services_of(settings: Settings) -> Services:
    """The services of the settings. Nothing is asked of Temporal yet: the API starts, and accepts, without it."""
    client = await Client.connect(
        settings.resolved_temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=pydantic_data_converter,
        identity=f"api-{os.getpid()}",
        lazy=True,
    )
    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else None
    store = open_store(
        settings.resolved_store_url,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=secret,
        region=settings.s3_region,
        public_endpoint=settings.s3_public_endpoint,
    )
    return Services(
        catalogue=open_catalogue(settings.resolved_database_url),
        blobs=Blobs(store),
        onboardings=TemporalOnboardings(client),
        takings=TemporalTakings(client),
        clock=SystemClock(),
        media_secret=_media_secret(settings),
        limits=Limits(max_body_bytes=settings.max_body_bytes, max_file_bytes=settings.max_file_bytes),
        cors_origins=settings.cors_origins,
        toolchain=_toolchain(settings),
    )


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Around the time in which requests are served."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    log.info("serving")
    yield
    log.info("stopping")


def _toolchain(settings: Settings) -> str | None:
    """What the workers would use, if they are set up as this process is; None where it has no such programs."""
    try:
        return find_toolchain(settings.ffmpeg, settings.ffprobe).name
    except UnavailableError:
        return None


def _media_secret(settings: Settings) -> bytes:
    if settings.media_secret is not None:
        return settings.media_secret.get_secret_value().encode()
    log.info("links to media end with this process: set SHELFREADY_MEDIA_SECRET to keep them, and to share them")
    return token_bytes(32)
