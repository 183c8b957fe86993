"""Child processes with little memory, little time and no network."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shelfready.adapters.sandbox import Ending, Limits, Subject, ask, run
from shelfready.errors import LimitError, RejectedError, ShelfreadyError, UnavailableError

CHILD = "tests.shelfready.adapters.sandbox.misbehaving"
LIMITS = Limits(memory_bytes=256 << 20, cpu_s=1, wall_s=60, answer_bytes=1 << 16)
THING = Subject("thing", "thing")


def test_answers_with_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child sees its request and an empty folder, and nothing of our environment; its chatter is not the answer."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")

    answer = ask(CHILD, {"do": "echo", "say": "Grüße"}, LIMITS, THING, scratch=tmp_path)

    assert isinstance(answer, dict)
    assert (answer["said"], answer["folder"]) == ("Grüße", [])
    assert "AWS_SECRET_ACCESS_KEY" not in answer["environment"]
    assert list(tmp_path.iterdir()) == []


DEEDS: dict[str, tuple[type[ShelfreadyError], str]] = {
    "refuse": (RejectedError, "thing-upside-down"),
    "stumble": (RejectedError, "thing-unreadable"),
    "crash": (RejectedError, "thing-unreadable"),
    "refuse for its size": (LimitError, "thing-too-leggy"),
    "write": (LimitError, "thing-too-large"),
    "swallow": (LimitError, "thing-too-large"),
    "start no thread": (LimitError, "thing-too-large"),
    "map too much": (LimitError, "thing-too-large"),
    "spin": (LimitError, "thing-too-large"),
    "shout": (LimitError, "thing-too-large"),
    "be killed": (UnavailableError, "thing-reader-unavailable"),
    "find no room": (UnavailableError, "thing-reader-unavailable"),
    "leave": (UnavailableError, "thing-reader-unavailable"),
}


@pytest.mark.parametrize(("deed", "expected"), DEEDS.items(), ids=DEEDS)
def test_says_whose_failure_it_is(deed: str, expected: tuple[type[ShelfreadyError], str]) -> None:
    """What the file does every time is the publisher's, also what our limits end; what the machine did is not."""
    with pytest.raises(ShelfreadyError) as caught:
        ask(CHILD, {"do": deed}, LIMITS, THING)

    assert (type(caught.value), caught.value.cause_code) == expected


def test_ends_a_child_that_does_nothing() -> None:
    """A child that neither works nor ends is stopped by the clock, and tried again."""
    with pytest.raises(UnavailableError) as caught:
        ask(CHILD, {"do": "sleep"}, replace(LIMITS, wall_s=0.1), THING)

    assert caught.value.cause_code == "thing-reader-unavailable"


def test_kills_the_child_when_it_is_called_off(tmp_path: Path) -> None:
    """An error of `check` goes on as it is, and leaves no process behind."""

    class CalledOffError(Exception):
        pass

    number = tmp_path / "number"
    waits = "import os, signal, sys; open(sys.argv[1], 'w').write(str(os.getpid())); signal.pause()"

    def check() -> None:
        if number.exists() and number.read_text():
            raise CalledOffError

    with pytest.raises(CalledOffError):
        run(
            [sys.executable, "-c", waits, str(number)],
            replace(LIMITS, file_bytes=100),
            folder=tmp_path,
            check=check,
        )

    assert not Path(f"/proc/{number.read_text()}").exists()


def test_ends_what_the_child_started(tmp_path: Path) -> None:
    """A grandchild that holds the pipes open neither holds us up nor outlives the call."""
    os.mkfifo(tmp_path / "pipe")
    reads = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    leaves = (
        "import os, subprocess, sys\n"
        "subprocess.Popen(['/bin/sleep', '600'], stdin=os.open(sys.argv[1], os.O_WRONLY))\n"
        "print('left')\n"
    )

    ended = run([sys.executable, "-c", leaves, str(tmp_path / "pipe")], LIMITS, folder=tmp_path)

    assert (ended.ending, ended.output) == (Ending.DONE, b"left\n")
    os.set_blocking(reads, True)
    # The end of the pipe is reached when the last process that holds it is gone.
    assert os.read(reads, 1) == b""
    os.close(reads)


def test_dies_with_its_parent(tmp_path: Path) -> None:
    """A worker that is killed leaves no child at work."""
    worker = """
import sys
from pathlib import Path
from shelfready.adapters.sandbox import Limits, run
says = "import os, signal, sys; os.write(os.open('pipe', os.O_WRONLY), b'up'); signal.pause()"
run([sys.executable, "-c", says], Limits(1 << 30, 9, 600), folder=Path(sys.argv[1]))
"""
    os.mkfifo(tmp_path / "pipe")
    parent = subprocess.Popen([sys.executable, "-c", worker, str(tmp_path)])
    with (tmp_path / "pipe").open("rb") as pipe:
        assert pipe.read(2) == b"up"

        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()

        # The end of the pipe is reached when the last process that holds it is gone.
        assert pipe.read() == b""


def _grants_empty_network() -> bool:
    return any(
        subprocess.run(["unshare", *flags, "true"], check=False, capture_output=True).returncode == 0
        for flags in (["-n"], ["-U", "-n"])
    )


@pytest.mark.skipif(not _grants_empty_network(), reason="this kernel grants no network namespaces")
def test_has_no_network() -> None:
    """A child cannot reach even a server on the same machine."""
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(RejectedError) as caught:
        ask(CHILD, {"do": "call", "port": server.getsockname()[1]}, LIMITS, THING)

    assert "OSError" in caught.value.message
