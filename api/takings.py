"""Where accepted feeds are handed over to be taken in, and where decisions about held ones are sent."""

from dataclasses import dataclass
from typing import Protocol

from temporalio.client import Client

from api.asking import asking
from shelfready.errors import MissingError
from shelfready.feeds import FeedDecision, FeedRef
from workflows.starting import start_feed
from workflows.take_feed import TakeFeed


class Takings(Protocol):
    """The feeds that are being taken in. What cannot be reached is `UnavailableError`."""

    async def start(self, ref: FeedRef) -> None:
        """Let a feed be taken in; a second time changes nothing."""

    async def decide(self, ref: FeedRef, decision: FeedDecision) -> None:
        """Say whether a held feed is applied; `MissingError` when its taking in has ended."""


@dataclass(frozen=True)
class TemporalTakings:
    """Takings as Temporal workflows."""

    client: Client

    async def start(self, ref: FeedRef) -> None:
        """Start the feed's workflow unless it was ever started."""
        async with asking():
            await start_feed(self.client, ref)

    async def decide(self, ref: FeedRef, decision: FeedDecision) -> None:
        """Signal `decide`."""
        gone = MissingError(
            "the taking in of the feed has ended in the meantime; read the feed again", cause_code="feed-ended"
        )
        async with asking(gone):
            await self.client.get_workflow_handle(ref.workflow_id).signal(TakeFeed.decide, decision)
