"""Runs onboardings on the real server, with departments that only answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from shelfready.titles import SubmissionRef
from tests.workflows.departments import Departments
from workflows.onboard_title import OnboardInput, OnboardOutcome, OnboardProgress, OnboardTitle
from workflows.queues import QUEUES
from workflows.served import WORKFLOWS

Handle = WorkflowHandle[Any, OnboardOutcome]


def submission(title: str | None = None, number: int = 1) -> SubmissionRef:
    """A submission of a title that nobody else uses."""
    return SubmissionRef(submission_id=f"sub_{number}", publisher="demo", title_id=title or uuid4().hex[:12])


@asynccontextmanager
async def serving(client: Client, departments: Departments) -> AsyncIterator[None]:
    """Workers for every queue, as long as the block lasts."""
    light, network, processor = (
        Worker(
            client,
            task_queue=queue,
            workflows=WORKFLOWS if queue == QUEUES[0] else (),
            activities=departments.activities(),
        )
        for queue in QUEUES
    )
    async with light, network, processor:
        yield


async def start(client: Client, ref: SubmissionRef) -> Handle:
    """Begin an onboarding."""
    return await client.start_workflow(
        OnboardTitle.run, OnboardInput(submission=ref), id=ref.workflow_id, task_queue=QUEUES[0]
    )


async def parked(handle: Handle) -> OnboardProgress:
    """Wait until the title is parked."""
    while True:
        progress: OnboardProgress = await handle.query(OnboardTitle.progress)
        if progress.parking is not None:
            return progress
        await asyncio.sleep(0.05)
