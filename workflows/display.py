"""What the Temporal UI shows of a title: the columns of the list, and the words on its page."""

from temporalio import workflow

from shelfready.titles import Parking, Stage, SubmissionRef, SubmissionState
from workflows import search_attributes as columns
from workflows.parking import details, plain


def running(submission: SubmissionRef, stage: Stage) -> None:
    """The title is being onboarded."""
    workflow.set_current_details(f"Onboarding {plain(submission.submission_id)}.")
    workflow.upsert_search_attributes(
        [
            columns.PUBLISHER.value_set(submission.publisher),
            columns.TITLE_ID.value_set(submission.title_id),
            columns.STATE.value_set(SubmissionState.RUNNING.value),
            columns.STAGE.value_set(stage.value),
            columns.CAUSE.value_unset(),
            columns.OWNER.value_unset(),
        ]
    )


def stage(name: Stage) -> None:
    """A long stage has begun; the short ones are over before anybody looks."""
    workflow.upsert_search_attributes([columns.STAGE.value_set(name.value)])


def parked(parking: Parking) -> None:
    """The title waits for a decision."""
    workflow.set_current_details(details(parking))
    workflow.upsert_search_attributes(
        [
            columns.STATE.value_set(SubmissionState.PARKED.value),
            columns.STAGE.value_set(parking.stage.value),
            columns.CAUSE.value_set(parking.cause_code),
            columns.OWNER.value_set(parking.owner),
        ]
    )


def ended(state: SubmissionState) -> None:
    """The submission is through."""
    workflow.set_current_details(f"Ended: {state.value}.")
    workflow.upsert_search_attributes(
        [columns.STATE.value_set(state.value), columns.CAUSE.value_unset(), columns.OWNER.value_unset()]
    )
