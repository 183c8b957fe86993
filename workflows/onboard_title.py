"""The onboarding of one title, from a drop to a live release."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.editing import Chapterized, ChapterizeRequest, Editing, EncodeBatch, MakeItem, Planned, PlanRequest
    from activities.inspection import Checked, CheckRequest, Inspection, MeasureBatch, Measured
    from activities.intake import CloseRequest, Delivered, FetchBatch, Fetched, Intake, Opened
    from activities.journal import Journal, StateChange
    from activities.production import EncodeRequest, MakeRequest, Production
    from activities.publication import Publication, Published, PublishRequest, Verified, VerifyRequest
    from shelfready.titles import Parking, Stage, SubmissionRef, SubmissionState
    from shelfready.values import Value
    from workflows import display
    from workflows.parking import is_cancelled, parking_of, starts_over
    from workflows.policies import (
        AT_ONCE,
        LAST_WORD,
        LIGHT,
        LOOK,
        MEASURE_AUDIO,
        MEASURE_OTHERS,
        NOTE,
        TRANSFER,
        WHOLE,
        media,
        named,
    )
    from workflows.waiting import AbandonRequest, Choice, RetryRequest, Waiting

T = TypeVar("T")


class OnboardInput(Value):
    """The submission to onboard, and those of the same title that came while another was in flight."""

    submission: SubmissionRef
    queue: tuple[SubmissionRef, ...] = ()


class OnboardOutcome(Value):
    """How a submission ended."""

    state: SubmissionState
    release: int | None = None


class OnboardProgress(Value):
    """Where an onboarding stands."""

    submission_id: str
    stage: Stage
    parking: Parking | None = None
    waiting_submissions: int = 0


class _StartOverError(Exception):
    """The drop was mended, or what was made of it is gone: everything that still holds is found made."""


class _EndedError(Exception):
    """The submission ends here without being published."""

    def __init__(self, state: SubmissionState, by: str, note: str) -> None:
        super().__init__(state)
        self.state, self.by, self.note = state, by, note


@workflow.defn(name="onboard-title")
class OnboardTitle:
    """One title at a time is onboarded under the id `onboard/<publisher>/<title id>`.

    A submission that comes while another of the title runs waits for its end; one that comes while the other is parked
    takes its place. Either way it is run by continuing this workflow as new, so that none is lost.
    """

    @workflow.init
    def __init__(self, start: OnboardInput) -> None:
        self._submission = start.submission
        self._queue = list(start.queue)
        self._outdated: list[SubmissionRef] = []
        self._stage = Stage.FETCH
        self._round = 0
        self._waiting = Waiting(start.submission.submission_id)

    @workflow.run
    async def run(self, _start: OnboardInput) -> OnboardOutcome:
        """Onboard the submission, and go on with the next one of the title."""
        try:
            published = await self._onboard()
            outcome = OnboardOutcome(state=SubmissionState.PUBLISHED, release=published.number)
        except _EndedError as ended:
            await self._tell(ended.state, LAST_WORD, by=ended.by, note=ended.note)
            outcome = OnboardOutcome(state=ended.state)
        except BaseException as error:
            if not is_cancelled(error):
                raise
            await self._tell(SubmissionState.ABANDONED, LAST_WORD, note="cancelled")
            if not self._queue:
                raise
            outcome = OnboardOutcome(state=SubmissionState.ABANDONED)
        return await self._finish(outcome)

    async def _onboard(self) -> Published:
        """Fetch, measure, check, chapterize, plan, encode, make, verify, publish; from the beginning when it must."""
        while True:
            display.running(self._submission, Stage.FETCH)
            try:
                delivered = await self._step(Stage.FETCH, self._fetch)
                measured = await self._measure(delivered)
                checked = await self._step(Stage.CHECK, partial(self._check, delivered, measured))
                planned = await self._plan(checked)
                await self._encode(planned)
                await self._make(planned)
                return await self._publish(checked, planned)
            except _StartOverError:
                self._round += 1

    async def _fetch(self) -> Delivered:
        """Take the drop in, as one step: whatever was wrong with a file, a retry fetches it anew."""
        opened: Opened = await workflow.execute_activity_method(
            Intake.open, self._submission, **named(LOOK, "look into the drop")
        )
        if opened.manifest is None:
            raise _EndedError(SubmissionState.SUPERSEDED, by="", note="a newer submission is published")
        batches = [
            FetchBatch(submission=self._submission, manifest=opened.manifest, indices=indices, round=self._round)
            for indices in opened.batches
        ]
        fetched = await _all_of([partial(self._fetch_batch, batch, opened.files) for batch in batches])
        files = tuple(batch.files for batch in fetched)
        return await workflow.execute_activity_method(
            Intake.close,
            CloseRequest(submission=self._submission, manifest=opened.manifest, fetched=files),
            **named(WHOLE, "write the delivery down"),
        )

    async def _fetch_batch(self, batch: FetchBatch, files: int) -> Fetched:
        return await workflow.execute_activity_method(
            Intake.fetch, batch, **named(TRANSFER, f"fetch {len(batch.indices)} of {files} files")
        )

    async def _measure(self, delivered: Delivered) -> tuple[Measured, ...]:
        display.stage(Stage.MEASURE)
        batches = [
            *(partial(self._measure_batch, delivered, indices, MEASURE_AUDIO) for indices in delivered.tracks),
            *(partial(self._measure_batch, delivered, indices, MEASURE_OTHERS) for indices in delivered.others),
        ]
        return tuple(await self._steps(Stage.MEASURE, batches))

    async def _measure_batch(
        self, delivered: Delivered, indices: tuple[int, ...], policy: workflow.ActivityConfig
    ) -> Measured:
        return await workflow.execute_activity_method(
            Inspection.measure,
            MeasureBatch(submission=self._submission, delivery=delivered.delivery, indices=indices),
            **named(policy, f"measure {len(indices)} files"),
        )

    async def _check(self, delivered: Delivered, measured: tuple[Measured, ...]) -> Checked:
        return await workflow.execute_activity_method(
            Inspection.check,
            CheckRequest(submission=self._submission, delivery=delivered.delivery, measured=measured),
            **named(WHOLE, "apply the rules"),
        )

    async def _plan(self, checked: Checked) -> Planned:
        chapterized = await self._step(Stage.CHAPTERIZE, partial(self._chapterize, checked))
        return await self._step(Stage.PLAN, partial(self._choose, checked, chapterized))

    async def _chapterize(self, checked: Checked) -> Chapterized:
        request = ChapterizeRequest(submission=self._submission, facts=checked.facts)
        return await workflow.execute_activity_method(Editing.chapterize, request, **named(LIGHT, "find the chapters"))

    async def _choose(self, checked: Checked, chapterized: Chapterized) -> Planned:
        request = PlanRequest(submission=self._submission, facts=checked.facts, chapters=chapterized.chapters)
        return await workflow.execute_activity_method(Editing.plan, request, **named(WHOLE, "plan the renditions"))

    async def _encode(self, planned: Planned) -> None:
        display.stage(Stage.ENCODE)
        # Wave 0 needs no encoding: it is made meanwhile.
        beside = [partial(self._make_one, planned, item) for item in planned.makes if item.wave == 0]
        encodes = [partial(self._encode_batch, planned, batch) for batch in planned.encodes]
        await self._steps(Stage.ENCODE, [*beside, *encodes])

    async def _encode_batch(self, planned: Planned, batch: EncodeBatch) -> None:
        await workflow.execute_activity_method(
            Production.encode,
            EncodeRequest(submission=self._submission, plan=planned.plan, indices=batch.indices),
            **named(media(batch.audio_s), batch.summary),
        )

    async def _make(self, planned: Planned) -> None:
        for wave in sorted({item.wave for item in planned.makes} - {0}):
            items = [partial(self._make_one, planned, item) for item in planned.makes if item.wave == wave]
            await self._steps(Stage.MAKE, items)

    async def _make_one(self, planned: Planned, item: MakeItem) -> None:
        await workflow.execute_activity_method(
            Production.make,
            MakeRequest(submission=self._submission, plan=planned.plan, index=item.index),
            **named(media(item.audio_s), item.summary),
        )

    async def _publish(self, checked: Checked, planned: Planned) -> Published:
        verified = await self._step(Stage.VERIFY, partial(self._verify, checked, planned))
        return await self._step(Stage.PUBLISH, partial(self._go_live, verified))

    async def _verify(self, checked: Checked, planned: Planned) -> Verified:
        request = VerifyRequest(submission=self._submission, plan=planned.plan, report=checked.report)
        return await workflow.execute_activity_method(
            Publication.verify, request, **named(WHOLE, "check the release as a whole")
        )

    async def _go_live(self, verified: Verified) -> Published:
        request = PublishRequest(submission=self._submission, release=verified.release)
        return await workflow.execute_activity_method(
            Publication.publish, request, **named(LIGHT, "make the release live")
        )

    async def _finish(self, outcome: OnboardOutcome) -> OnboardOutcome:
        """Go on with the next submission of the title, or end."""
        display.ended(outcome.state)
        if outcome.state is SubmissionState.ABANDONED:
            # Nothing newer is live: what came too late for this one gets its turn.
            self._queue = sorted([*self._outdated, *self._queue], key=_age)
            self._outdated.clear()
        while self._outdated:
            note = f"{self._submission.submission_id} is newer"
            await self._tell(SubmissionState.SUPERSEDED, LAST_WORD, note=note, about=self._outdated.pop())
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._queue:
            workflow.continue_as_new(OnboardInput(submission=self._queue[0], queue=tuple(self._queue[1:])))
        return outcome

    async def _step(self, stage: Stage, call: Callable[[], Awaitable[T]]) -> T:
        """One step; when it fails the title parks here, and goes on from here."""
        return (await self._steps(stage, [call]))[0]

    async def _steps(self, stage: Stage, calls: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
        """Steps side by side. All are let finish before the title parks, once; only the failed are repeated."""
        self._stage = stage
        done: dict[int, T] = {}
        while True:
            waiting = [index for index in range(len(calls)) if index not in done]
            results = await _side_by_side([calls[index] for index in waiting])
            failures: list[BaseException] = []
            for index, result in zip(waiting, results, strict=True):
                if isinstance(result, BaseException):
                    failures.append(result)
                else:
                    done[index] = result
            for failure in failures:
                # Only what an activity failed with is somebody's to decide; a defect in here heals with a deploy.
                if is_cancelled(failure) or not isinstance(failure, ActivityError):
                    raise failure
            if not failures:
                return [done[index] for index in range(len(calls))]
            await self._park(stage, failures)

    async def _park(self, stage: Stage, failures: list[BaseException]) -> None:
        """Wait in the open until somebody decides, or a newer submission takes this one's place."""
        self._waiting.attempt += 1
        parking = parking_of(stage, failures, self._waiting.attempt)
        self._waiting.begin(parking)
        display.parked(parking)
        await self._tell(SubmissionState.PARKED, NOTE, parking=parking)
        await workflow.wait_condition(
            lambda: self._waiting.decision is not None or bool(self._queue),
            timeout_summary=f"parked: {parking.cause_code}",
        )
        decision = self._waiting.end()
        if decision is None:
            raise _EndedError(SubmissionState.SUPERSEDED, by="", note=f"by {self._queue[0].submission_id}")
        if decision.choice is Choice.ABANDON:
            raise _EndedError(SubmissionState.ABANDONED, by=decision.by, note=decision.note)
        is_over = starts_over(parking)
        goes_on_at = Stage.FETCH if is_over else stage
        await self._tell(SubmissionState.RUNNING, NOTE, stage=goes_on_at, by=decision.by, note=decision.note)
        if is_over:
            raise _StartOverError
        display.running(self._submission, stage)

    async def _tell(
        self,
        state: SubmissionState,
        policy: workflow.ActivityConfig,
        *,
        stage: Stage | None = None,
        parking: Parking | None = None,
        by: str = "",
        note: str = "",
        about: SubmissionRef | None = None,
    ) -> None:
        """Write a state into the catalogue. The workflow goes on if it cannot: what it does is the truth."""
        change = StateChange(
            submission=about or self._submission,
            state=state,
            stage=stage,
            parking=parking,
            by=by or None,
            note=note or None,
        )
        summary = f"write down: {state.value}"
        try:
            await workflow.execute_activity_method(Journal.record, change, **named(policy, summary))
        except ActivityError as error:
            if is_cancelled(error):
                raise
            workflow.logger.error("the catalogue could not be told that it is %s: %s", state.value, error.cause)

    @workflow.signal(name="submit", description="A submission of this title; sent by the API.")
    def submit(self, ref: SubmissionRef | None = None) -> None:
        """Queue a submission, once. Ids sort by time: one that is older than this one comes too late."""
        if ref is None or ref in (self._submission, *self._queue, *self._outdated):
            return
        is_newer = ref.submission_id > self._submission.submission_id
        (self._queue if is_newer else self._outdated).append(ref)
        self._queue.sort(key=_age)

    @workflow.update(name="retry", description="Go on from the failed step. Data may be left empty.")
    def retry(self, request: RetryRequest = RetryRequest()) -> str:
        """Go on from the step that failed."""
        return self._waiting.decide(Choice.RETRY, request)

    @retry.validator
    def _may_retry(self, request: RetryRequest = RetryRequest()) -> None:
        self._waiting.require(request, self._stage)

    @workflow.signal(name="retry_signal", description="The same as the update retry, for bulk and for later.")
    def retry_signal(self, request: RetryRequest = RetryRequest()) -> None:
        """Go on from the step that failed, if the title waits and is at the attempt that is meant."""
        if self._waiting.accepts(request):
            self._waiting.decide(Choice.RETRY, request)

    @workflow.update(name="abandon", description="Give this submission up. Data may be left empty.")
    def abandon(self, request: AbandonRequest = AbandonRequest()) -> str:
        """Give the submission up."""
        return self._waiting.decide(Choice.ABANDON, request)

    @abandon.validator
    def _may_abandon(self, request: AbandonRequest = AbandonRequest()) -> None:
        self._waiting.require(request, self._stage)

    @workflow.signal(name="abandon_signal", description="The same as the update abandon, for bulk and for later.")
    def abandon_signal(self, request: AbandonRequest = AbandonRequest()) -> None:
        """Give the submission up, if the title waits and is at the attempt that is meant."""
        if self._waiting.accepts(request):
            self._waiting.decide(Choice.ABANDON, request)

    @workflow.query(name="progress", description="Where the onboarding stands.")
    def progress(self) -> OnboardProgress:
        """Where the onboarding stands."""
        return OnboardProgress(
            submission_id=self._submission.submission_id,
            stage=self._stage,
            parking=self._waiting.parking,
            waiting_submissions=len(self._queue),
        )


def _age(ref: SubmissionRef) -> str:
    """The ids of submissions sort by time."""
    return ref.submission_id


async def _all_of(calls: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """Side by side; the first failure is raised when all have ended, so that nothing runs on behind it."""
    done: list[T] = []
    for result in await _side_by_side(calls):
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done


async def _side_by_side(calls: Sequence[Callable[[], Awaitable[T]]]) -> list[T | BaseException]:
    """Run them all to their ends, no more at once than Temporal holds for one title."""
    room = asyncio.Semaphore(AT_ONCE)

    async def within(call: Callable[[], Awaitable[T]]) -> T:
        async with room:
            return await call()

    return await asyncio.gather(*(within(call) for call in calls), return_exceptions=True)
