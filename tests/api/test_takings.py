"""Handing feeds over: the fake of the other tests and the real thing behave alike."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.takings import Takings, TemporalTakings
from shelfready.errors import MissingError, UnavailableError
from shelfready.feeds import FeedDecision, FeedRef
from tests.api.house import FakeTakings

pytestmark = pytest.mark.anyio

DECISION = FeedDecision(is_approved=True, by="ann", why="agreed", at=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture(params=["fake", pytest.param("temporal", marks=pytest.mark.server)])
async def takings(request: pytest.FixtureRequest) -> Takings:
    """Every kind of takings; no worker serves them, which nothing here waits for."""
    if request.param == "fake":
        return FakeTakings()
    address: str = request.getfixturevalue("temporal_address")
    return TemporalTakings(await _connected(address))


async def _connected(address: str) -> Client:
    while True:
        try:
            return await Client.connect(address, data_converter=pydantic_data_converter)
        except RuntimeError:  # the server is starting
            await asyncio.sleep(0.1)


def _ref() -> FeedRef:
    return FeedRef(feed_id=f"fed_{uuid4().hex[:26]}", publisher="demo")


async def test_starting_twice_is_starting_once(takings: Takings) -> None:
    """A feed may be handed over again."""
    ref = _ref()

    await takings.start(ref)
    await takings.start(ref)


async def test_a_decision_reaches_a_taking(takings: Takings) -> None:
    """It is taken without waiting for a worker."""
    ref = _ref()
    await takings.start(ref)

    await takings.decide(ref, DECISION)


async def test_a_decision_about_nothing_is_missing(takings: Takings) -> None:
    """A taking that is not there cannot be decided about."""
    with pytest.raises(MissingError) as caught:
        await takings.decide(_ref(), DECISION)
    assert caught.value.cause_code == "feed-ended"


@pytest.fixture(params=["fake", "temporal"])
async def nowhere(request: pytest.FixtureRequest) -> Takings:
    """Takings that cannot be reached; port 9 is the one that discards, and nobody serves it."""
    if request.param == "fake":
        return FakeTakings(is_down=True)
    return TemporalTakings(await Client.connect("127.0.0.1:9", data_converter=pydantic_data_converter, lazy=True))


async def test_what_cannot_be_reached_is_unavailable(nowhere: Takings) -> None:
    """Every call says so, with one cause code."""
    for call in (nowhere.start(_ref()), nowhere.decide(_ref(), DECISION)):
        with pytest.raises(UnavailableError) as caught:
            await call
        assert caught.value.cause_code == "temporal-unavailable"


@pytest.mark.server
async def test_a_feed_that_was_ever_started_is_not_started_again(temporal_address: str) -> None:
    """Not even when its workflow has ended: a sweeper or a repeated request comes late."""
    client, ref = await _connected(temporal_address), _ref()
    await TemporalTakings(client).start(ref)
    handle = client.get_workflow_handle(ref.workflow_id)
    first = (await handle.describe()).run_id
    await handle.terminate()

    await TemporalTakings(client).start(ref)

    described = await handle.describe()
    assert (described.run_id, described.workflow_type, described.task_queue) == (first, "take-feed", "onboarding")
