"""The Temporal server of the embedded system, really started."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from temporalio import activity
from temporalio.api.operatorservice.v1 import RemoveSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.worker import Worker

from cli.embedded import parts, ports, temporal_server
from cli.embedded.ports import PortChoice
from cli.embedded.supervisor import Supervisor
from shelfready.errors import UnavailableError
from shelfready.settings import Settings
from workflows.queues import PROCESSOR

pytestmark = pytest.mark.server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a home and ports of their own."""
    return ports.choose(Settings(home=tmp_path / "a home"), PortChoice.AUTO)


@pytest.fixture
async def supervisor(settings: Settings) -> AsyncIterator[Supervisor]:
    """A supervisor that has started the server."""
    settings.home.mkdir()
    watching = Supervisor(settings.home, print)
    try:
        await watching.start(parts.temporal(settings))
        yield watching
    finally:
        await watching.stop()


@activity.defn(name="test.nothing")
async def nothing() -> None:
    """An activity that does nothing."""


@pytest.mark.usefixtures("supervisor")
async def test_a_started_server_is_prepared(settings: Settings) -> None:
    """It has a UI and every search attribute, pauses workflows, and keeps closed ones for a month."""
    await temporal_server.prepare(settings)

    client = await temporal_server.connect(settings)
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
    assert await temporal_server.missing_search_attributes(client) == ()
    assert described.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=30)
    assert described.namespace_info.capabilities.workflow_pause
    async with httpx.AsyncClient(trust_env=False) as http:
        ui = await http.get(f"http://127.0.0.1:{settings.temporal_ui_port}/api/v1/settings")
    assert ui.json()["DisableNewsFetch"] is True
    assert (settings.home / "temporal.db-wal").exists()


async def test_an_old_home_gets_new_search_attributes(settings: Settings, supervisor: Supervisor) -> None:
    """An attribute that the database file lacks is registered, though the server ignores its flag for an old file."""
    client = await temporal_server.connect(settings)
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace="default", search_attributes=["Batch"])
    )
    await supervisor.stop()
    await supervisor.start(parts.temporal(settings))
    client = await temporal_server.connect(settings)
    assert await temporal_server.missing_search_attributes(client) == ("Batch",)

    await temporal_server.prepare(settings)

    assert await temporal_server.missing_search_attributes(client) == ()


@pytest.mark.usefixtures("supervisor")
async def test_a_worker_is_seen_by_its_polling(settings: Settings) -> None:
    """A queue is served when somebody asked it for work since a moment, and not by who asked before."""
    before = datetime.now(UTC)
    assert not await temporal_server.is_polled(settings, PROCESSOR, before)
    client = await temporal_server.connect(settings)

    async with Worker(client, task_queue=PROCESSOR, activities=[nothing]):
        for _ in range(600):
            if await temporal_server.is_polled(settings, PROCESSOR, before):
                break
            await asyncio.sleep(0.1)

        assert await temporal_server.is_polled(settings, PROCESSOR, before)
        assert not await temporal_server.is_polled(settings, PROCESSOR, datetime.now(UTC) + timedelta(minutes=1))


async def test_a_server_that_is_not_there_is_unavailable(settings: Settings) -> None:
    """The message says where nobody answered."""
    assert not await temporal_server.is_serving(settings)
    with pytest.raises(UnavailableError, match=settings.resolved_temporal_address):
        await temporal_server.connect(settings)
