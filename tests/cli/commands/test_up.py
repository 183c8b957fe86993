"""Starting the embedded system, as far as no server is needed for it."""

import os
import socket
from pathlib import Path

from cli.embedded import state
from cli.exits import Exit
from tests.cli.embedded.test_state import SYSTEM
from tests.cli.test_main import run


def test_a_second_system_says_where_the_first_one_is(tmp_path: Path) -> None:
    """Nothing is started, and that is no error: what was wanted is there."""
    with state.held(tmp_path):
        state.write(tmp_path, SYSTEM.model_copy(update={"is_ready": True}))

        done = run("up", home=tmp_path)

        assert state.running(tmp_path) is not None
    assert done.returncode == Exit.OK
    assert f"already running from {tmp_path}, process {os.getpid()}" in done.stdout
    assert SYSTEM.api_url in done.stdout


def test_a_second_system_says_that_the_first_one_is_not_ready(tmp_path: Path) -> None:
    """Whoever waits for it to answer is told with the exit code."""
    with state.held(tmp_path):
        state.write(tmp_path, SYSTEM)

        done = run("up", home=tmp_path)

    assert done.returncode == Exit.UNAVAILABLE
    assert "not ready" in done.stderr


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    """The port, who has it, and the setting to change; nothing is left running or written."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]

        done = run("up", home=tmp_path, SHELFREADY_TEMPORAL_PORT=str(port))

    assert done.returncode == Exit.UNAVAILABLE
    assert f"port {port}, wanted for temporal, is in use by process {os.getpid()}" in done.stderr
    assert "SHELFREADY_TEMPORAL_PORT" in done.stderr
    assert not (tmp_path / "up.json").exists()
