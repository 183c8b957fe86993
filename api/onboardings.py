"""Where accepted submissions are handed over to be onboarded, and where decisions about parked ones are sent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from shelfready.errors import MissingError, UnavailableError
from shelfready.titles import SubmissionRef
from workflows.onboard_title import OnboardTitle
from workflows.starting import start_onboarding
from workflows.waiting import AbandonRequest, RetryRequest

RPC_TIMEOUT = timedelta(seconds=5)
"""A publisher waits for the answer; a Temporal that takes longer is not well."""


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
        try:
            await start_onboarding(self.client, ref)
        except RPCError as error:
            raise _unavailable(error) from error

    async def retry(self, ref: SubmissionRef, request: RetryRequest) -> None:
        """Signal `retry_signal`."""
        try:
            handle = self.client.get_workflow_handle(ref.workflow_id)
            await handle.signal(OnboardTitle.retry_signal, request, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            raise _failure(ref, error) from error

    async def abandon(self, ref: SubmissionRef, request: AbandonRequest) -> None:
        """Signal `abandon_signal`."""
        try:
            handle = self.client.get_workflow_handle(ref.workflow_id)
            await handle.signal(OnboardTitle.abandon_signal, request, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            raise _failure(ref, error) from error

    async def check(self) -> None:
        """Ask the Temporal frontend whether it serves."""
        try:
            is_serving = await self.client.service_client.check_health(timeout=RPC_TIMEOUT)
        except (RPCError, RuntimeError) as error:  # RuntimeError: a lazy client that cannot connect
            raise UnavailableError(f"Temporal does not answer: {error}", cause_code="temporal-unavailable") from error
        if not is_serving:
            raise UnavailableError("Temporal says that it does not serve now", cause_code="temporal-unavailable")


def _failure(ref: SubmissionRef, error: RPCError) -> MissingError | UnavailableError:
    if error.status is RPCStatusCode.NOT_FOUND:
        return MissingError(
            f"the onboarding of {ref.title_id} has ended in the meantime; read the submission again",
            cause_code="onboarding-ended",
        )
    return _unavailable(error)


def _unavailable(error: RPCError) -> UnavailableError:
    return UnavailableError(
        f"Temporal did not take the request: {error.status.name.lower()}, {error.message}",
        cause_code="temporal-unavailable",
    )
