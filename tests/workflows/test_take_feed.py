"""Feeds are taken in on the real server, with a department that only answers."""

import asyncio

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError

from shelfready.errors import DefectError, RejectedError
from shelfready.feeds import FeedState
from tests.workflows.feed_departments import FeedDepartment
from tests.workflows.taking import AGREED, REFUSED, reached, taking
from workflows.take_feed import TakeFeed
from workflows.waiting import RetryRequest

pytestmark = pytest.mark.server


async def test_a_feed_is_taken_in_without_a_stop(temporal: Client) -> None:
    """Fetched, read, entered; done is written down."""
    department = FeedDepartment()
    async with taking(temporal, department) as handle:
        assert await handle.result() == FeedState.DONE

    assert department.calls == {"feeds.fetch": 1, "feeds.stage": 1, "feeds.apply": 1, "feeds.record": 1}
    assert department.states == ["done"]


@pytest.mark.parametrize("step", ["feeds.fetch", "feeds.stage"])
async def test_what_the_publisher_must_mend_ends_the_feed(temporal: Client, step: str) -> None:
    """A message that cannot be had or read is rejected with its problem, and nothing of it is entered."""
    department = FeedDepartment()
    department.fail(step, RejectedError("this is no ONIX", cause_code="onix-unreadable"))
    async with taking(temporal, department) as handle:
        assert await handle.result() == FeedState.REJECTED

    assert department.changes[-1].problem == "this is no ONIX [onix-unreadable]"
    assert department.calls["feeds.apply"] == 0


async def test_a_held_feed_waits_until_somebody_agrees(temporal: Client) -> None:
    """Nothing is entered before; who agreed is written down."""
    department = FeedDepartment(is_held=True)
    async with taking(temporal, department) as handle:
        await reached(department, FeedState.HELD)
        assert department.calls["feeds.apply"] == 0
        await handle.signal(TakeFeed.decide, AGREED)
        await handle.signal(TakeFeed.decide, REFUSED)
        assert await handle.result() == FeedState.DONE

    assert department.states == ["held", "running", "done"]
    assert department.changes[1].decision == AGREED


async def test_a_held_feed_that_is_refused_is_not_entered(temporal: Client) -> None:
    """The decision is its problem."""
    department = FeedDepartment(is_held=True)
    async with taking(temporal, department) as handle:
        await handle.signal(TakeFeed.decide, REFUSED)
        assert await handle.result() == FeedState.REJECTED

    assert (department.calls["feeds.apply"], department.changes[-1].decision) == (0, REFUSED)
    assert department.changes[-1].problem == "ann decided against it: a mistake"


async def test_a_defect_stops_the_feed_until_it_is_mended(temporal: Client) -> None:
    """It says so, waits for `retry`, and goes on at the step that failed."""
    department = FeedDepartment()
    department.fail("feeds.apply", DefectError("a rule is broken", cause_code="rule-failed"))
    async with taking(temporal, department) as handle:
        await reached(department, FeedState.RUNNING, "a rule is broken [rule-failed]")
        while True:
            try:
                answer = await handle.execute_update(TakeFeed.retry, RetryRequest(by="night shift"))
                break
            except WorkflowUpdateFailedError:  # it has told the catalogue and is about to wait
                await asyncio.sleep(0.05)
        assert await handle.result() == FeedState.DONE

    assert answer == "retry accepted from night shift"
    assert department.calls["feeds.apply"] == 2
    assert department.calls["feeds.stage"] == 1
    assert (department.changes[-1].state, department.changes[-1].problem) == (FeedState.DONE, None)


async def test_there_is_nothing_to_retry_while_it_runs(temporal: Client) -> None:
    """An update that comes too early is refused with a sentence."""
    department = FeedDepartment(is_held=True)
    async with taking(temporal, department) as handle:
        await reached(department, FeedState.HELD)
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await handle.execute_update(TakeFeed.retry, RetryRequest())
        await handle.signal(TakeFeed.decide, AGREED)
        await handle.result()

    assert "nothing to retry" in str(caught.value.cause)


async def test_a_cancelled_feed_says_so(temporal: Client) -> None:
    """It does not stay running for ever in the catalogue."""
    department = FeedDepartment(is_held=True)
    async with taking(temporal, department) as handle:
        await reached(department, FeedState.HELD)
        await handle.cancel()
        with pytest.raises(WorkflowFailureError):
            await handle.result()

    assert department.states == ["held", "rejected"]
    assert "cancelled" in (department.changes[-1].problem or "")
