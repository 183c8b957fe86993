"""Looking at what should be running."""

import os
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.checkups import servers
from cli.checkups.checkup import Checkup, Health
from cli.embedded import parts, ports
from cli.embedded.ports import PortChoice
from cli.embedded.state import Running
from cli.embedded.supervisor import Supervisor
from shelfready.settings import Settings
from tests.fixtures.stub_api import Answer, StubApi


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with ports of their own."""
    return ports.choose(Settings(home=tmp_path), PortChoice.AUTO)


async def look(settings: Settings, system: Running | None = None) -> dict[str, Checkup]:
    """What is found, by part."""
    return {one.part: one for one in await servers.look(settings, system)}


def system_of(settings: Settings, temporal: int) -> Running:
    """A system whose Temporal server is a process."""
    return Running(
        pid=os.getpid(),
        started_at=datetime.now(UTC),
        api_url=parts.api_url(settings),
        temporal_address=settings.resolved_temporal_address,
        ports={},
        parts={"temporal": temporal},
    )


async def test_when_nothing_runs_the_message_says_how_to_start(settings: Settings) -> None:
    """Temporal and the API are missed; the queues are not asked for where there is no Temporal."""
    found = await look(settings)

    assert {part: one.health for part, one in found.items()} == {
        "temporal": Health.FAIL,
        "api": Health.FAIL,
        "ports": Health.OK,
    }
    assert "shelfready up" in (found["api"].mend or "")


async def test_a_port_in_use_is_seen_before_the_start(settings: Settings) -> None:
    """Who has it is named, and that does not make anything fail yet."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", settings.temporal_ui_port))
        server.listen()

        found = await look(settings)

    one = found[f"port {settings.temporal_ui_port}"]
    assert one.health is Health.WARN
    assert f"process {os.getpid()}" in one.found


async def test_an_api_that_is_not_ready_is_told_from_none(settings: Settings, stub_api: StubApi) -> None:
    """It runs, and something that it needs is missing."""
    stub_api.otherwise = lambda asked: Answer(200 if asked.path == "/healthz" else 503)
    port = int(stub_api.url.rpartition(":")[2])

    found = await look(settings.model_copy(update={"api_port": port}))

    assert found["api"].health is Health.FAIL
    assert "runs and is not ready" in found["api"].found
    stub_api.otherwise = lambda _asked: Answer()
    assert (await look(settings.model_copy(update={"api_port": port})))["api"].health is Health.OK


@pytest.fixture
async def temporal(settings: Settings) -> AsyncIterator[int]:
    """The embedded system's Temporal server; its process."""
    supervisor = Supervisor(settings.home, print)
    try:
        await supervisor.start(parts.temporal(settings))
        yield supervisor.pids["temporal"]
    finally:
        await supervisor.stop()


@pytest.mark.server
async def test_queues_without_workers_are_missed(settings: Settings, temporal: int) -> None:
    """The server is well and fair; each queue that nobody asks for work is named."""
    found = await look(settings, system_of(settings, temporal))

    assert {part: one.health for part, one in found.items()} == {
        "temporal": Health.OK,
        "search attributes": Health.OK,
        "worker onboarding": Health.FAIL,
        "worker network": Health.FAIL,
        "worker processor": Health.FAIL,
        "fairness": Health.OK,
        "api": Health.FAIL,
    }


@pytest.mark.server
@pytest.mark.usefixtures("temporal")
async def test_an_unfair_server_is_a_warning(settings: Settings) -> None:
    """A server that was started without the flag accepts fairness keys and ignores them."""
    found = await look(settings, system_of(settings, os.getpid()))

    assert found["fairness"].health is Health.WARN
