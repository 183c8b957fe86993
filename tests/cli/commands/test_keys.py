"""Making keys."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.exits import Exit
from cli.issuing import ensure_kept, keep, with_media_secret
from cli.main import app
from shelfready.adapters.database import migrate, open_catalogue
from shelfready.keys import ApiKey, Scope, split_key
from shelfready.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with a catalogue, named in the environment."""
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'catalogue.db'}")
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    monkeypatch.setenv("SHELFREADY_DATABASE_URL", settings.resolved_database_url)
    migrate(settings.resolved_database_url)
    return settings


def kept(settings: Settings, text: str) -> ApiKey:
    """What the catalogue keeps of a key, which must accept it now."""
    parts = split_key(text)
    assert parts is not None
    with open_catalogue(settings.resolved_database_url).begin() as unit:
        key = unit.keys.by_id(parts[0])
    assert key is not None
    assert key.accepts(parts[1], datetime.now(UTC))
    return key


def test_a_new_key_works(settings: Settings) -> None:
    """What is shown is accepted, for the publisher and the scope that were asked for."""
    words = ["keys", "create", "--publisher", "harbour", "--scope", "operations", "--json"]

    shown = CliRunner().invoke(app, words)

    assert shown.exit_code == Exit.OK
    issued = json.loads(shown.stdout)
    key = kept(settings, issued["key"])
    assert (key.publisher, key.scope, key.expires_at) == ("harbour", Scope.OPERATIONS, None)
    assert issued["id"] == key.id


def test_a_key_can_expire(settings: Settings) -> None:
    """After the days that were asked for it no longer counts."""
    shown = CliRunner().invoke(app, ["keys", "create", "--publisher", "harbour", "--expires-in-days", "2"])

    key = kept(settings, shown.stdout.splitlines()[0])
    assert key.expires_at is not None
    assert (key.expires_at - datetime.now(UTC)).days == 1


def test_a_key_is_kept_only_when_asked_for(settings: Settings) -> None:
    """With --keep it lies in the home folder, for its owner's eyes only."""
    CliRunner().invoke(app, ["keys", "create", "--publisher", "harbour"])
    assert not (settings.home / "harbour.key").exists()

    CliRunner().invoke(app, ["keys", "create", "--publisher", "harbour", "--keep"])

    file = settings.home / "harbour.key"
    assert kept(settings, file.read_text().strip()).publisher == "harbour"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("name", ["", "../up", "Harbour", "a" * 65])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """The name becomes part of addresses and file names."""
    shown = CliRunner().invoke(app, ["keys", "create", "--publisher", name, "--keep"])

    assert shown.exit_code == Exit.USAGE
    assert "is not a publisher's name" in shown.output


def test_a_key_that_works_stays(settings: Settings) -> None:
    """Starting again does not make another key; a key that is unknown to the catalogue is replaced."""
    file = settings.home / "demo.key"
    ensure_kept(settings.resolved_database_url, "demo", file)
    first = file.read_text()

    ensure_kept(settings.resolved_database_url, "demo", file)
    assert file.read_text() == first
    keep(file, "sr_unknown_key")
    ensure_kept(settings.resolved_database_url, "demo", file)

    assert kept(settings, file.read_text().strip()).publisher == "demo"


def test_links_to_media_outlive_a_restart(settings: Settings) -> None:
    """The secret that signs them is made once, and lies where only its owner reads it."""
    first = with_media_secret(settings)

    assert first.media_secret is not None
    assert with_media_secret(settings).media_secret == first.media_secret
    assert stat.S_IMODE((settings.home / "media.secret").stat().st_mode) == 0o600
    assert with_media_secret(first) == first
