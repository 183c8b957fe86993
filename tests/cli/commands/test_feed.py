"""Sending a feed through the command: what became of its records is told, and the exit code says if all is well."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from tests.fixtures.stub_api import Answer, Asked, StubApi, json_answer

FEED = {"id": "fed_1", "name": "feed.xml", "state": "accepted"}
UPLOAD = {"id": "upl_1", "source": "upload:upl_1", "part_size_bytes": 4, "parts": [], "is_complete": True}
REFUSED = {
    "index": 2,
    "line": 40,
    "reference": "r2\u001b[2J",
    "outcome": "rejected",
    "reason": "META-001: wrong",
    "findings": [
        {
            "code": "META-001",
            "name": "invalid-isbn",
            "severity": "E",
            "message": "9789999900011 is not an ISBN",
            "remedy": "Correct the number.",
        }
    ],
}
HELD = {"index": 3, "title_id": "9789999900010", "outcome": "held", "reason": "it would delete a title"}


@pytest.fixture(autouse=True)
def _target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stub_api: StubApi) -> None:
    """The commands talk to the stub."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHELFREADY_API_URL", stub_api.url)
    monkeypatch.setenv("SHELFREADY_API_KEY", "sr_a_b")


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A message, as far as its name goes."""
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<ONIXMessage/>")
    return str(path)


def ending(state: str, **more: Any) -> Callable[[Asked], Answer]:
    """An API on which every feed ends like this, after it was seen at work once."""
    seen: list[str] = []

    def answer(asked: Asked) -> Answer:
        path = asked.path.partition("?")[0]
        if path.startswith("/v1/uploads"):
            return json_answer(UPLOAD)
        if path.endswith("/acknowledgement"):
            return Answer(body=b"<ONIXMessageAcknowledgement/>", headers={"Content-Type": "application/xml"})
        if path.endswith("/records"):
            return json_answer({"items": [REFUSED if "rejected" in asked.path else HELD], "next": None})
        if asked.method == "POST":
            return json_answer(FEED, 202)
        seen.append(path)
        if len(seen) == 1:
            return json_answer({**FEED, "state": "running", "records": 3, "counts": {"applied": 1}})
        return json_answer({**FEED, "state": state, "records": 3, **more})

    return answer


def run(*words: str) -> Any:
    """The command."""
    return CliRunner().invoke(app, ["feed", *words])


def test_a_feed_that_is_taken_whole_is_well(stub_api: StubApi, file: str) -> None:
    """It is uploaded, sent once, followed, and counted."""
    stub_api.otherwise = ending("done", counts={"applied": 2, "unchanged": 1})

    shown = run(file, "--key", "march")

    assert shown.exit_code == Exit.OK, shown.output
    assert "3 records: 2 applied, 1 unchanged" in shown.stdout
    assert "1 of 3 records entered" in shown.stderr
    (sent,) = [asked for asked in stub_api.asked if (asked.method, asked.path) == ("POST", "/v1/feeds")]
    assert sent.headers["idempotency-key"] == "march"
    assert json.loads(sent.body) == {"source": "upload:upl_1", "name": "feed.xml"}


def test_records_that_were_not_taken_are_told_with_their_remedies(stub_api: StubApi, file: str) -> None:
    """The first of them, and nothing of it can rewrite the terminal."""
    stub_api.otherwise = ending("done", counts={"applied": 1, "rejected": 5, "held": 1})

    shown = run(file)

    assert shown.exit_code == Exit.REFUSED
    for text in ("record 2, line 40", "META-001 9789999900011", "Correct the number.", "it would delete", "4 more"):
        assert text in shown.stdout, shown.stdout
    assert "\x1b" not in shown.stdout


def test_programs_get_json(stub_api: StubApi, file: str) -> None:
    """With the records that were not taken, and nothing else on standard output."""
    stub_api.otherwise = ending("done", counts={"rejected": 1})

    answer = json.loads(run(file, "--json").stdout)

    assert (answer["feed"]["state"], [one["index"] for one in answer["troubled"]]) == ("done", [2])


def test_a_message_that_cannot_be_read_is_refused(stub_api: StubApi, file: str) -> None:
    """Its problem is told."""
    stub_api.otherwise = ending("rejected", problem="this is no ONIX [onix-unreadable]")

    shown = run(file)

    assert (shown.exit_code, "this is no ONIX" in shown.stdout) == (Exit.REFUSED, True)


def test_a_held_feed_says_who_must_act(stub_api: StubApi, file: str) -> None:
    """The command ends, and does not wait for days."""
    stub_api.otherwise = ending("held")

    shown = run(file)

    assert shown.exit_code == Exit.REFUSED
    assert "/v1/feeds/fed_1/approve" in shown.stdout


def test_the_acknowledgement_is_written(stub_api: StubApi, file: str, tmp_path: Path) -> None:
    """Whole or not at all; a feed that is held has none yet."""
    stub_api.otherwise = ending("done", counts={"applied": 3})
    out = tmp_path / "ack.xml"
    assert run(file, "--ack", str(out)).exit_code == Exit.OK
    assert out.read_bytes() == b"<ONIXMessageAcknowledgement/>"

    stub_api.otherwise = ending("held")
    run(file, "--ack", str(tmp_path / "other.xml"))
    assert sorted(path.name for path in tmp_path.glob("*.xml")) == ["ack.xml", "feed.xml"]


def test_a_place_that_cannot_be_written_is_told(stub_api: StubApi, file: str, tmp_path: Path) -> None:
    """With the name of the place."""
    stub_api.otherwise = ending("done", counts={"applied": 3})

    shown = run(file, "--ack", str(tmp_path / "none" / "ack.xml"))

    assert shown.exit_code == Exit.REFUSED
    assert "file-unwritable" in shown.output


def test_nothing_is_followed_without_waiting(stub_api: StubApi, file: str) -> None:
    """Accepted is enough."""
    stub_api.otherwise = ending("rejected")

    assert run(file, "--no-wait").exit_code == Exit.OK
