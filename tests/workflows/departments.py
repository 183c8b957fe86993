"""Departments that only answer, and can be told to fail: what workflow tests and recorded histories run on."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from temporalio import activity

from activities.editing import Chapterized, ChapterizeRequest, EncodeBatch, MakeItem, Planned, PlanRequest
from activities.failures import to_application_error
from activities.inspection import Checked, CheckRequest, MeasureBatch, Measured
from activities.intake import CloseRequest, Delivered, FetchBatch, Fetched, Opened
from activities.journal import StateChange
from activities.production import EncodeRequest, MakeRequest
from activities.publication import Published, PublishRequest, Verified, VerifyRequest
from shelfready.errors import ShelfreadyError
from shelfready.findings import Outcome
from shelfready.titles import SubmissionRef

A_HASH = "a" * 64


@dataclass
class Departments:
    """Answers for a title of two tracks. `fail(name, error)` makes one coming call of an activity fail."""

    calls: Counter[str] = field(default_factory=Counter)
    states: list[str] = field(default_factory=list)
    outdated: set[str] = field(default_factory=set)
    _failures: dict[str, list[ShelfreadyError]] = field(default_factory=dict)

    def fail(self, name: str, *errors: ShelfreadyError) -> None:
        """Let the next calls of an activity fail with these errors, one each."""
        self._failures.setdefault(name, []).extend(errors)

    def activities(self) -> Sequence[Callable[..., Any]]:
        """The activities, under the names that workflows know."""
        return [getattr(self, name) for name in dir(type(self)) if hasattr(getattr(type(self), name), _DEFINITION)]

    def _call(self, name: str) -> None:
        self.calls[name] += 1
        if self._failures.get(name):
            raise to_application_error(self._failures[name].pop(0))

    @activity.defn(name="journal.record")
    async def record(self, change: StateChange) -> None:
        """Remember the state."""
        self._call("journal.record")
        self.states.append(change.state.value)

    @activity.defn(name="intake.open")
    async def open(self, ref: SubmissionRef) -> Opened:
        """Two files."""
        self._call("intake.open")
        if ref.submission_id in self.outdated:
            return Opened(manifest=None)
        return Opened(manifest=A_HASH, files=2, batches=((0,), (1,)))

    @activity.defn(name="intake.fetch")
    async def fetch(self, batch: FetchBatch) -> Fetched:
        """Each arrives."""
        self._call("intake.fetch")
        return Fetched(files=A_HASH)

    @activity.defn(name="intake.close")
    async def close(self, request: CloseRequest) -> Delivered:
        """Two batches of audio, and a cover."""
        self._call("intake.close")
        return Delivered(delivery=A_HASH, tracks=((0,), (1,)), others=((2,),))

    @activity.defn(name="inspection.measure")
    async def measure(self, batch: MeasureBatch) -> Measured:
        """Measured."""
        self._call("inspection.measure")
        return Measured(keys=A_HASH)

    @activity.defn(name="inspection.check")
    async def check(self, request: CheckRequest) -> Checked:
        """Passed."""
        self._call("inspection.check")
        return Checked(facts=A_HASH, report=A_HASH, outcome=Outcome.PASS)

    @activity.defn(name="editing.chapterize")
    async def chapterize(self, request: ChapterizeRequest) -> Chapterized:
        """Two chapters."""
        self._call("editing.chapterize")
        return Chapterized(chapters=A_HASH, count=2)

    @activity.defn(name="editing.plan")
    async def plan(self, request: PlanRequest) -> Planned:
        """Two encodings, three renditions in two waves."""
        self._call("editing.plan")
        return Planned(
            plan=A_HASH,
            encodes=tuple(
                EncodeBatch(indices=(index,), audio_s=60, summary=f"encode track {index + 1} of 2, aac-lc-64-mono")
                for index in range(2)
            ),
            makes=tuple(
                MakeItem(index=index, wave=wave, audio_s=120, summary=f"make {name}")
                for index, (name, wave) in enumerate((("m4b", 1), ("hls-aac-64", 1), ("readium-manifest", 2)))
            ),
        )

    @activity.defn(name="production.encode")
    async def encode(self, request: EncodeRequest) -> None:
        """Encoded."""
        self._call("production.encode")

    @activity.defn(name="production.make")
    async def make(self, request: MakeRequest) -> None:
        """Made."""
        self._call("production.make")

    @activity.defn(name="publication.verify")
    async def verify(self, request: VerifyRequest) -> Verified:
        """Whole."""
        self._call("publication.verify")
        return Verified(release=A_HASH, artifacts=3)

    @activity.defn(name="publication.publish")
    async def publish(self, request: PublishRequest) -> Published:
        """Live."""
        self._call("publication.publish")
        return Published(number=1)


_DEFINITION = "__temporal_activity_definition"
