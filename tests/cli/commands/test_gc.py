"""Sweeping the store from the command line."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.exits import Exit
from cli.main import app
from shelfready.adapters.database import migrate, open_catalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.blobs import Blobs
from shelfready.garbage_chore import CHORE


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """The store of a home with a catalogue that names nothing; in it is something young, and something old."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    migrate(f"sqlite:///{tmp_path / 'catalogue.db'}")
    store = LocalStore(tmp_path / "objects")
    Blobs(store).put_bytes(b"old orphan")
    ten_days_ago = (datetime.now(UTC) - timedelta(days=10)).timestamp()
    for path in store.root.rglob("*"):
        os.utime(path, (ten_days_ago, ten_days_ago))
    Blobs(store).put_bytes(b"young")
    return store


def sizes(store: LocalStore) -> list[int]:
    """How large the objects are that are left."""
    return sorted(info.size_bytes for info in store.list(""))


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; its exit code, what it said, and what it said of errors."""
    ran = CliRunner().invoke(app, ["gc", *arguments])
    return ran.exit_code, ran.stdout, ran.stderr


def test_a_dry_run_says_what_would_go(store: LocalStore) -> None:
    """By kind with bytes, also as JSON; and nothing goes."""
    code, said, _ = run("--dry-run")
    told = json.loads(run("--dry-run", "--json")[1])

    assert code == Exit.OK
    assert "blobs                1        10 B           1         5 B" in said
    assert "10 B would go" in said
    assert (told["is_dry_run"], told["swept"][1]["removed"], told["swept"][1]["removed_bytes"]) == (True, 1, 10)
    assert sizes(store) == [5, 10]


def test_what_is_old_goes_and_what_is_young_stays(store: LocalStore) -> None:
    """Most of a store goes only when somebody has looked; the word for it is in the message."""
    code, _, refused = run()
    assert (code, sizes(store)) == (Exit.REFUSED, [5, 10])
    assert "shelfready gc --wide" in refused

    code, said, _ = run("--wide")
    assert (code, sizes(store)) == (Exit.OK, [5])
    assert "10 B went" in said


def test_what_counts_as_old_can_be_said(store: LocalStore) -> None:
    """In days; fewer than two are refused, and what is no number of days is no use of the command."""
    assert (run("--wide", "--older-than", "11d")[0], sizes(store)) == (Exit.OK, [5, 10])
    assert (run("--wide", "--older-than", "1d")[0], sizes(store)) == (Exit.REFUSED, [5, 10])
    for wrong in ("7", "-7d", "7 days", "99999d"):
        assert run("--older-than", wrong)[0] == Exit.USAGE
    assert (run("--wide", "--older-than", "9d")[0], sizes(store)) == (Exit.OK, [5])


def test_two_are_not_at_work_at_once(store: LocalStore, tmp_path: Path) -> None:
    """The second is told who is; a dry run disturbs nobody."""
    now = datetime.now(UTC)
    with open_catalogue(f"sqlite:///{tmp_path / 'catalogue.db'}").begin() as unit:
        unit.chores.claim(CHORE, "the worker on host-1", now, now + timedelta(hours=1))

    code, _, refused = run("--wide")
    assert (code, sizes(store)) == (Exit.REFUSED, [5, 10])
    assert "the worker on host-1 is sweeping" in refused
    assert run("--dry-run")[0] == Exit.OK
