"""The process `python -m api`, as it is deployed: its own port, its own signals, real connections."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.serving import services_of
from shelfready.adapters.database import migrate, open_catalogue
from shelfready.keys import new_key
from shelfready.settings import Settings
from tests.api.house import body

pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Api:
    """A process that serves."""

    url: str
    key: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def client(self) -> httpx.Client:
        """A client with a publisher's key."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    """The API without Temporal, which it must be able to do without."""
    url = f"sqlite:///{tmp_path}/catalogue.db"
    migrate(url)
    kept, key = new_key("demo", datetime.now(UTC))
    with open_catalogue(url).begin() as unit:
        unit.keys.add(kept)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SHELFREADY_HOME": str(tmp_path),
        "SHELFREADY_API_PORT": str(port),
        "SHELFREADY_TEMPORAL_ADDRESS": "127.0.0.1:9",
        "SHELFREADY_MAX_BODY_BYTES": "10000",
    }
    log = tmp_path / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen([sys.executable, "-m", "api"], env=environment, stderr=errors, stdout=errors)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield Api(f"http://127.0.0.1:{port}", key, process, log)
    finally:
        process.kill()
        process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the API ended with {process.returncode}")


def test_it_accepts_without_temporal_and_ends_clean(api: Api) -> None:
    """A submission is accepted and followed while Temporal is away; SIGTERM ends the process with 0, streams open."""
    with api.client() as client:
        ready = client.get("/readyz")
        accepted = client.post("/v1/submissions", json=body())
        events = accepted.json()["links"]["events"]
        with client.stream("GET", events) as stream:
            lines = stream.iter_lines()
            first = [next(lines) for _ in range(4)]
            counted = client.get("/metrics").text
            api.process.send_signal(signal.SIGTERM)
            assert api.process.wait(30) == 0

    assert ready.json()["checks"] == {"catalogue": "ok", "store": "ok", "temporal": "temporal-unavailable"}
    assert accepted.status_code == 202
    assert (first[2], json.loads(first[3].removeprefix("data: "))["kind"]) == ("id: 1", "accepted")
    assert "shelfready_api_followers 1.0" in counted
    assert "shelfready_api_starts_failed_total 1.0" in counted


def test_a_follower_that_leaves_is_forgotten(api: Api) -> None:
    """A client that closes its connection ends its stream on our side too."""
    with api.client() as client:
        events = client.post("/v1/submissions", json=body()).json()["links"]["events"]
        with client.stream("GET", events) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 1000"
            assert "shelfready_api_followers 1.0" in client.get("/metrics").text
        while "shelfready_api_followers 0.0" not in client.get("/metrics").text:
            time.sleep(0.05)


def test_a_chunked_body_over_the_limit_is_cut_off(api: Api) -> None:
    """A body without a length is refused while it is still being sent, and the connection is closed."""
    head = (
        "POST /v1/submissions HTTP/1.1\r\nHost: api.test\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {api.key}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    port = int(api.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head.encode() + b"4e20\r\n" + b" " * 20_000 + b"\r\n")  # more is announced by never ending it
        answer = b""
        while piece := line.recv(65_536):
            answer += piece

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"body-too-large" in answer


def test_the_log_is_json_without_secrets(api: Api) -> None:
    """Every line is one JSON object with what an operator searches by, and no key is in it."""
    with api.client() as client:
        client.get("/v1/titles", headers={"X-Request-ID": "order-7"})
    api.process.send_signal(signal.SIGTERM)
    api.process.wait(30)

    lines = [json.loads(line) for line in api.log.read_text().splitlines()]
    answered = next(line for line in lines if line.get("request_id") == "order-7")
    assert (answered["route"], answered["status"], answered["publisher"]) == ("/v1/titles", 200, "demo")
    assert api.key.rpartition("_")[2] not in api.log.read_text()


async def test_parts_go_to_the_public_address_of_the_store(tmp_path: Path) -> None:
    """Publishers are sent to the name by which they reach the S3 server, not to the one that we use."""
    settings = Settings(
        home=tmp_path,
        store_url="s3://bucket",
        s3_endpoint="http://inside:8333",
        s3_public_endpoint="https://objects.example",
        s3_access_key="key",
        s3_secret_key=SecretStr("secret"),
    )

    store = (await services_of(settings)).blobs.store

    presigned = store.presign_part("uploads/demo/1", "id", 1)
    assert presigned is not None
    assert presigned.url.startswith("https://objects.example/")
