"""What runs from a home folder."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.embedded import state

SYSTEM = state.Running(
    pid=os.getpid(),
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    api_url="http://127.0.0.1:1",
    temporal_address="127.0.0.1:2",
    ports={"api": 1},
    parts={"api": 3},
)

_HOLD = """
import sys
from pathlib import Path
from cli.embedded import state
with state.held(Path(sys.argv[1])):
    state.write(Path(sys.argv[1]), state.Running.from_json(sys.argv[2]))
    print("held", flush=True)
    sys.stdin.read()
"""


def holding(home: Path) -> "subprocess.Popen[str]":
    """Another process that holds the home folder until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home), SYSTEM.to_json().decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_nothing_runs_from_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Looking makes nothing."""
    assert state.running(tmp_path / "home") is None
    assert not (tmp_path / "home").exists()


def test_what_runs_is_read_by_others(tmp_path: Path) -> None:
    """While the folder is held, its state is what was written."""
    process = holding(tmp_path)
    try:
        assert state.running(tmp_path) == SYSTEM
    finally:
        process.communicate()
    assert state.running(tmp_path) is None


def test_two_cannot_hold_one_folder(tmp_path: Path) -> None:
    """The second is told, and does not touch the first one's state."""
    process = holding(tmp_path)
    try:
        with pytest.raises(state.AlreadyRunningError), state.held(tmp_path):
            pass

        assert state.running(tmp_path) == SYSTEM
    finally:
        process.communicate()


def test_a_killed_system_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    """The state of a system that was killed does not count, and the folder can be held again at once."""
    process = holding(tmp_path)
    process.kill()
    process.communicate()

    assert (tmp_path / "up.json").exists()
    assert state.running(tmp_path) is None
    with state.held(tmp_path):
        assert state.running(tmp_path) is None  # and what it left does not look like ours


def test_a_state_that_is_no_json_is_nothing(tmp_path: Path) -> None:
    """A damaged file does not break the commands that look."""
    with state.held(tmp_path):
        (tmp_path / "up.json").write_text("{")

        assert state.running(tmp_path) is None


def test_a_system_that_fails_leaves_no_state(tmp_path: Path) -> None:
    """An error while the folder is held ends like an orderly end."""
    with suppress(RuntimeError), state.held(tmp_path):
        state.write(tmp_path, SYSTEM)
        raise RuntimeError

    assert not (tmp_path / "up.json").exists()
