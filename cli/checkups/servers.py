"""What should be running: Temporal, the API, and a worker on each queue."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client

from cli.checkups.checkup import Checkup, fail, looked_at_later, ok, warn
from cli.embedded import parts, ports, temporal_server
from cli.embedded.state import Running
from shelfready.settings import Settings
from workflows.queues import QUEUES

_FRESH = timedelta(seconds=90)
"""A worker asks at least every 60 s: one long poll."""
_START = "start the system with `shelfready up`, and look into its logs if it does not stay"


async def look(settings: Settings, system: Running | None) -> list[Checkup]:
    """Every server, asked once; `system` is what runs from this home folder."""
    temporal_mend = f"{_START}; or correct SHELFREADY_TEMPORAL_ADDRESS"
    found = [await looked_at_later("temporal", temporal_mend, _temporal(settings))]
    if found[0].health != "fail":
        client = await temporal_server.connect(settings)
        found += [
            await looked_at_later("search attributes", temporal_mend, _search_attributes(client)),
            *[await looked_at_later(f"worker {queue}", _START, _worker(client, queue)) for queue in QUEUES],
        ]
    if system is not None and "temporal" in system.parts:
        found.append(_fairness(system.parts["temporal"]))
    found.append(await _api(settings))
    if system is None:
        found += await asyncio.to_thread(_ports, settings)
    return found


async def _temporal(settings: Settings) -> Checkup:
    client = await temporal_server.connect(settings)
    return ok("temporal", f"answers at {settings.resolved_temporal_address}, namespace {client.namespace}")


async def _search_attributes(client: Client) -> Checkup:
    missing = await temporal_server.missing_search_attributes(client)
    if missing:
        return fail(
            "search attributes",
            f"{', '.join(missing)} are not registered, or with another type: workflows that set them are stuck",
            "restart the embedded system, or register them: temporal operator search-attribute create",
        )
    return ok("search attributes", f"all {len(temporal_server.search_attributes())} are registered")


async def _worker(client: Client, queue: str) -> Checkup:
    seen = await temporal_server.last_poll(client, queue)
    if seen is None or datetime.now(UTC) - seen > _FRESH:
        when = f"for {(datetime.now(UTC) - seen).seconds} s" if seen is not None else "in the last five minutes"
        return fail(f"worker {queue}", f"no worker asked this queue for work {when}", _START)
    return ok(f"worker {queue}", "asks for work")


def _fairness(pid: int) -> Checkup:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return warn("fairness", "the server's command line cannot be read", _START)
    if "matching.enableFairness=true" not in command:
        return warn("fairness", "is off: a publisher's thousand titles delay another's one", _START)
    return ok("fairness", "is on: publishers take turns")


async def _api(settings: Settings) -> Checkup:
    url = parts.api_url(settings)
    if await parts.answers(f"{url}/readyz"):
        return ok("api", f"ready at {url}")
    if await parts.answers(f"{url}/healthz"):
        return fail("api", f"{url} runs and is not ready: something it needs is missing", "mend what fails above")
    return fail("api", f"nothing answers at {url}", _START)


def _ports(settings: Settings) -> list[Checkup]:
    """Whether a system that is not running could have its ports."""
    found = []
    for name, field in ports.PORT_SETTINGS.items():
        port: int = getattr(settings, field)
        if not ports.is_free(port):
            owner = ports.holder(port) or "another process"
            mend = f"stop it, set SHELFREADY_{field.upper()}, or use `shelfready up --ports auto`"
            found.append(warn(f"port {port}", f"wanted for {name}, in use by {owner}", mend))
    return found or [ok("ports", "all free")]
