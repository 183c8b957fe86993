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

from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter

from shelfready.errors import DefectError, RejectedError
from shelfready.feeds import FeedState
from shelfready.titles import SubmissionRef
from tests.workflows.departments import Departments
from tests.workflows.feed_departments import FeedDepartment
from tests.workflows.onboarding import Handle, parked, serving, start, submission
from tests.workflows.taking import AGREED, REFUSED, reached, taking
from tests.workflows.taking import Handle as FeedHandle
from workflows.onboard_title import OnboardTitle
from workflows.take_feed import TakeFeed
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


FeedShape = Callable[[FeedHandle, FeedDepartment], Awaitable[None]]


async def feed_taken(handle: FeedHandle, department: FeedDepartment) -> None:
    """A feed without a stop."""


async def feed_approved(handle: FeedHandle, department: FeedDepartment) -> None:
    """Held, and somebody agreed."""
    await reached(department, FeedState.HELD)
    await handle.signal(TakeFeed.decide, AGREED)


async def feed_refused(handle: FeedHandle, department: FeedDepartment) -> None:
    """Held, and somebody decided against it."""
    await reached(department, FeedState.HELD)
    await handle.signal(TakeFeed.decide, REFUSED)


async def feed_rejected(handle: FeedHandle, department: FeedDepartment) -> None:
    """A message that cannot be read."""


async def feed_stopped(handle: FeedHandle, department: FeedDepartment) -> None:
    """A defect while it was entered, mended and retried."""
    await reached(department, FeedState.RUNNING, "a rule is broken [rule-failed]")
    while True:
        with suppress(WorkflowUpdateFailedError):  # it has told the catalogue and is about to wait
            await handle.execute_update(TakeFeed.retry, RetryRequest(by="ann"))
            return
        await asyncio.sleep(0.05)


async def feed_still_held(handle: FeedHandle, department: FeedDepartment) -> None:
    """Held, and nobody has looked yet."""
    await reached(department, FeedState.HELD)


FEED_SHAPES: tuple[FeedShape, ...] = (
    feed_taken,
    feed_approved,
    feed_refused,
    feed_rejected,
    feed_stopped,
    feed_still_held,
)


async def record_feed(client: Client, shape: FeedShape) -> str:
    """The history of one shape of a feed, as JSON."""
    department = FeedDepartment(is_held=shape in (feed_approved, feed_refused, feed_still_held))
    if shape is feed_rejected:
        department.fail("feeds.stage", RejectedError("this is no ONIX", cause_code="onix-unreadable"))
    if shape is feed_stopped:
        department.fail("feeds.apply", DefectError("a rule is broken", cause_code="rule-failed"))
    async with taking(client, department) as handle:
        await shape(handle, department)
        if shape is not feed_still_held:
            await handle.result()
        return scrubbed((await handle.fetch_history()).to_json())


async def main(address: str) -> None:
    """Record the shapes that have no file yet."""
    client = await Client.connect(address, data_converter=pydantic_data_converter)
    for feed_shape in FEED_SHAPES:
        file = HOME / f"{feed_shape.__name__}.json"
        if not file.exists():
            file.write_text(await record_feed(client, feed_shape))
    for shape in SHAPES:
        file = HOME / f"{shape.__name__}.json"
        if not file.exists():
            file.write_text(await record(client, shape))
    await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
