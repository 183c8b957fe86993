"""How workflows are started, whoever starts them: by ids of their own, so that nothing is started twice."""

from contextlib import suppress

from temporalio.client import Client
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from shelfready.feeds import FeedRef
from shelfready.titles import SubmissionRef
from workflows.onboard_title import OnboardInput, OnboardTitle
from workflows.queues import ONBOARDING
from workflows.take_feed import TakeFeed

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


async def start_feed(client: Client, ref: FeedRef) -> None:
    """Let a feed be taken in, once: a second time changes nothing, not even when it has long been done."""
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            TakeFeed.run,
            ref,
            id=ref.workflow_id,
            task_queue=ONBOARDING,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"{ref.publisher} {ref.feed_id}",
            priority=Priority(priority_key=FRONT_LIST, fairness_key=ref.publisher),
        )
