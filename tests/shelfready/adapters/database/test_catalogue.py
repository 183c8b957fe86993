"""Units of work: all or nothing, one moment for readers, and errors in our words."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from shelfready.adapters.database import SqlCatalogue, open_catalogue
from shelfready.adapters.database.tables import SubmissionRow
from shelfready.errors import DefectError, MissingError, UnavailableError
from shelfready.events import LiveProgress
from shelfready.keys import new_key
from shelfready.ports import Catalogue, Page, UnitOfWork
from shelfready.titles import Stage
from tests.shelfready.adapters.database.making import (
    HASH,
    NOON,
    ChangedMindError,
    add,
    change_mind,
    release,
    submission,
    undo,
)

if TYPE_CHECKING:
    from tests.fixtures.postgres import PostgresServer


def test_a_unit_of_work_is_seen_by_others_once_it_ends(any_catalogue: Catalogue, any_catalogue_url: str) -> None:
    """Another process sees all of it, and nothing before."""
    with closing(open_catalogue(any_catalogue_url)) as other:
        with any_catalogue.begin() as unit:
            unit.submissions.add(submission(), idempotency_key="k", body_sha256=HASH)
            unit.events.add("s-1", "accepted", {}, NOON)
            with other.begin(read_only=True) as elsewhere:
                assert elsewhere.submissions.get("s-1") is None

        with other.begin(read_only=True) as elsewhere:
            assert elsewhere.submissions.get("s-1") == submission()
            assert len(elsewhere.events.after("s-1", 0, 9)) == 1


def test_an_error_undoes_everything(any_catalogue: Catalogue) -> None:
    """Nothing of a block that fails is kept, whichever part wrote it."""
    key, _ = new_key("acme", NOON)

    def work(unit: UnitOfWork) -> None:
        unit.submissions.add(submission(), idempotency_key="k", body_sha256=HASH)
        unit.events.add("s-1", "accepted", {}, NOON)
        unit.titles.publish(release(), NOON)
        unit.keys.add(key)

    undo(any_catalogue, work)

    with any_catalogue.begin() as unit:
        assert unit.submissions.list(None, Page()) == ()
        assert unit.submissions.by_idempotency_key("acme", "k") is None
        assert unit.events.after("s-1", 0, 9) == ()
        assert unit.titles.list("acme", Page()) == ()
        assert unit.outbox.pending(9) == ()
        assert unit.keys.by_id(key.id) is None


def test_an_error_of_the_caller_comes_out_as_it_is(any_catalogue: Catalogue) -> None:
    """The catalogue translates its own errors only."""
    with pytest.raises(ChangedMindError), any_catalogue.begin():
        change_mind()


def test_a_reader_sees_one_moment(any_catalogue: Catalogue) -> None:
    """What is committed while it reads does not change its answers."""
    add(any_catalogue, submission("s-1"))

    with any_catalogue.begin(read_only=True) as reader:
        before = reader.submissions.list("acme", Page())
        add(any_catalogue, submission("s-2"))
        again = reader.submissions.list("acme", Page())

    assert again == before == (submission("s-1"),)


def test_a_reader_may_not_write(any_catalogue: Catalogue) -> None:
    """It is a defect, it changes nothing, and the next writer on the same connection can write."""
    with pytest.raises(DefectError) as caught, any_catalogue.begin(read_only=True) as reader:
        reader.submissions.add(submission(), idempotency_key=None, body_sha256=HASH)

    assert caught.value.cause_code == "catalogue-read-only"
    add(any_catalogue, submission())
    with any_catalogue.begin(read_only=True) as reader:
        assert reader.submissions.get("s-1") == submission()


@pytest.mark.server
def test_a_connection_that_was_cut_is_replaced(postgres_catalogue: SqlCatalogue, postgres: "PostgresServer") -> None:
    """The unit of work that was cut asks to be tried again, and the one after it works."""

    def be_cut() -> None:
        with postgres_catalogue.begin() as unit:
            unit.submissions.get("s-1")
            postgres.cut_all()
            unit.submissions.get("s-1")

    with pytest.raises(UnavailableError) as caught:
        be_cut()

    assert caught.value.cause_code == "database-unavailable"
    add(postgres_catalogue, submission())


@pytest.mark.server
def test_an_idle_connection_that_was_cut_is_not_noticed(
    postgres_catalogue: SqlCatalogue, postgres: "PostgresServer"
) -> None:
    """A database that was restarted between two units of work costs none of them."""
    add(postgres_catalogue, submission("s-1"))
    postgres.cut_all()

    add(postgres_catalogue, submission("s-2"))


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """No socket, no connection; the password is not in the words."""
    with (
        closing(open_catalogue(f"postgresql://u:s3cret@/catalogue?host={tmp_path}")) as catalogue,
        pytest.raises(UnavailableError) as caught,
        catalogue.begin() as unit,
    ):
        unit.submissions.get("s-1")

    assert caught.value.cause_code == "database-unavailable"
    assert "s3cret" not in _all_words(caught.value)


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    """Its folder may be a disk that is not there yet."""
    with (
        closing(open_catalogue(f"sqlite:///{tmp_path}/none/catalogue.db")) as catalogue,
        pytest.raises(UnavailableError) as caught,
        catalogue.begin() as unit,
    ):
        unit.submissions.get("s-1")

    assert caught.value.cause_code == "database-unavailable"
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database_is_a_defect(tmp_path: Path) -> None:
    """Trying again would find the same."""
    (tmp_path / "catalogue.db").write_bytes(b"not a database, but long enough to be looked at" * 100)

    with (
        closing(open_catalogue(f"sqlite:///{tmp_path}/catalogue.db")) as catalogue,
        pytest.raises(DefectError) as caught,
        catalogue.begin() as unit,
    ):
        unit.submissions.get("s-1")
    assert caught.value.cause_code == "database-refused"


def test_no_error_of_the_library_leaves_a_unit_of_work(any_catalogue: SqlCatalogue) -> None:
    """Nor one that the library raises by itself, without asking the database."""
    with pytest.raises(DefectError) as caught, any_catalogue.begin() as unit:
        unit.session.exec(select(SubmissionRow.id)).one()

    assert caught.value.cause_code == "database-refused"


def test_a_message_does_not_quote_rows(any_catalogue: SqlCatalogue) -> None:
    """What the database says of a row goes to the log as the cause, not to whoever asked."""
    stray = LiveProgress(submission_id="s-1", stage=Stage.FETCH, part="a private part", done=0.5, at=NOON)

    with pytest.raises(MissingError) as caught, any_catalogue.begin() as unit:
        unit.events.set_progress(stray)
    assert "private" not in str(caught.value)
    assert caught.value.__cause__ is not None


def _all_words(error: BaseException) -> str:
    """What a log would show of an error and of all its causes."""
    words, cause = f"{error!r} {error}", error.__cause__
    while cause is not None:
        words, cause = f"{words} {cause!r} {cause}", cause.__cause__
    return words
