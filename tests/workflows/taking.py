"""Runs feeds on the real server, with a department that only answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from shelfready.feeds import FeedDecision, FeedRef, FeedState
from tests.workflows.feed_departments import FeedDepartment
from workflows.queues import QUEUES
from workflows.served import WORKFLOWS
from workflows.starting import start_feed
from workflows.take_feed import TakeFeed

AGREED = FeedDecision(is_approved=True, by="ann", why="the backlist moves", at=datetime(2026, 3, 1, tzinfo=UTC))
REFUSED = AGREED.model_copy(update={"is_approved": False, "why": "a mistake"})

Handle = WorkflowHandle[Any, FeedState]


@asynccontextmanager
async def taking(client: Client, department: FeedDepartment) -> AsyncIterator[Handle]:
    """A feed that is being taken in by workers who live as long as the block."""
    ref = FeedRef(feed_id=department.feed_id, publisher="demo")
    light, network = (
        Worker(
            client,
            task_queue=queue,
            workflows=WORKFLOWS if queue == QUEUES[0] else (),
            activities=department.activities(),
        )
        for queue in QUEUES[:2]
    )
    async with light, network:
        await start_feed(client, ref)
        yield client.get_workflow_handle_for(TakeFeed.run, ref.workflow_id)


async def reached(department: FeedDepartment, state: FeedState, problem: str | None = None) -> None:
    """Wait until the feed stands so."""
    while not department.changes or (department.changes[-1].state, department.changes[-1].problem) != (state, problem):
        await asyncio.sleep(0.05)
