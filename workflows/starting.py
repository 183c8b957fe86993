"""How an onboarding is started, whoever starts it: one id and one signal, so that nothing is started twice."""

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from shelfready.titles import SubmissionRef
from workflows.onboard_title import OnboardInput, OnboardTitle
from workflows.queues import ONBOARDING

FRONT_LIST = 3
"""Temporal's middle priority: a title that somebody waits for. Back lists come after it."""


async def start_onboarding(client: Client, ref: SubmissionRef) -> None:
    """Hand a submission to its title's onboarding, which is started if none is open. Safe to repeat."""
    await client.start_workflow(
        OnboardTitle.run,
        OnboardInput(submission=ref),
        id=ref.workflow_id,
        task_queue=ONBOARDING,
        # An open onboarding takes the submission by signal; a closed one is history, and a new one starts.
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        start_signal="submit",
        start_signal_args=[ref],
        static_summary=f"{ref.publisher} {ref.title_id}",
        priority=Priority(priority_key=FRONT_LIST, fairness_key=ref.publisher),
    )
