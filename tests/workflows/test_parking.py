"""A title that cannot go on waits in the open, and is continued by whoever can mend it."""

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError

from shelfready.errors import DefectError, MissingError, RejectedError
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


async def test_a_refused_title_parks_and_begins_anew(temporal: Client) -> None:
    """A refusal parks; a retry takes the drop in again, as the publisher has mended it where it lies."""
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
    assert departments.calls["intake.open"] == 2
    assert departments.calls["inspection.check"] == 2
    assert departments.states == ["parked", "running"]


async def test_a_failed_title_goes_on_where_it_stopped(temporal: Client) -> None:
    """What we have mended is retried by itself: nothing before it is done again."""
    departments = Departments()
    departments.fail("publication.verify", DefectError("a playlist points nowhere", cause_code="release-broken"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.execute_update(OnboardTitle.retry)
        await handle.result()

    assert (departments.calls["intake.open"], departments.calls["publication.verify"]) == (1, 2)


async def test_what_is_gone_is_made_anew(temporal: Client) -> None:
    """An object that the store has lost is not missed for ever: the retry begins with the drop."""
    departments = Departments()
    departments.fail("publication.verify", DefectError("not in the store", cause_code="rendition-gone"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        await parked(handle)
        await handle.execute_update(OnboardTitle.retry)
        await handle.result()

    assert departments.calls["intake.open"] == 2


async def test_a_title_parks_even_if_the_catalogue_cannot_be_told(temporal: Client) -> None:
    """The Temporal UI is the truth; the row follows with the next decision."""
    departments = Departments()
    departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    departments.fail("journal.record", MissingError("no such submission", cause_code="submission-unknown"))
    async with serving(temporal, departments):
        handle = await start(temporal, submission())
        waiting = await parked(handle)
        await handle.execute_update(OnboardTitle.retry)
        outcome = await handle.result()

    assert waiting.parking is not None
    assert outcome.state is SubmissionState.PUBLISHED


async def test_an_older_submission_comes_too_late(temporal: Client) -> None:
    """A forgotten submission that is started late must not replace a newer one, parked or published."""
    departments = Departments(outdated={"sub_1"})
    departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    newer = submission(number=2)
    older = newer.model_copy(update={"submission_id": "sub_1"})
    async with serving(temporal, departments):
        handle = await start(temporal, newer)
        await parked(handle)
        await handle.signal("submit", older)
        await handle.execute_update(OnboardTitle.retry)
        outcome = await handle.result()
        late = await (await start(temporal, older)).result()

    assert outcome.state is SubmissionState.PUBLISHED
    assert late.state is SubmissionState.SUPERSEDED
    assert departments.calls["publication.publish"] == 1
    assert departments.states == ["parked", "running", "superseded", "superseded"]


async def test_submissions_run_in_the_order_of_their_ids(temporal: Client) -> None:
    """Signals that overtake each other do not let an older submission take a newer one's place."""
    departments = Departments()
    first = submission(number=1)
    handle = await start(temporal, first)
    for number in (3, 2):
        await handle.signal("submit", submission(first.title_id, number))
    departments.fail("editing.plan", *[RejectedError("no", cause_code="META-005")] * 2)
    async with serving(temporal, departments):
        latest = temporal.get_workflow_handle(first.workflow_id)
        outcome = await handle.result()
        last = await latest.query(OnboardTitle.progress)

    assert outcome.state is SubmissionState.PUBLISHED
    assert last.submission_id == "sub_3"
    assert departments.states == ["parked", "superseded", "parked", "superseded"]


async def test_an_abandoned_submission_lets_an_older_one_run(temporal: Client) -> None:
    """What came too late for one that was given up gets its turn: nothing newer is live."""
    departments = Departments()
    departments.fail("inspection.check", RejectedError("no author", cause_code="META-005"))
    newer = submission(number=2)
    async with serving(temporal, departments):
        handle = await start(temporal, newer)
        await parked(handle)
        await handle.signal("submit", newer.model_copy(update={"submission_id": "sub_1"}))
        await handle.execute_update(OnboardTitle.abandon)
        outcome = await handle.result()

    assert outcome.state is SubmissionState.PUBLISHED
    assert departments.states == ["parked", "abandoned"]


async def test_a_decision_about_another_submission_is_refused(temporal: Client) -> None:
    """An abandon of the submission before must not hit the one that took its place, though both are at attempt 1."""
    departments = Departments()
    departments.fail("inspection.check", *[RejectedError("no author", cause_code="META-005")] * 2)
    first = submission()
    async with serving(temporal, departments):
        handle = await start(temporal, first)
        await parked(handle)
        await handle.signal("submit", submission(first.title_id, 2))
        latest = temporal.get_workflow_handle(first.workflow_id)
        while (await parked(latest)).submission_id != "sub_2":
            pass
        await latest.signal("abandon_signal", AbandonRequest(submission_id="sub_1", attempt=1))
        with pytest.raises(WorkflowUpdateFailedError):
            await latest.execute_update(OnboardTitle.abandon, AbandonRequest(submission_id="sub_1", attempt=1))
        await latest.execute_update(OnboardTitle.retry, RetryRequest(submission_id="sub_2", attempt=1))
        outcome = await handle.result()

    assert outcome.state is SubmissionState.PUBLISHED


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
