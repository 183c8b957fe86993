"""The whole system in one process: the API over ASGI, workers for every queue, and everything they use is real."""

import asyncio
import hashlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from temporalio.client import Client
from temporalio.worker import Worker

from activities.failures import FailureTranslation
from api.app import create_app
from api.serving import services_of
from shelfready.adapters.database import migrate, open_catalogue
from shelfready.keys import new_key
from shelfready.settings import Settings
from workers.assembly import assemble
from workflows.queues import ONBOARDING, QUEUES
from workflows.served import WORKFLOWS

ROOT = Path(__file__).parents[2]
ENDS = ("published", "superseded", "abandoned")

Json = dict[str, Any]


@dataclass(frozen=True)
class House:
    """A running system and a publisher's client of it."""

    settings: Settings
    publisher: str
    temporal: Client
    api: httpx.AsyncClient

    async def upload(self, path: Path) -> str:
        """Send a file as a publisher does; answers its source."""
        data = path.read_bytes()
        begun = await self._ask("POST", "/v1/uploads", json={"name": path.name, "size_bytes": len(data)})
        for part in begun["parts"]:
            start = (part["number"] - 1) * begun["part_size_bytes"]
            piece = data[start : start + part["size_bytes"]]
            await self._put(part["url"], piece)
        await self._ask("POST", begun["links"]["complete"])
        return str(begun["source"])

    async def file(self, path: Path, role: str, **declared: object) -> Json:
        """Upload a file and declare it."""
        data = path.read_bytes()
        return {
            "role": role,
            "name": path.name,
            "source": await self.upload(path),
            "size_bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            **declared,
        }

    async def send(self, title_id: str, content_type: str, drop: Json, **more: object) -> str:
        """Submit a title; answers the submission's id."""
        body = {"title_id": title_id, "content_type": content_type, "drop": drop, **more}
        return str((await self._ask("POST", "/v1/submissions", json=body))["id"])

    async def settled(self, submission: str, within_s: float = 150) -> Json:
        """Wait until a submission has ended or is parked."""
        for _ in range(int(within_s * 5)):
            found = await self.get(f"/v1/submissions/{submission}")
            if found["state"] in (*ENDS, "parked"):
                return found
            await asyncio.sleep(0.2)
        raise AssertionError(f"{submission} is still {found}")

    async def published(self, submission: str) -> Json:
        """Wait for the release of a submission; answers it."""
        found = await self.settled(submission)
        assert found["state"] == "published", found
        title, number = found["title_id"], found["release_number"]
        return await self.get(f"/v1/titles/{title}/releases/{number}")

    async def published_after(self, submission: str, waiting: Json) -> Json:
        """Wait until a submission that was parked has gone on, and is published."""
        for _ in range(300):
            if (await self.get(f"/v1/submissions/{submission}"))["updated_at"] != waiting["updated_at"]:
                break
            await asyncio.sleep(0.1)
        return await self.published(submission)

    async def events(self, submission: str) -> list[Json]:
        """Everything that happened to a submission."""
        answer = await self.api.get(f"/v1/submissions/{submission}/events", params={"format": "json"})
        assert answer.is_success, answer.text
        found: list[Json] = answer.json()["items"] if isinstance(answer.json(), dict) else answer.json()
        return found

    async def get(self, path: str) -> Json:
        """Read something."""
        return await self._ask("GET", path)

    async def bytes_of(self, title: str, path: str) -> bytes:
        """The bytes of a file of the live release."""
        answer = await self.api.get(f"/v1/titles/{title}/live/files/{path}")
        assert answer.is_success, answer.text
        return answer.content

    def worker(self, queue: str) -> "subprocess.Popen[bytes]":
        """A worker process of its own for a queue, with its log in the home folder."""
        environment = {
            **os.environ,
            "SHELFREADY_HOME": str(self.settings.home),
            "SHELFREADY_TEMPORAL_ADDRESS": self.settings.resolved_temporal_address,
            "SHELFREADY_PROCESSOR_SLOTS": "2",
        }
        with (self.settings.home / f"{queue}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "workers", "--queue", queue],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )

    async def _put(self, url: str, data: bytes) -> None:
        """Send a part to where the API says: to itself, or, without the key, to the object store."""
        if url.startswith("/"):
            answer = await self.api.put(url, content=data)
        else:
            async with httpx.AsyncClient() as store:
                answer = await store.put(url, content=data)
        assert answer.is_success, answer.text

    async def _ask(self, method: str, path: str, **more: Any) -> Json:
        answer = await self.api.request(method, path, **more)
        assert answer.is_success, answer.text
        document: Json = answer.json()
        return document


@asynccontextmanager
async def house(
    home: Path, temporal: Client, queues: tuple[str, ...] = QUEUES, **settings: Any
) -> AsyncIterator[House]:
    """A system that lives as long as the block, with its state in `home`, and workers for these queues."""
    # A publisher of its own: the Temporal server is shared, and an onboarding's id is the publisher and the title.
    publisher = f"harbour-{uuid4().hex[:8]}"
    chosen = Settings(
        home=home,
        temporal_address=temporal.service_client.config.target_host,
        file_roots=(f"{publisher}={home}",),
        allow_private_hosts=True,
        **settings,
    )
    home.mkdir(parents=True, exist_ok=True)
    migrate(chosen.resolved_database_url)
    catalogue = open_catalogue(chosen.resolved_database_url)
    key, secret = new_key(publisher, datetime.now(UTC))
    with catalogue.begin() as unit:
        unit.keys.add(key)
    async with AsyncExitStack() as stack:
        activities = assemble(chosen)
        for queue in queues:
            threads = stack.enter_context(ThreadPoolExecutor(4))
            worker = Worker(
                temporal,
                task_queue=queue,
                workflows=WORKFLOWS if queue == ONBOARDING else (),
                activities=activities[queue],
                activity_executor=threads,
                max_concurrent_activities=4,
                interceptors=[FailureTranslation()],
                graceful_shutdown_timeout=timedelta(seconds=5),
                max_heartbeat_throttle_interval=timedelta(seconds=1),
            )
            await stack.enter_async_context(worker)
        app = create_app(await services_of(chosen))
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://shelfready.test",
            headers={"Authorization": f"Bearer {secret}"},
            timeout=60,
        )
        yield House(chosen, publisher, temporal, await stack.enter_async_context(client))
