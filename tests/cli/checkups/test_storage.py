"""Looking at where things are kept."""

from pathlib import Path

from cli.checkups import storage
from cli.checkups.checkup import Checkup, Health
from shelfready.adapters.database import migrate
from shelfready.settings import Settings


def settings_in(folder: Path) -> Settings:
    """Everything in one folder, whatever the environment says."""
    return Settings(
        home=folder,
        database_url=f"sqlite:///{folder / 'catalogue.db'}",
        store_url=f"file://{folder / 'objects'}",
        scratch=folder / "scratch",
    )


def look(settings: Settings) -> dict[str, Checkup]:
    """What is found, by part."""
    return {one.part: one for one in storage.look(settings)}


def test_a_home_that_was_used_is_well(tmp_path: Path) -> None:
    """The schema is this release's, the store keeps, there is space; nothing is left behind."""
    settings = settings_in(tmp_path)
    migrate(settings.resolved_database_url)

    found = look(settings)

    assert found["catalogue"].health is Health.OK
    assert found["object store"].health is Health.OK
    assert found["scratch space"].health is not Health.FAIL
    assert not list((tmp_path / "scratch").iterdir())
    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]


def test_an_old_schema_is_mended_by_an_upgrade(tmp_path: Path) -> None:
    """The revisions are named, and the command that brings the schema."""
    found = look(settings_in(tmp_path))["catalogue"]

    assert found.health is Health.FAIL
    assert "revision none" in found.found
    assert found.mend is not None
    assert "shelfready database upgrade" in found.mend


def test_what_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    """A file where a folder should be makes no traceback."""
    (tmp_path / "file").touch()
    settings = settings_in(tmp_path).model_copy(
        update={"store_url": f"file://{tmp_path / 'file'}", "scratch": tmp_path / "file"}
    )

    found = look(settings)

    assert found["object store"].health is Health.FAIL
    assert found["scratch space"].health is Health.FAIL
    assert found["scratch space"].mend is not None


def test_a_database_that_does_not_answer_is_a_finding(tmp_path: Path) -> None:
    """The password of its address is not shown."""
    settings = settings_in(tmp_path).model_copy(
        update={"database_url": "postgresql+psycopg://shelf:secret-word@127.0.0.1:1/shelf"}
    )

    found = look(settings)["catalogue"]

    assert found.health is Health.FAIL
    assert "secret-word" not in found.to_json().decode()
