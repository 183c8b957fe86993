"""Where accepted submissions are handed over to be onboarded, and where decisions about parked ones are sent."""

from dataclasses import dataclass
from typing import Protocol

from temporalio.client import Client

from api.asking import asking, unavailable
from shelfready.errors import MissingError
from shelfready.titles import SubmissionRef
from workflows.onboard_title import OnboardTitle
from workflows.starting import start_onboarding
from workflows.waiting import AbandonRequest, RetryRequest


class Onboardings(Protocol):
    """The onboardings under way. One that cannot be reached is `UnavailableError`."""

    async def start(self, ref: SubmissionRef) -> None:
        """Hand a submission to the onboarding of its title; a second time changes nothing."""

    async def retry(self, ref: SubmissionRef, request: RetryRequest) -> None:
        """Let a parked title go on from the step that failed; `MissingError` when its onboarding has ended."""

    async def abandon(self, ref: SubmissionRef, request: AbandonRequest) -> None:
        """Give a parked title up; `MissingError` when its onboarding has ended."""

    async def check(self) -> None:
        """Raise `UnavailableError` when no submission could be handed over now."""


@dataclass(frozen=True)
class TemporalOnboardings:
    """Onboardings as Temporal workflows.

    Decisions are sent as signals and not as updates: an update waits for a worker, and one that the client gave up on
    is carried out all the same. The workflow ignores a signal that is not about the attempt that waits.
    """

    client: Client

    async def start(self, ref: SubmissionRef) -> None:
        """Start the title's workflow, or tell the running one."""
        async with asking():
            await start_onboarding(self.client, ref)

    async def retry(self, ref: SubmissionRef, request: RetryRequest) -> None:
        """Signal `retry_signal`."""
        async with asking(_ended(ref)):
            await self.client.get_workflow_handle(ref.workflow_id).signal(OnboardTitle.retry_signal, request)

    async def abandon(self, ref: SubmissionRef, request: AbandonRequest) -> None:
        """Signal `abandon_signal`."""
        async with asking(_ended(ref)):
            await self.client.get_workflow_handle(ref.workflow_id).signal(OnboardTitle.abandon_signal, request)

    async def check(self) -> None:
        """Ask the Temporal frontend whether it serves."""
        async with asking():
            is_serving = await self.client.service_client.check_health()
        if not is_serving:
            raise unavailable("it says that it does not serve now")


def _ended(ref: SubmissionRef) -> MissingError:
    return MissingError(
        f"the onboarding of {ref.title_id} has ended in the meantime; read the submission again",
        cause_code="onboarding-ended",
    )
