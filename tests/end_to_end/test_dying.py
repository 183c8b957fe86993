"""Workers die, are stopped, and are told to give up: the title completes, once, and no encoder is left behind."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.objects import open_store
from tests.end_to_end.house import House, house
from workflows.queues import NETWORK, ONBOARDING, PROCESSOR

pytestmark = pytest.mark.server

TITLE = "9789999900041"


@pytest.fixture(scope="module")
def long_track(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight minutes of tones that change: an encoder is at it for many seconds."""
    path = tmp_path_factory.mktemp("long") / "long.flac"
    tone = "sine=frequency=220:sample_rate=44100:duration=480,tremolo=f=0.3:d=0.8"
    ffmpeg = str(find_toolchain(None, None).ffmpeg)
    subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", tone, str(path)], check=True)
    return path


async def send(running: House, track: Path) -> str:
    """Submit a book of one long track."""
    return await running.send(
        TITLE,
        "audiobook",
        {"kind": "files", "files": [await running.file(track, "track", order=1)]},
        metadata={"title": "A", "authors": ["B"], "narrators": ["C"], "language": "en"},
    )


def encoders(home: Path) -> list[int]:
    """The processes of ffmpeg that work below a home folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ffmpeg = (process / "exe").readlink().name.startswith("ffmpeg")
            works_here = (process / "cwd").readlink().is_relative_to(home)
        except OSError:
            continue
        if is_ffmpeg and works_here:
            found.append(int(process.name))
    return found


async def encoding(running: House) -> None:
    """Wait until a track is being encoded: the progress that publishers see says so."""
    for _ in range(600):
        for item in (await running.get("/v1/submissions"))["items"]:
            found = await running.get(f"/v1/submissions/{item['id']}")
            if found["stage"] == "encode" and encoders(running.settings.home):
                return
        await asyncio.sleep(0.1)
    raise AssertionError("nothing is being encoded")


async def no_encoders(home: Path) -> None:
    """Wait until no encoder is left; it takes a moment to die with its parent."""
    for _ in range(100):
        if not encoders(home):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"still at work: {encoders(home)}")


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """A process that does not outlive the block."""
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(300)
async def test_a_worker_killed_while_it_encodes(temporal: Client, tmp_path: Path, long_track: Path) -> None:
    """SIGKILL in the middle of a track: no ffmpeg is left, another worker begins the track anew, one release.

    What the dead one had half written in the store is nobody's object, and is swept.
    """
    home = tmp_path / "home"
    async with house(home, temporal, (ONBOARDING, NETWORK)) as running:
        with ended(running.worker(PROCESSOR)) as first:
            submission = await send(running, long_track)
            await encoding(running)
            first.send_signal(signal.SIGKILL)
            await no_encoders(home)
        with ended(running.worker(PROCESSOR)):
            found = await running.settled(submission, within_s=240)
            releases = await running.get(f"/v1/titles/{TITLE}")

    assert found["state"] == "published"
    assert [release["number"] for release in releases["releases"]] == [1]
    open_store((home / "objects").as_uri()).sweep(timedelta(0))
    assert not list((home / "objects").rglob(".tmp/*"))


@pytest.mark.timeout(300)
async def test_a_worker_told_to_stop_hands_over(temporal: Client, tmp_path: Path, long_track: Path) -> None:
    """SIGTERM in the middle of a track: the worker ends cleanly within its grace, and the next one publishes."""
    home = tmp_path / "home"
    async with house(home, temporal, (ONBOARDING, NETWORK)) as running:
        with ended(running.worker(PROCESSOR)) as first:
            submission = await send(running, long_track)
            await encoding(running)
            first.send_signal(signal.SIGTERM)
            status = await asyncio.to_thread(first.wait, 30)
        assert encoders(home) == []
        with ended(running.worker(PROCESSOR)):
            found = await running.settled(submission, within_s=240)

    assert status == 0
    assert found["state"] == "published"


async def test_a_cancelled_title_stops_its_encoder(temporal: Client, tmp_path: Path, long_track: Path) -> None:
    """Cancelling the workflow ends ffmpeg within seconds, and the publisher sees that it was given up."""
    home = tmp_path / "home"
    async with house(home, temporal) as running:
        submission = await send(running, long_track)
        await encoding(running)
        publisher = running.publisher
        await temporal.get_workflow_handle(f"onboard/{publisher}/{TITLE}").cancel()
        found = await running.settled(submission, within_s=30)
        left = encoders(home)

    assert found["state"] == "abandoned"
    assert left == []
