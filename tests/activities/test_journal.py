"""Where the parts of a submission are is written down once, and found by whoever asks."""

from datetime import UTC, datetime

import pytest

from activities.journal import Journal
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue
from shelfready.errors import MissingError
from shelfready.titles import Drop, DropKind, Submission, SubmissionRef, SubmissionState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REF = SubmissionRef(submission_id="sub_1", publisher="demo", title_id="9780306406157")
ONE, TWO, THREE = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def journal(catalogue: SqlCatalogue) -> Journal:
    """A journal with one submission."""
    submission = Submission(
        id=REF.submission_id,
        publisher=REF.publisher,
        title_id=REF.title_id,
        content_type="audiobook",
        drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
        state=SubmissionState.RUNNING,
        created_at=NOW,
        updated_at=NOW,
    )
    with catalogue.begin() as unit:
        unit.submissions.add(submission, idempotency_key=None, body_sha256=ONE)
    return Journal(catalogue, SystemClock())


def kept(journal: Journal) -> Submission:
    """The submission as it stands."""
    with journal.catalogue.begin(read_only=True) as unit:
        found = unit.submissions.get(REF.submission_id)
    assert found is not None
    return found


def test_delivery_and_plan_are_attached(journal: Journal) -> None:
    """Each by itself, and the later in place of the earlier; nothing else of the submission changes."""
    before = kept(journal)
    journal.attach(REF, delivery=ONE)
    journal.attach(REF, plan=TWO)
    assert (kept(journal).delivery_sha256, kept(journal).plan_sha256) == (ONE, TWO)
    journal.attach(REF, delivery=THREE, plan=ONE)

    after = kept(journal)
    changed = {"delivery_sha256": THREE, "plan_sha256": ONE, "updated_at": after.updated_at}
    assert after == before.model_copy(update=changed)


def test_attaching_again_changes_nothing(journal: Journal) -> None:
    """Not even when it was last changed: a repeated attempt is no news."""
    journal.attach(REF, plan=TWO)
    before = kept(journal)
    journal.attach(REF, plan=TWO)
    journal.attach(REF)

    assert kept(journal) == before


def test_what_belongs_to_nothing_is_refused(journal: Journal) -> None:
    """A worker that uses another catalogue is told so."""
    with pytest.raises(MissingError) as unknown:
        journal.attach(REF.model_copy(update={"submission_id": "sub_2"}), plan=ONE)

    assert unknown.value.cause_code == "submission-unknown"
