"""Where accepted submissions are handed over to be onboarded, and where decisions about parked ones are sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from shelfready.errors import MissingError, UnavailableError
from shelfready.titles import SubmissionRef
from workflows.onboard_title import OnboardTitle
from workflows.starting import start_onboarding
from workflows.waiting import AbandonRequest, RetryRequest

PATIENCE_S = 5.0
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
        async with _asking(ref):
            await start_onboarding(self.client, ref)

    async def retry(self, ref: SubmissionRef, request: RetryRequest) -> None:
        """Signal `retry_signal`."""
        async with _asking(ref):
            await self.client.get_workflow_handle(ref.workflow_id).signal(OnboardTitle.retry_signal, request)

    async def abandon(self, ref: SubmissionRef, request: AbandonRequest) -> None:
        """Signal `abandon_signal`."""
        async with _asking(ref):
            await self.client.get_workflow_handle(ref.workflow_id).signal(OnboardTitle.abandon_signal, request)

    async def check(self) -> None:
        """Ask the Temporal frontend whether it serves."""
        async with _asking():
            is_serving = await self.client.service_client.check_health()
        if not is_serving:
            raise _unavailable("it says that it does not serve now")


@asynccontextmanager
async def _asking(ref: SubmissionRef | None = None) -> AsyncIterator[None]:
    """Ask Temporal within the time that there is, and say in our words what went wrong."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield
    except TimeoutError as error:
        raise _unavailable(f"no answer in {PATIENCE_S:g} seconds") from error
    except RPCError as error:
        if ref is not None and error.status is RPCStatusCode.NOT_FOUND:
            raise MissingError(
                f"the onboarding of {ref.title_id} has ended in the meantime; read the submission again",
                cause_code="onboarding-ended",
            ) from error
        raise _unavailable(f"{error.status.name.lower()}, {error.message}") from error
    except RuntimeError as error:
        # What a client that connects on first use raises when it cannot; it tries again with the next call.
        raise _unavailable(str(error)) from error


def _unavailable(reason: str) -> UnavailableError:
    return UnavailableError(f"Temporal did not take the request: {reason}", cause_code="temporal-unavailable")
