"""A title that cannot go on waits in the open, and is continued by whoever can mend it."""

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError

from shelfready.errors import DefectError, RejectedError
from shelfready.titles import Stage, SubmissionState
from tests.workflows.departments import Departments
from tests.workflows.onboarding import parked, serving, start, submission
from workflows.onboard_title import OnboardTitle
from workflows.parking import plain
from workflows.waiting import AbandonRequest, RetryRequest

pytestmark = pytest.mark.server


async def test_a_title_is_published(temporal: Client) -> None:
    """Without failures every step runs once and the release number comes back."""
    departments = Departments()
    async with serving(temporal, departments):
        outcome = await (await start(temporal, submission())).result()

    assert outcome.release == 1
    assert outcome.state is SubmissionState.PUBLISHED
    assert departments.calls["production.encode"] == 2
    assert departments.calls["publication.publish"] == 1


async def test_a_refused_title_parks_and_goes_on_where_it_stopped(temporal: Client) -> None:
    """A refusal parks; a retry repeats that step and none before it."""
    departments = Departments()
    departments.fail("inspection.check", RejectedError("the cover is missing", cause_code="CVR-001"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        waiting = await parked(handle)
        answer = await handle.execute_update(OnboardTitle.retry, RetryRequest(by="ann", note="sent by mail"))
        outcome = await handle.result()

    assert waiting.parking is not None
    assert (waiting.parking.stage, waiting.parking.cause_code) == (Stage.CHECK, "CVR-001")
    assert waiting.parking.owner == "publisher"
    assert answer == "retry accepted for attempt 1"
    assert outcome.state is SubmissionState.PUBLISHED
    assert departments.calls["inspection.measure"] == 3
    assert departments.calls["inspection.check"] == 2
    assert departments.states == ["parked", "running"]


async def test_only_what_failed_is_repeated(temporal: Client) -> None:
    """Of two encodings one fails; the retry encodes that one."""
    departments = Departments()
    departments.fail("production.encode", DefectError("made unlike its plan", cause_code="made-unlike-plan"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.execute_update(OnboardTitle.retry)
        await handle.result()

    assert departments.calls["production.encode"] == 3


async def test_an_empty_signal_retries(temporal: Client) -> None:
    """Operators send signals without data, and for many titles at once."""
    departments = Departments()
    departments.fail("editing.plan", DefectError("no", cause_code="defect"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.signal("retry_signal")
        outcome = await handle.result()

    assert outcome.state is SubmissionState.PUBLISHED


async def test_a_decision_about_another_attempt_is_refused(temporal: Client) -> None:
    """An update that means an older attempt is refused in words, and a signal that does is ignored."""
    departments = Departments()
    departments.fail("editing.plan", DefectError("no", cause_code="defect"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.signal("retry_signal", RetryRequest(attempt=7))
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await handle.execute_update(OnboardTitle.retry, RetryRequest(attempt=7))
        progress = await handle.query(OnboardTitle.progress)
        await handle.execute_update(OnboardTitle.abandon, AbandonRequest(by="ann"))
        outcome = await handle.result()

    assert "attempt 7 was meant" in str(refused.value.cause)
    assert progress.parking is not None
    assert outcome.state is SubmissionState.ABANDONED


async def test_a_running_title_is_not_retried(temporal: Client) -> None:
    """A retry that comes when nothing waits is refused, and one signalled is forgotten."""
    departments = Departments()
    ref = submission()
    handle = await start(temporal, ref)
    await handle.signal("retry_signal")
    departments.fail("intake.open", RejectedError("no such folder", cause_code="source-not-found"))
    async with serving(temporal, departments):
        waiting = await parked(handle)
        await handle.signal("abandon_signal")
        outcome = await handle.result()

    assert waiting.parking is not None
    assert outcome.state is SubmissionState.ABANDONED


async def test_a_new_submission_takes_a_parked_one_s_place(temporal: Client) -> None:
    """The publisher sends a mended drop: the parked submission is superseded, the new one published."""
    departments = Departments()
    departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    first = submission()
    async with serving(temporal, departments):
        handle = await start(temporal, first)
        await parked(handle)
        await handle.signal("submit", submission(first.title_id, 2))
        outcome = await handle.result()

    assert outcome.state is SubmissionState.PUBLISHED
    assert departments.states == ["parked", "superseded"]


async def test_a_submission_of_a_running_title_waits(temporal: Client) -> None:
    """Two submissions of one title are onboarded one after the other; a repeated one counts once."""
    departments = Departments()
    first = submission()
    handle = await start(temporal, first)
    for number in (1, 2, 2):
        await handle.signal("submit", submission(first.title_id, number))
    async with serving(temporal, departments):
        outcome = await handle.result()

    assert outcome.state is SubmissionState.PUBLISHED
    assert departments.calls["publication.publish"] == 2


async def test_a_cancelled_title_is_written_down(temporal: Client) -> None:
    """Cancelling a parked title ends it, and the catalogue hears of it."""
    departments = Departments()
    departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.cancel()
        with pytest.raises(WorkflowFailureError):
            await handle.result()

    assert departments.states == ["parked", "abandoned"]


@pytest.mark.parametrize(
    "text",
    ["[click](https://evil.example)", "![](https://evil.example/x.png)", "<script>alert(1)</script>", "a\n# Heading"],
)
def test_untrusted_text_is_no_markdown(text: str) -> None:
    """Names and messages cannot forge links, pictures, HTML or lines."""
    shown = plain(text)

    assert "://" not in shown
    assert "\n" not in shown
    assert "](" not in shown.replace("\\", "\\ ")
    assert "<" not in shown.replace("\\<", "")
