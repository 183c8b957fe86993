"""A feed, taken in: fetched, read, looked at as a whole, entered into the catalogue."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.feeds import ApplyRequest, FeedChange, Feeds, FetchedFeed, Staged, StageRequest
    from shelfready.feeds import FeedDecision, FeedRef, FeedState
    from shelfready.findings import Owner
    from shelfready.titles import Stage
    from workflows.parking import is_cancelled, parking_of, plain
    from workflows.policies import ENTER, LAST_WORD, READ, TRANSFER, named
    from workflows.waiting import RetryRequest

T = TypeVar("T")


class _RejectedError(Exception):
    """The message is not taken in: it cannot be read, or somebody decided so."""

    def __init__(self, problem: str, decision: FeedDecision | None = None) -> None:
        super().__init__(problem)
        self.problem, self.decision = problem, decision


_CANCELLED = "the taking in was cancelled; records that were entered before stay entered: send the feed again"


@workflow.defn(name="take-feed")
class TakeFeed:
    """Takes one message in. What of it is whose business is in the catalogue; here is only how far it is."""

    def __init__(self) -> None:
        self._decision: FeedDecision | None = None
        self._waits_for_retry = False

    @workflow.run
    async def run(self, ref: FeedRef) -> FeedState:
        """Fetch, read, wait for a decision where the feed would change too much, enter."""
        workflow.set_current_details(f"Taking in the feed {plain(ref.feed_id)} of {plain(ref.publisher)}.")
        try:
            fetched = await self._step(ref, partial(self._fetch, ref))
            staged = await self._step(ref, partial(self._stage, ref, fetched))
            if staged.is_held:
                await self._decided(ref, staged)
            await self._step(ref, partial(self._apply, ref, staged))
        except _RejectedError as rejected:
            await self._tell(ref, FeedState.REJECTED, problem=rejected.problem, decision=rejected.decision)
            return FeedState.REJECTED
        except BaseException as error:
            if is_cancelled(error):
                await self._tell(ref, FeedState.REJECTED, problem=_CANCELLED)
            raise
        await self._tell(ref, FeedState.DONE)
        return FeedState.DONE

    async def _fetch(self, ref: FeedRef) -> FetchedFeed:
        return await workflow.execute_activity_method(Feeds.fetch, ref, **named(TRANSFER, "fetch the message"))

    async def _stage(self, ref: FeedRef, fetched: FetchedFeed) -> Staged:
        request = StageRequest(feed=ref, blob=fetched.blob)
        return await workflow.execute_activity_method(Feeds.stage, request, **named(READ, "read the records"))

    async def _apply(self, ref: FeedRef, staged: Staged) -> None:
        request = ApplyRequest(feed=ref, pages=staged.pages)
        summary = f"enter {staged.records} records"
        await workflow.execute_activity_method(Feeds.apply, request, **named(ENTER, summary))

    async def _decided(self, ref: FeedRef, staged: Staged) -> None:
        """Wait until somebody has decided whether the feed is applied at all."""
        await self._tell(ref, FeedState.HELD)
        workflow.set_current_details(
            f"Holding {staged.records} records: they would change much of what is on the shelf, see the feed's "
            "findings in the catalogue. Send the signal `decide` with "
            '`{"is_approved": true, "by": "you", "why": "...", "at": "2026-03-01T12:00:00Z"}`.'
        )
        await workflow.wait_condition(lambda: self._decision is not None, timeout_summary="held")
        decision = self._decision
        if decision is not None and not decision.is_approved:
            raise _RejectedError(f"{decision.by} decided against it: {decision.why}", decision)
        await self._tell(ref, FeedState.RUNNING, decision=decision)

    async def _step(self, ref: FeedRef, call: Callable[[], Awaitable[T]]) -> T:
        """One step. What the publisher must mend ends the feed; anything else waits until it is mended."""
        attempt = 0
        while True:
            try:
                return await call()
            except ActivityError as error:
                if is_cancelled(error):
                    raise
                attempt += 1
                parking = parking_of(Stage.FETCH, [error], attempt)
                if parking.owner == Owner.PUBLISHER:
                    raise _RejectedError(f"{parking.message} [{parking.cause_code}]") from error
                problem = f"{parking.message} [{parking.cause_code}]"
            await self._tell(ref, FeedState.RUNNING, problem=problem)
            workflow.set_current_details(f"Stopped: {plain(problem)}\n\nMend it, then send the update `retry`.")
            self._waits_for_retry = True
            await workflow.wait_condition(lambda: not self._waits_for_retry, timeout_summary="stopped")
            await self._tell(ref, FeedState.RUNNING)

    async def _tell(
        self, ref: FeedRef, state: FeedState, *, problem: str | None = None, decision: FeedDecision | None = None
    ) -> None:
        """Write a state into the catalogue, however long that is away: nobody would come back to do it later."""
        change = FeedChange(feed=ref, state=state, problem=problem, decision=decision)
        await workflow.execute_activity_method(Feeds.record, change, **named(LAST_WORD, f"write down: {state.value}"))

    @workflow.signal(name="decide", description="Whether a feed that is held is applied; sent by the API.")
    def decide(self, decision: FeedDecision) -> None:
        """Take the first decision."""
        self._decision = self._decision or decision

    @workflow.update(name="retry", description="Go on from the step that stopped. Data may be left empty.")
    def retry(self, request: RetryRequest = RetryRequest()) -> str:
        """Go on from the step that stopped."""
        self._waits_for_retry = False
        return f"retry accepted{f' from {request.by}' if request.by else ''}"

    @retry.validator
    def _may_retry(self, request: RetryRequest = RetryRequest()) -> None:
        if not self._waits_for_retry:
            asked = f"{request.by}: " if request.by else ""
            raise ValueError(f"{asked}the feed has not stopped: there is nothing to retry")
