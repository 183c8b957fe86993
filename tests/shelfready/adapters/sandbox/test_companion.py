"""Child processes that stay."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from shelfready.adapters.sandbox import Answered, Companion, Ended, Ending, Limits
from tests.shelfready.adapters.sandbox.test_sandbox import _grants_empty_network

STAYING = ["-m", "tests.shelfready.adapters.sandbox.staying"]
LIMITS = Limits(memory_bytes=256 << 20, cpu_s=1, wall_s=60, answer_bytes=1 << 16)


@contextmanager
def companion(folder: Path, limits: Limits = LIMITS, lifetime_cpu_s: int = 100) -> Iterator[Companion]:
    """One that is closed in the end."""
    with closing(Companion(STAYING, limits, folder=folder, lifetime_cpu_s=lifetime_cpu_s)) as started:
        yield started


def said(answer: Answered | Ended) -> object:
    """What it answered."""
    assert isinstance(answer, Answered), answer
    return json.loads(answer.line)


def test_one_process_answers_request_after_request(tmp_path: Path) -> None:
    """Also after one that it stumbled over; a library's chatter is no answer."""
    with companion(tmp_path) as child:
        first = child.ask({"do": "name yourself"})
        stumbled = child.ask({"do": "stumble"})
        again = child.ask({"do": "name yourself"})
        echo = child.ask({"do": "echo", "say": "Grüße\n"})

    assert said(first) == said(again)
    assert said(stumbled) == {"unexpected": "KeyError: 'missing'"}
    assert "chatter" not in str(said(echo))


def test_every_request_has_its_own_processor_time(tmp_path: Path) -> None:
    """A process that serves for days does not meet the limit of one request."""
    with companion(tmp_path) as child:
        answers = [child.ask({"do": "burn", "until_s": seconds}) for seconds in (0.8, 1.6, 2.4)]

    assert [said(answer) for answer in answers] == [{"value": "burnt"}] * 3


def test_its_whole_processor_time_is_bounded(tmp_path: Path) -> None:
    """However often it is asked, it cannot be raised beyond what it was given for its life."""
    with companion(tmp_path, lifetime_cpu_s=1) as child:
        for seconds in (0.6, 1.2, 1.8):
            said(child.ask({"do": "burn", "until_s": seconds}))
        # Each within its own second, but this one beyond the one second (and two of grace) of its life.
        answers = [child.ask({"do": "burn", "until_s": seconds}) for seconds in (2.4, 3.0, 3.6, 4.2) if child.is_alive]

        ended = answers[-1]
        assert isinstance(ended, Ended)
        assert ended.ending in (Ending.OUT_OF_CPU, Ending.KILLED)
        assert not child.is_alive


ENDINGS = {
    "crash": Ending.CRASHED,
    "be killed": Ending.KILLED,
    "leave": Ending.FAILED,
    "spin": Ending.OUT_OF_CPU,
    "shout": Ending.TOO_TALKATIVE,
    "sleep": Ending.OUT_OF_TIME,
}


@pytest.mark.parametrize(("deed", "expected"), ENDINGS.items(), ids=ENDINGS)
def test_says_how_it_ended(tmp_path: Path, deed: str, expected: Ending) -> None:
    """An end instead of an answer; after it nothing is left."""
    with companion(tmp_path, replace(LIMITS, wall_s=1 if deed == "sleep" else 60)) as child:
        ended = child.ask({"do": deed})

        assert isinstance(ended, Ended)
        assert ended.ending is expected
        assert not child.is_alive


def test_is_closed_twice_without_harm(tmp_path: Path) -> None:
    """Whoever closes it need not know whether it has ended."""
    with companion(tmp_path) as child:
        alive, filled = child.is_alive, child.resident_bytes
        child.close()
        child.close()

    assert (alive, child.is_alive) == (True, False)
    assert filled > 0 == child.resident_bytes


@pytest.mark.skipif(not _grants_empty_network(), reason="this kernel grants no network namespaces")
def test_has_no_network(tmp_path: Path) -> None:
    """It cannot reach even a server on the same machine."""
    with socket.create_server(("127.0.0.1", 0)) as server, companion(tmp_path) as child:
        answer = child.ask({"do": "call", "port": server.getsockname()[1]})

    assert "OSError" in str(said(answer))
