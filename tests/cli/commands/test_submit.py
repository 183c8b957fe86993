"""Sending, watching and looking, through the commands."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from tests.cli.test_following import PARKING, event
from tests.fixtures.stub_api import Answer, Asked, StubApi, json_answer

SUBMISSION = {"id": "sub_1", "title_id": "9789999900027", "content_type": "ebook", "publisher": "demo"}
UPLOAD = {"id": "upl_1", "source": "upload:upl_1", "part_size_bytes": 4, "parts": [], "is_complete": True}


@pytest.fixture(autouse=True)
def _target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stub_api: StubApi) -> None:
    """The commands talk to the stub."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHELFREADY_API_URL", stub_api.url)
    monkeypatch.setenv("SHELFREADY_API_KEY", "sr_a_b")


def ending(state: str, **more: object) -> Callable[[Asked], Answer]:
    """An API on which every submission ends like this."""
    stands = {**SUBMISSION, "state": state, **more}

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("/events"):
            return Answer(body=event(1, "accepted") + event(2, state))
        if asked.path.startswith("/v1/uploads"):
            return json_answer(UPLOAD)
        if asked.method == "GET" and asked.path.partition("?")[0] == "/v1/submissions":
            return json_answer({"items": [stands], "next": None})
        return json_answer({**SUBMISSION, "state": "accepted"} if asked.method == "POST" else stands)

    return answer


@pytest.fixture
def book(tmp_path: Path) -> str:
    """An EPUB, as far as its name goes."""
    path = tmp_path / "9789999900027.epub"
    path.write_bytes(b"epub")
    return str(path)


def test_sending_answers_the_submission(stub_api: StubApi, book: str) -> None:
    """Without --wait, accepted is enough; standard output holds nothing but the answer."""
    stub_api.otherwise = ending("published")

    shown = CliRunner().invoke(app, ["submit", book, "--key", "k1", "--json"])

    assert shown.exit_code == Exit.OK, shown.output
    assert json.loads(shown.stdout)["state"] == "accepted"
    assert "sending 9789999900027.epub" in shown.stderr
    assert stub_api.asked[-1].headers["idempotency-key"] == "k1"


def test_waiting_ends_with_the_title_published(stub_api: StubApi, book: str) -> None:
    """The exit code is that of the title, not of the sending."""
    stub_api.otherwise = ending("published", release_number=3)

    shown = CliRunner().invoke(app, ["submit", book, "--wait"])

    assert shown.exit_code == Exit.OK, shown.output
    assert "published as release 3" in shown.stdout


@pytest.mark.parametrize("words", [["watch", "sub_1"], ["submit", "BOOK", "--wait"]])
def test_a_parked_title_says_what_to_do(stub_api: StubApi, book: str, words: list[str]) -> None:
    """Why, for whom, and the remedy; the exit code says that it was refused."""
    stub_api.otherwise = ending("parked", parking=PARKING)

    shown = CliRunner().invoke(app, [book if word == "BOOK" else word for word in words])

    assert shown.exit_code == Exit.REFUSED
    assert "check could not go on [findings], for the publisher to mend:" in shown.stdout
    assert "no cover" in shown.stdout
    assert "what to do: add it" in shown.stdout


@pytest.mark.parametrize("words", [["watch", "sub_1"], ["status", "sub_1"], ["submit", "BOOK", "--wait"]])
def test_the_reports_page_can_be_opened(stub_api: StubApi, book: str, words: list[str]) -> None:
    """Its address is whole, for a browser."""
    stub_api.otherwise = ending("published", links={"report_page": "/v1/reports/ticket/report"})

    shown = CliRunner().invoke(app, [book if word == "BOOK" else word for word in words])

    assert f"  report: {stub_api.url}/v1/reports/ticket/report\n" in shown.stdout


def test_what_is_sent_wrongly_sends_nothing(stub_api: StubApi, tmp_path: Path) -> None:
    """A title that is not known is asked for before anything is uploaded."""
    (tmp_path / "book.epub").write_bytes(b"epub")

    shown = CliRunner().invoke(app, ["submit", str(tmp_path / "book.epub")])

    assert shown.exit_code == Exit.REFUSED
    assert "--isbn" in shown.stderr
    assert stub_api.asked == []


def test_the_status_lists_the_newest(stub_api: StubApi) -> None:
    """Filters go to the API; each submission is a line."""
    stub_api.otherwise = ending("published", release_number=3)

    shown = CliRunner().invoke(app, ["status", "--state", "published", "--limit", "5"])

    assert shown.exit_code == Exit.OK, shown.output
    assert "sub_1  ebook      9789999900027   published as release 3" in shown.stdout
    assert stub_api.asked[0].path == "/v1/submissions?state=published&limit=5"


def test_the_status_of_one_is_its_own(stub_api: StubApi) -> None:
    """As JSON, with every field."""
    stub_api.otherwise = ending("parked", parking=PARKING)

    shown = CliRunner().invoke(app, ["status", "sub_1", "--json"])

    assert shown.exit_code == Exit.OK
    assert json.loads(shown.stdout)["parking"]["cause_code"] == "findings"


def test_text_of_others_is_made_harmless(stub_api: StubApi) -> None:
    """A message that holds an escape sequence does not reach the terminal as one."""
    stub_api.otherwise = ending("parked", parking={**PARKING, "message": "\x1b]0;owned\x07"})

    shown = CliRunner().invoke(app, ["status", "sub_1"])

    assert "\x1b" not in shown.stdout
    assert "owned" in shown.stdout


def foreseeing(**changes: object) -> Callable[[Asked], Answer]:
    """An API that foresees."""
    usual = {"title_id": "9789999900027", "content_type": "ebook", "summary": "All of it.", "files": [], "sums": {}}
    return lambda _asked: json_answer({**usual, **changes})


def test_planning_sends_nothing(stub_api: StubApi, book: str) -> None:
    """One request, with the file's hash and without its bytes; the answer is the forecast."""
    stub_api.otherwise = foreseeing()

    shown = CliRunner().invoke(app, ["submit", book, "--plan"])

    assert shown.exit_code == Exit.OK, shown.output
    assert shown.stdout == "ebook 9789999900027: nothing was sent\nAll of it.\n"
    assert [asked.path for asked in stub_api.asked] == ["/v1/submissions?dry_run=true"]


def test_planning_answers_programs_too(stub_api: StubApi, book: str) -> None:
    """With --json the forecast as the API wrote it."""
    stub_api.otherwise = foreseeing(chapters=3)

    shown = CliRunner().invoke(app, ["submit", book, "--plan", "--json"])

    assert json.loads(shown.stdout)["chapters"] == 3


def test_planning_what_would_be_refused_ends_so(stub_api: StubApi, book: str) -> None:
    """The exit code is that of a refused title; and control characters of others are not printed."""
    finding = {"code": "EPB-006", "name": "x", "severity": "E", "message": "broken \x1b[2J", "remedy": "Mend it."}
    stub_api.otherwise = foreseeing(refused_for=[finding])

    shown = CliRunner().invoke(app, ["submit", book, "--plan"])

    assert shown.exit_code == Exit.REFUSED
    assert "EPB-006 the title: broken" in shown.stdout
    assert "\x1b" not in shown.stdout
