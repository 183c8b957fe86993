"""What the databases' errors mean in our words."""

import pytest
from sqlalchemy import Engine, exc, text

from shelfready.adapters.database.engine import Patience, open_engine, parse_address
from shelfready.adapters.database.failures import converted
from shelfready.errors import ConflictError, DefectError, MissingError, ShelfreadyError, UnavailableError

HASTE = Patience(lock_s=1, statement_s=1)


def test_a_pool_without_a_free_connection_is_unavailable() -> None:
    """It has one again as soon as another unit of work ends."""
    found = converted(exc.TimeoutError())

    assert isinstance(found, UnavailableError)
    assert found.cause_code == "database-unavailable"


def test_what_nobody_foresaw_is_a_defect() -> None:
    """Trying again is for what is known to pass."""
    found = converted(exc.NoResultFound())

    assert isinstance(found, DefectError)
    assert found.cause_code == "database-refused"


@pytest.mark.parametrize(
    ("statement", "expected", "cause_code"),
    [
        ("INSERT INTO events (submission_id, number, document) VALUES ('none', 1, '{}')", MissingError, "missing"),
        ("INSERT INTO titles SELECT * FROM titles", ConflictError, "conflict"),
        ("INSERT INTO titles (publisher) VALUES ('acme')", DefectError, "database-refused"),
        ("SELECT * FROM nowhere", UnavailableError, "database-not-migrated"),
        ("SELECT colour FROM titles", UnavailableError, "database-not-migrated"),
        ("SELEKT 1", DefectError, "database-refused"),
    ],
)
def test_a_refused_statement_becomes_an_error_of_ours(
    any_catalogue_url: str, statement: str, expected: type[ShelfreadyError], cause_code: str
) -> None:
    """Both databases' words for one fault give one class, one cause, and the library's error behind it."""
    engine = open_engine(parse_address(any_catalogue_url))
    with engine.begin() as connection:
        connection.execute(text(_TITLE))

    with pytest.raises(expected) as caught, engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()

    assert type(caught.value) is expected
    assert caught.value.cause_code == cause_code
    assert caught.value.__cause__ is not None


def test_a_lock_that_is_not_released_is_unavailable(any_catalogue_url: str) -> None:
    """Who waits for another's lock gives up in the end, and can try again."""
    engine = open_engine(parse_address(any_catalogue_url), patience=HASTE)

    with engine.begin() as holder:
        holder.execute(text(_TITLE))
        with pytest.raises(UnavailableError) as caught:
            _write_elsewhere(engine)
    _write_elsewhere(engine, "other")
    engine.dispose()

    assert caught.value.cause_code == "database-unavailable"


_TITLE = (
    "INSERT INTO titles (publisher, title_id, content_type, updated_at) "
    "VALUES ('acme', 'one', 'audiobook', '2026-03-01 12:00:00')"
)


def _write_elsewhere(engine: Engine, publisher: str = "acme") -> None:
    with engine.begin() as connection:
        connection.execute(text(_TITLE.replace("acme", publisher)))
