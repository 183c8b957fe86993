"""Keeping parts running."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest

from cli.embedded.parts import Part
from cli.embedded.supervisor import Supervisor
from shelfready.errors import UnavailableError

_PART = """
import pathlib, signal, sys, time
name, ready, order = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
def stop(*_):
    with order.open("a") as file:
        file.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
ready.touch()
time.sleep(600)
"""


class Heard:
    """What the supervisor said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.changes = 0

    def say(self, text: str) -> None:
        """Remember it."""
        self.said.append(text)

    def changed(self) -> None:
        """Count it."""
        self.changes += 1


@pytest.fixture
def heard() -> Heard:
    """What is heard of the supervisor."""
    return Heard()


@pytest.fixture
async def supervisor(tmp_path: Path, heard: Heard) -> AsyncIterator[Supervisor]:
    """A supervisor that starts crashed parts again at once."""
    watching = Supervisor(tmp_path, heard.say, heard.changed, first_pause_s=0.01)
    yield watching
    await watching.stop()


def part(name: str, folder: Path) -> Part:
    """A part that says when it is ready, and writes its name down when it is stopped."""
    ready = folder / f"{name}.ready"

    async def is_ready(_since: datetime) -> bool:
        return ready.exists()

    command = (sys.executable, "-c", _PART, name, str(ready), str(folder / "order"))
    return Part(name=name, command=command, environment=os.environ, is_ready=is_ready, stop_s=60)


def broken(name: str, code: str) -> Part:
    """A part that is never ready."""

    async def is_ready(_since: datetime) -> bool:
        return False

    return Part(name=name, command=(sys.executable, "-c", code), environment=os.environ, is_ready=is_ready)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that must become so."""
    for _ in range(1200):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("never became so")


async def test_starting_waits_until_all_are_ready(tmp_path: Path, supervisor: Supervisor) -> None:
    """After `start`, every part does its work."""
    await supervisor.start(part("one", tmp_path), part("two", tmp_path))

    assert (tmp_path / "one.ready").exists()
    assert (tmp_path / "two.ready").exists()
    assert list(supervisor.pids) == ["one", "two"]


async def test_parts_stop_last_started_first(tmp_path: Path, supervisor: Supervisor) -> None:
    """Nobody misses what it needs while it stops."""
    await supervisor.start(part("temporal", tmp_path))
    await supervisor.start(part("api", tmp_path))
    await supervisor.start(part("worker", tmp_path))

    await supervisor.stop()

    assert (tmp_path / "order").read_text().split() == ["worker", "api", "temporal"]
    assert supervisor.pids == {}


async def test_some_parts_can_be_stopped_before_the_others(tmp_path: Path, supervisor: Supervisor) -> None:
    """The workers go first, together."""
    await supervisor.start(part("worker", tmp_path), part("api", tmp_path))

    await supervisor.stop(["worker"])

    assert (tmp_path / "order").read_text().split() == ["worker"]
    assert list(supervisor.pids) == ["api"]


async def test_a_crashed_part_is_started_again(tmp_path: Path, supervisor: Supervisor, heard: Heard) -> None:
    """Whoever ends is replaced, and people are told what happened."""
    await supervisor.start(part("api", tmp_path))
    first = supervisor.pids["api"]
    (tmp_path / "api.ready").unlink()

    os.kill(first, signal.SIGKILL)

    await until(lambda: (tmp_path / "api.ready").exists() and heard.changes == 1)
    assert supervisor.pids["api"] != first
    assert heard.said == ["api was ended by signal 9; starting it again in 0.01 s."]


async def test_a_part_that_goes_on_crashing_is_tried_again_and_again(supervisor: Supervisor, heard: Heard) -> None:
    """Each time after a longer pause, each time with the last words of its log."""

    async def is_ready(_since: datetime) -> bool:
        return True

    code = "import time; time.sleep(0.5); print('no disk', flush=True); raise SystemExit(9)"
    await supervisor.start(Part("worker", (sys.executable, "-c", code), os.environ, is_ready))

    await until(lambda: len(heard.said) >= 3)

    assert heard.said[0] == "worker ended with exit code 9; starting it again in 0.01 s.\n  worker | no disk"
    assert "again in 0.02 s" in heard.said[1]
    assert "again in 0.04 s" in heard.said[2]


async def test_a_part_that_ends_before_it_is_ready_is_explained(supervisor: Supervisor) -> None:
    """The start fails at once, with the exit code, the log's place and its last words."""
    code = "import sys; print('the key is wrong', flush=True); sys.exit(3)"

    with pytest.raises(UnavailableError) as caught:
        await supervisor.start(broken("api", code))

    assert caught.value.cause_code == "part-did-not-start"
    assert "api ended with exit code 3 before it was ready" in caught.value.message
    assert "api.log" in caught.value.message
    assert "api | the key is wrong" in caught.value.message


async def test_a_part_that_never_gets_ready_is_given_up(supervisor: Supervisor) -> None:
    """Waiting has an end."""
    slow = broken("api", "import time; time.sleep(600)")

    with pytest.raises(UnavailableError, match="was not ready after 0 s"):
        await supervisor.start(Part("api", slow.command, slow.environment, slow.is_ready, start_s=0.2))


async def test_killing_ends_everything_at_once(tmp_path: Path, supervisor: Supervisor) -> None:
    """Nothing is asked, nothing is started again."""
    await supervisor.start(part("one", tmp_path), part("two", tmp_path))

    supervisor.kill()
    await supervisor.stop()

    assert not (tmp_path / "order").exists()
