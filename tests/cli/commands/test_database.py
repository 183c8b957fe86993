"""Upgrading the catalogue."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from shelfready.adapters.database import current_revision, head_revision


def test_an_upgrade_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first brings the schema, the second changes nothing; both say from where to where."""
    url = f"sqlite:///{tmp_path / 'catalogue.db'}"
    monkeypatch.setenv("SHELFREADY_DATABASE_URL", url)

    first = CliRunner().invoke(app, ["database", "upgrade", "--json"])
    second = CliRunner().invoke(app, ["database", "upgrade", "--json"])

    head = head_revision()
    assert json.loads(first.stdout) == {"before": None, "after": head}
    assert json.loads(second.stdout) == {"before": head, "after": head}
    assert current_revision(url) == head
