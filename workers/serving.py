"""One worker process: serves one queue until it is told to stop, then hands over what it cannot finish."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import structlog
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.failures import FailureTranslation
from shelfready.adapters.database import open_catalogue
from shelfready.settings import Settings
from workers.assembly import Activities
from workers.feed_sweeper import FeedSweeper
from workers.janitor import janitor_of
from workers.sweeper import Sweeper
from workflows.queues import NETWORK, ONBOARDING, PROCESSOR
from workflows.served import WORKFLOWS
from workflows.starting import start_feed, start_onboarding

GRACE = timedelta(seconds=20)
"""What a stopping worker leaves its activities: transfers notice within a second, a database row is written in less.

An encode does not wait for its end: it stops, and another worker begins the track anew."""

LIGHT_SLOTS = 20
"""Rows and documents at once: more would queue at the database instead."""

log = structlog.get_logger()


def slots_of(queue: str, settings: Settings) -> int:
    """How many activities a worker of a queue runs at once."""
    match queue:
        case str(name) if name == PROCESSOR:
            return settings.processor_slots or os.cpu_count() or 1
        case str(name) if name == NETWORK:
            return settings.network_slots
        case _:
            return LIGHT_SLOTS


async def serve(queue: str, settings: Settings, activities: Activities) -> None:
    """Serve a queue until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    client = await connect(settings)
    slots = slots_of(queue, settings)
    with ThreadPoolExecutor(slots, thread_name_prefix=queue) as threads:
        worker = Worker(
            client,
            task_queue=queue,
            workflows=WORKFLOWS if queue == ONBOARDING else (),
            activities=activities[queue],
            activity_executor=threads,
            max_concurrent_activities=slots,
            interceptors=[FailureTranslation()],
            graceful_shutdown_timeout=GRACE,
            # A cancelled encode must hear of it soon: heartbeats carry the news, and wait no longer than this.
            max_heartbeat_throttle_interval=timedelta(seconds=5),
            default_heartbeat_throttle_interval=timedelta(seconds=5),
        )
        log.info("serving", queue=queue, slots=slots, pid=os.getpid())
        async with worker, asyncio.TaskGroup() as group:
            keeping = [group.create_task(work) for work in _housekeeping(queue, client, settings)]
            await stop.wait()
            log.info("stopping", queue=queue)
            for task in keeping:
                task.cancel()
    # The SDK's threads may still be at work when the interpreter goes away (sdk-python issue 300); a moment lets them.
    await asyncio.sleep(0.1)


def _housekeeping(queue: str, client: Client, settings: Settings) -> list[Coroutine[None, None, None]]:
    """What a worker does beside its activities: one queue's workers do it for all."""
    if queue != ONBOARDING:
        return []
    catalogue = open_catalogue(settings.resolved_database_url)
    return [
        Sweeper(catalogue, partial(start_onboarding, client)).run(),
        FeedSweeper(catalogue, partial(start_feed, client)).run(),
        janitor_of(settings, catalogue).run(),
    ]


async def connect(settings: Settings) -> Client:
    """A client of Temporal."""
    return await Client.connect(
        settings.resolved_temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=pydantic_data_converter,
        identity=f"worker-{os.getpid()}",
    )
