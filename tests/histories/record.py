"""`python -m tests.histories.record <address>`: record what titles do today, one file for each shape.

The files are replayed by `tests/guards/test_replay.py` for ever after. Add a shape; never record an old one anew,
because titles in flight have the old history.
"""

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowFailureError
from temporalio.contrib.pydantic import pydantic_data_converter

from shelfready.errors import RejectedError
from shelfready.titles import SubmissionRef
from tests.workflows.departments import Departments
from tests.workflows.onboarding import Handle, parked, serving, start, submission
from workflows.onboard_title import OnboardTitle
from workflows.waiting import AbandonRequest, RetryRequest

HOME = Path(__file__).parent

Shape = Callable[[Handle, SubmissionRef, Departments], Awaitable[None]]


async def published(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """From a drop to a release without a stop."""


async def retried(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, retried by an update, published."""
    await parked(handle)
    await handle.execute_update(OnboardTitle.retry, RetryRequest(by="ann", note="waived by mail"))


async def signalled(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, retried by an empty signal, published."""
    await parked(handle)
    await handle.signal("retry_signal")


async def abandoned(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, given up."""
    await parked(handle)
    await handle.execute_update(OnboardTitle.abandon, AbandonRequest(by="ann"))


async def superseded(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, a newer submission takes its place."""
    await parked(handle)
    await handle.signal("submit", ref.model_copy(update={"submission_id": "sub_2"}))


async def cancelled(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, cancelled."""
    await parked(handle)
    await handle.cancel()


async def still_parked(handle: Handle, ref: SubmissionRef, departments: Departments) -> None:
    """Parked at the rules, and nobody has looked yet."""
    await parked(handle)


SHAPES: tuple[Shape, ...] = (published, retried, signalled, abandoned, superseded, cancelled, still_parked)


async def record(client: Client, shape: Shape) -> str:
    """The history of one shape, as JSON."""
    departments, ref = Departments(), submission(f"history-{shape.__name__}")
    if shape is not published:
        departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    async with serving(client, departments):
        handle = await start(client, ref)
        first_run = client.get_workflow_handle(ref.workflow_id, run_id=handle.first_execution_run_id)
        await shape(handle, ref, departments)
        if shape is not still_parked:
            with suppress(WorkflowFailureError):
                await handle.result()
        return scrubbed((await first_run.fetch_history()).to_json())


def scrubbed(history: str) -> str:
    """The history without what replay does not read and nobody else's business: paths and names of this machine."""
    return _PROCESS.sub("worker", json.dumps(_scrubbed(json.loads(history)), indent=1)) + "\n"


def _scrubbed(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: "" if name in _OF_THIS_MACHINE else _scrubbed(value) for name, value in node.items()}
    return [_scrubbed(value) for value in node] if isinstance(node, list) else node


_PROCESS = re.compile(r"\d+@[\w.-]+")
_OF_THIS_MACHINE = frozenset({"identity", "stackTrace"})


async def main(address: str) -> None:
    """Record the shapes that have no file yet."""
    client = await Client.connect(address, data_converter=pydantic_data_converter)
    for shape in SHAPES:
        file = HOME / f"{shape.__name__}.json"
        if not file.exists():
            file.write_text(await record(client, shape))
    await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
