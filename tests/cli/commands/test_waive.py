"""Waivers and policies through the commands, against the real API."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from structlog.testing import capture_logs
from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from shelfready.adapters.database import migrate
from shelfready.keys import Scope
from tests.api.house import House


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """A served API, and the keys of an operator and of a publisher."""
    folder = tmp_path_factory.mktemp("house")
    migrate(f"sqlite:///{folder / 'catalogue.db'}")
    house = House(folder)
    server = uvicorn.Server(uvicorn.Config(house.app, port=0, log_config=None))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with capture_logs():  # the API's own log must not stand among what the commands print
        yield f"http://127.0.0.1:{port}", house.key("operations", scope=Scope.OPERATIONS), house.key("demo")
    server.should_exit = True
    thread.join(10)


@pytest.fixture(autouse=True)
def _target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: tuple[str, str, str]) -> None:
    """The commands talk to the API as an operator."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHELFREADY_API_URL", address[0])
    monkeypatch.setenv("SHELFREADY_API_KEY", address[1])


def run(*words: str) -> Any:
    """A command."""
    return CliRunner().invoke(app, list(words))


def test_a_waiver_is_made_shown_and_revoked() -> None:
    """With who and why at each step."""
    made = run("waive", "add", "AUD-017", "--for", "demo", "--by", "ann", "--why", "old", "--title", "hp-1", "--json")
    waiver = json.loads(made.stdout)["id"]
    shown = run("waive", "list")
    revoked = run("waive", "revoke", waiver, "--by", "bob")

    assert f"{waiver}  AUD-017  demo hp-1  by ann" in shown.stdout
    assert "revoked by bob" in revoked.stdout
    assert run("waive", "revoke", waiver, "--by", "bob").exit_code == Exit.REFUSED


def test_what_cannot_be_waived_is_told() -> None:
    """The API's words, and a code that scripts can read."""
    shown = run("waive", "add", "AUD-001", "--for", "demo", "--by", "ann", "--why", "old")

    assert (shown.exit_code, "fatal" in shown.output) == (Exit.REFUSED, True)


def test_a_policy_is_said_and_shown(monkeypatch: pytest.MonkeyPatch, address: tuple[str, str, str]) -> None:
    """Numbers are numbers, null takes a demand away; the publisher sees it."""
    said = run(
        *("policy", "set", "demo", "--profile", "acx", "--by", "ann", "--why", "agreed"),
        *("--number", "lowest_kbps_mono=128", "--number", "quietest_lufs=null"),
    )
    monkeypatch.setenv("SHELFREADY_API_KEY", address[2])
    shown = json.loads(run("policy", "show", "demo", "--json").stdout)

    assert said.exit_code == Exit.OK, said.output
    assert (shown["profile"], shown["overrides"]) == ("acx", {"lowest_kbps_mono": 128, "quietest_lufs": None})
    assert run("policy", "set", "demo", "--profile", "acx", "--by", "me", "--why", "x").exit_code == Exit.REFUSED


def test_a_number_that_is_none_is_a_mistake_of_the_command_line() -> None:
    """Before anything is asked."""
    words = ("policy", "set", "demo", "--profile", "acx", "--by", "ann", "--why", "x", "--number", "lowest")

    assert run(*words).exit_code == Exit.USAGE
