"""Handing submissions over: the fake of the other tests and the real thing behave alike."""

import asyncio
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.onboardings import Onboardings, TemporalOnboardings
from shelfready.errors import MissingError, UnavailableError
from shelfready.titles import SubmissionRef
from tests.api.house import FakeOnboardings
from workflows.waiting import AbandonRequest, RetryRequest

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["fake", pytest.param("temporal", marks=pytest.mark.server)])
async def onboardings(request: pytest.FixtureRequest) -> Onboardings:
    """Every kind of onboardings; no worker serves them, which nothing here waits for."""
    if request.param == "fake":
        return FakeOnboardings()
    address: str = request.getfixturevalue("temporal_address")
    return TemporalOnboardings(await _connected(address))


async def _connected(address: str) -> Client:
    while True:
        try:
            return await Client.connect(address, data_converter=pydantic_data_converter)
        except RuntimeError:  # the server is starting
            await asyncio.sleep(0.1)


def _ref() -> SubmissionRef:
    return SubmissionRef(submission_id="sub_1", publisher="demo", title_id=uuid4().hex[:12])


async def test_starting_twice_is_starting_once(onboardings: Onboardings) -> None:
    """A submission may be handed over again, and a second one of the title goes to the same onboarding."""
    ref = _ref()

    await onboardings.start(ref)
    await onboardings.start(ref)
    await onboardings.start(ref.model_copy(update={"submission_id": "sub_2"}))


async def test_decisions_reach_an_onboarding(onboardings: Onboardings) -> None:
    """A decision is taken without waiting for a worker."""
    ref = _ref()
    await onboardings.start(ref)

    await onboardings.retry(ref, RetryRequest(by="me", attempt=1))
    await onboardings.abandon(ref, AbandonRequest(by="me", attempt=1))


async def test_a_decision_about_nothing_is_missing(onboardings: Onboardings) -> None:
    """An onboarding that is not there cannot be decided about."""
    for decide in (onboardings.retry(_ref(), RetryRequest()), onboardings.abandon(_ref(), AbandonRequest())):
        with pytest.raises(MissingError) as caught:
            await decide
        assert caught.value.cause_code == "onboarding-ended"


async def test_it_answers(onboardings: Onboardings) -> None:
    """Nothing is raised while submissions can be handed over."""
    await onboardings.check()


@pytest.fixture(params=["fake", "temporal"])
async def nowhere(request: pytest.FixtureRequest) -> Onboardings:
    """Onboardings that cannot be reached; port 9 is the one that discards, and nobody serves it."""
    if request.param == "fake":
        return FakeOnboardings(is_down=True)
    return TemporalOnboardings(await Client.connect("127.0.0.1:9", data_converter=pydantic_data_converter, lazy=True))


async def test_what_cannot_be_reached_is_unavailable(nowhere: Onboardings) -> None:
    """Every call says so, with one cause code."""
    for call in (
        nowhere.start(_ref()),
        nowhere.retry(_ref(), RetryRequest()),
        nowhere.abandon(_ref(), AbandonRequest()),
        nowhere.check(),
    ):
        with pytest.raises(UnavailableError) as caught:
            await call
        assert caught.value.cause_code == "temporal-unavailable"


@pytest.mark.server
async def test_the_workflow_is_the_titles(temporal_address: str) -> None:
    """The workflow's id is the title's, and it was told of every submission."""
    client = await _connected(temporal_address)
    ref = _ref()
    await TemporalOnboardings(client).start(ref)
    await TemporalOnboardings(client).start(ref.model_copy(update={"submission_id": "sub_2"}))

    handle = client.get_workflow_handle(ref.workflow_id)
    described = await handle.describe()
    history = await handle.fetch_history()
    signals = [event for event in history.events if event.HasField("workflow_execution_signaled_event_attributes")]
    assert (described.workflow_type, described.task_queue) == ("onboard-title", "onboarding")
    assert [event.workflow_execution_signaled_event_attributes.signal_name for event in signals] == ["submit"] * 2
