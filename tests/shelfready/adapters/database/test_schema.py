"""The schema's history, from an empty database to what the tables say."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from shelfready.adapters.database import current_revision, head_revision, migrate, open_catalogue
from shelfready.adapters.database.engine import MIGRATION, open_engine, parse_address
from shelfready.adapters.database.schema import alembic_config
from shelfready.adapters.database.tables import Row
from shelfready.errors import DefectError, UnavailableError

if TYPE_CHECKING:
    from tests.fixtures.postgres import PostgresServer

TABLES = {
    "api_keys",
    "chores",
    "covers",
    "events",
    "feed_records",
    "feeds",
    "live_progress",
    "outbox",
    "policies",
    "records",
    "releases",
    "submissions",
    "titles",
    "uploads",
    "waivers",
}


def tables(url: str) -> set[str]:
    """The names of the tables that are there."""
    engine = open_engine(parse_address(url))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_an_empty_database_gets_all_tables(any_empty_database: str) -> None:
    """Migrating makes every table, and the revision tells so before and after."""
    assert current_revision(any_empty_database) is None

    migrate(any_empty_database)

    assert tables(any_empty_database) == TABLES | {"alembic_version"}
    assert current_revision(any_empty_database) == head_revision() == "0003"


def test_the_migrated_schema_is_what_the_tables_say(any_catalogue_url: str) -> None:
    """Alembic would add nothing to what the migrations made."""
    engine = open_engine(parse_address(any_catalogue_url))

    with engine.connect() as connection:
        options = {"compare_server_default": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata)
    engine.dispose()

    assert differences == []


def test_migrating_again_changes_nothing(any_catalogue_url: str) -> None:
    """A start of a process that finds everything migrated leaves it alone."""
    migrate(any_catalogue_url)

    assert current_revision(any_catalogue_url) == head_revision()


def test_processes_may_migrate_at_once(any_empty_database: str) -> None:
    """Several processes that start together on an empty database all succeed."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        list(processes.map(migrate, repeat(any_empty_database, 3)))

    assert current_revision(any_empty_database) == head_revision()


def test_down_to_nothing_and_up_again(any_catalogue_url: str) -> None:
    """The way back removes every table, and the way up works after it."""
    engine = open_engine(parse_address(any_catalogue_url), patience=MIGRATION)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    engine.dispose()

    assert tables(any_catalogue_url) == {"alembic_version"}
    migrate(any_catalogue_url)
    assert tables(any_catalogue_url) == TABLES | {"alembic_version"}


def test_a_new_file_is_in_write_ahead_mode_and_its_folder_is_made(tmp_path: Path) -> None:
    """Readers and the writer of a SQLite file do not wait for each other."""
    file = tmp_path / "new" / "folder" / "catalogue.db"

    migrate(f"sqlite:///{file}")

    assert sqlite3.connect(file).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file where the folder should be gives the name of the setting to change."""
    (tmp_path / "taken").write_text("")

    with pytest.raises(DefectError, match="SHELFREADY_DATABASE_URL") as caught:
        migrate(f"sqlite:///{tmp_path}/taken/catalogue.db")
    assert caught.value.cause_code == "database-folder-unusable"


def test_asking_for_the_revision_makes_no_file(tmp_path: Path) -> None:
    """A doctor that looks leaves no trace."""
    assert current_revision(f"sqlite:///{tmp_path}/none.db") is None
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_that_is_not_migrated_says_so(any_empty_database: str) -> None:
    """Missing tables are a reason to migrate and try again, and are told from a database that is down."""
    catalogue = open_catalogue(any_empty_database)

    with pytest.raises(UnavailableError, match="migrate") as caught, catalogue.begin() as unit:
        unit.submissions.get("s-1")
    catalogue.close()
    assert caught.value.cause_code == "database-not-migrated"


def test_rows_that_refer_to_nothing_are_found(catalogue_url: str) -> None:
    """SQLite's migrations run without references being enforced, so all are checked before the end."""
    engine = open_engine(parse_address(catalogue_url), patience=MIGRATION)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO events (submission_id, number, document) VALUES ('nobody', 1, '{}')"))
    engine.dispose()

    with pytest.raises(DefectError, match="1 rows that refer to nothing") as caught:
        migrate(catalogue_url)
    assert caught.value.cause_code == "migration-breaks-references"


@pytest.mark.server
def test_names_sort_by_code_point_on_postgresql(postgres: "PostgresServer", postgres_template: str) -> None:
    """Whatever the language of the server, pages follow the order that SQLite and Python have."""
    with postgres.database(postgres_template) as name:
        engine = open_engine(parse_address(postgres.url(name)))
        with engine.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'public' "
                    "AND data_type = 'text' AND table_name <> 'alembic_version'"
                )
            ).all()
        engine.dispose()

    assert found == [("C",)]
