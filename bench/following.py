"""Follows a submission to its end, and asks what is remembered of it."""

import asyncio
from time import monotonic, sleep

from temporalio.client import Client, WorkflowExecutionStatus

from cli.answers import Happening, SubmissionView, describe, submission_path
from cli.client import Api
from cli.surroundings import DEMO
from shelfready.errors import DefectError, UnavailableError
from shelfready.titles import SubmissionRef, SubmissionState
from shelfready.values import Value

_ASK_EVERY_S = 0.5
_LONGEST_S = 1800
_PAGE = 200


class History(Value):
    """The length of a workflow's history."""

    events: int
    size_bytes: int


class _Events(Value):
    items: tuple[Happening, ...]
    next: int | None = None


def published(api: Api, sent: SubmissionView) -> SubmissionView:
    """Wait until a title is published; asks twice a second and no oftener, because asking costs the API."""
    deadline = monotonic() + _LONGEST_S
    while monotonic() < deadline:
        view = api.get(submission_path(sent.id), SubmissionView)
        if view.state is SubmissionState.PUBLISHED:
            return view
        if view.is_settled:
            raise DefectError(
                f"a title of the bench was not published: {describe(view)}", cause_code="bench-title-refused"
            )
        sleep(_ASK_EVERY_S)
    raise UnavailableError(
        f"{sent.title_id} was not published within {_LONGEST_S} s; run the bench again on a machine with less to do",
        cause_code="bench-too-slow",
    )


def events(api: Api, sent: SubmissionView) -> tuple[Happening, ...]:
    """Everything that happened to a submission."""
    found: list[Happening] = []
    after: int | None = 0
    while after is not None:
        page = api.get(f"{submission_path(sent.id)}/events", _Events, format="json", after=after, limit=_PAGE)
        found += page.items
        after = page.next
    return tuple(found)


def wall_s(sent: SubmissionView, happened: tuple[Happening, ...]) -> float:
    """Seconds from a submission's acceptance to its publication."""
    end = next(event.at for event in happened if event.kind == "published")
    return (end - (sent.created_at or happened[0].at)).total_seconds()


async def history(address: str, sent: SubmissionView) -> History:
    """How long the history of the title's workflow is, once it has closed."""
    ref = SubmissionRef(submission_id=sent.id, publisher=sent.publisher or DEMO, title_id=sent.title_id)
    handle = (await Client.connect(address)).get_workflow_handle(ref.workflow_id)
    described = await handle.describe()
    while described.status is WorkflowExecutionStatus.RUNNING:
        await asyncio.sleep(0.1)
        described = await handle.describe()
    info = described.raw_description.workflow_execution_info
    await asyncio.sleep(0.1)  # the SDK's threads may still be at work (sdk-python issue 300)
    return History(events=info.history_length, size_bytes=info.history_size_bytes)
