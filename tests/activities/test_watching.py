"""Heartbeats and visible progress say that work got further, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.exceptions import CancelledError
from temporalio.testing import ActivityEnvironment

from activities import watching
from activities.watching import ActivityWatcher, WorkerStoppingError
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue
from shelfready.titles import Drop, DropKind, Stage, Submission, SubmissionRef

REF = SubmissionRef(submission_id="sub_1", publisher="demo", title_id="9780306406157")


@pytest.fixture
def environment() -> ActivityEnvironment:
    """An activity to be in, whose heartbeats are kept."""
    found = ActivityEnvironment()
    found.on_heartbeat = lambda *details: BEATS.append(details[0])
    BEATS.clear()
    return found


BEATS: list[Any] = []


@pytest.fixture
def watcher(catalogue: SqlCatalogue, monkeypatch: pytest.MonkeyPatch) -> ActivityWatcher:
    """A watcher whose every progress is shown."""
    monkeypatch.setattr(watching, "VISIBLE_EVERY_S", 0.0)
    now = datetime.now(UTC)
    with catalogue.begin() as unit:
        unit.titles.claim(REF.publisher, REF.title_id, "audiobook", now)
        submission = Submission(
            id=REF.submission_id,
            publisher=REF.publisher,
            title_id=REF.title_id,
            content_type="audiobook",
            drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
            created_at=now,
            updated_at=now,
        )
        unit.submissions.add(submission, idempotency_key=None, body_sha256="a" * 64)
    return ActivityWatcher(catalogue, SystemClock(), REF, Stage.ENCODE, "01.mp3")


def shown(watcher: ActivityWatcher) -> list[tuple[str, float]]:
    """What a publisher sees of it."""
    with watcher.catalogue.begin() as unit:
        return [(one.part, one.done) for one in unit.events.progress(REF.submission_id)]


def test_only_growth_is_a_heartbeat(environment: ActivityEnvironment, watcher: ActivityWatcher) -> None:
    """The same share again, or a smaller one, says nothing."""

    def work() -> None:
        for done in (0.1, 0.1, 0.05, 0.4):
            watcher.progress(done, speed=2.0)

    environment.run(work)

    assert BEATS == [0.1, 0.4]
    assert shown(watcher) == [("01.mp3", 0.4)]


def test_a_finished_part_is_no_longer_shown(environment: ActivityEnvironment, watcher: ActivityWatcher) -> None:
    """What is through leaves the list; the next part begins at nothing and beats again."""

    def work() -> None:
        watcher.progress(0.9)
        watcher.go_on("01.mp3, read back")
        watcher.progress(0.2)

    environment.run(work)

    assert BEATS == [0.9, 0.0, 0.2]
    assert shown(watcher) == [("01.mp3, read back", 0.2)]


def test_bytes_that_move_are_a_heartbeat(environment: ActivityEnvironment, watcher: ActivityWatcher) -> None:
    """A long download has no share to tell, and must not look dead."""
    environment.run(watcher.moved)

    assert BEATS == [0.0]


def test_a_cancelled_activity_is_told(environment: ActivityEnvironment, watcher: ActivityWatcher) -> None:
    """Whoever asks hears of it, and so does whoever only moves bytes."""
    environment.cancel()

    for ask in (watcher.check, watcher.moved):
        with pytest.raises(CancelledError):
            environment.run(ask)


def test_a_stopping_worker_hands_over(environment: ActivityEnvironment, watcher: ActivityWatcher) -> None:
    """The work is tried again soon, by another worker, and counts as nobody's fault."""
    environment.worker_shutdown()

    with pytest.raises(WorkerStoppingError) as stopped:
        environment.run(watcher.check)

    assert not stopped.value.non_retryable
    assert stopped.value.type == "WorkerShutdown"
