"""Decides what will be made: the chapters, and the plan. Decisions are recorded, so a replay never makes them anew."""

from dataclasses import dataclass

from temporalio import activity

from activities.journal import Journal
from shelfready.blobs import Blobs
from shelfready.chaptering import chapterize
from shelfready.chapters import ChapterTable
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.planning import encode_batches, plan, with_made
from shelfready.plans import Plan
from shelfready.titles import Stage, SubmissionRef, TitleFacts
from shelfready.values import Sha256, Value


class ChapterizeRequest(Value):
    """The title whose chapters are to be found."""

    submission: SubmissionRef
    facts: Sha256


class Chapterized(Value):
    """Where the chapter table is; None for a title that has no audio."""

    chapters: Sha256 | None
    count: int = 0


class PlanRequest(Value):
    """The title that is to be planned."""

    submission: SubmissionRef
    facts: Sha256
    chapters: Sha256 | None


class EncodeBatch(Value):
    """Encodings of one plan that are done one after the other, and how long their audio is."""

    indices: tuple[int, ...]
    audio_s: int
    summary: str


class MakeItem(Value):
    """One rendition of a plan, and how long the audio is that goes into it."""

    index: int
    wave: int
    audio_s: int
    summary: str


class Planned(Value):
    """Where the plan is, and what of it is not made yet."""

    plan: Sha256
    encodes: tuple[EncodeBatch, ...]
    makes: tuple[MakeItem, ...]
    reused: int = 0


@dataclass(frozen=True)
class Editing:
    """The department that decides."""

    journal: Journal
    blobs: Blobs
    toolchain: str

    @activity.defn(name="editing.chapterize", no_thread_cancel_exception=True)
    def chapterize(self, request: ChapterizeRequest) -> Chapterized:
        """Make the one chapter table that every output is made from."""
        self.journal.begin(request.submission, Stage.CHAPTERIZE)
        facts = self.blobs.read_value(TitleFacts, request.facts)
        if not facts.tracks:
            return Chapterized(chapters=None)
        table = chapterize(facts)
        self.journal.tell(request.submission, "chapterized", chapters=len(table.chapters))
        return Chapterized(chapters=self.blobs.put_value(table).sha256, count=len(table.chapters))

    @activity.defn(name="editing.plan", no_thread_cancel_exception=True)
    def plan(self, request: PlanRequest) -> Planned:
        """Choose what will be made, and find out what of it is there already."""
        self.journal.begin(request.submission, Stage.PLAN)
        facts = self.blobs.read_value(TitleFacts, request.facts)
        chapters = self.blobs.read_value(ChapterTable, request.chapters) if request.chapters else None
        wanted = plan(facts, chapters, request.submission, _edges(facts), self.toolchain)
        keys = {encode.key for encode in wanted.encodes} | {make.key for make in wanted.makes}
        made = frozenset(self.blobs.done_of(keys))
        chosen = with_made(wanted, made)
        planned = Planned(
            plan=self.blobs.put_value(chosen).sha256,
            encodes=_encodes(chosen),
            makes=_makes(chosen),
            reused=len(made),
        )
        self.journal.tell(
            request.submission,
            "planned",
            encodes=sum(not encode.is_made for encode in chosen.encodes),
            renditions=len(planned.makes),
            reused=len(made),
        )
        return planned


def _edges(facts: TitleFacts) -> dict[int, tuple[str, str]]:
    """The stored edges of every track, as they were measured."""
    found: dict[int, tuple[str, str]] = {}
    for number, track in enumerate(facts.tracks):
        if track.head is None or track.tail is None:
            raise DefectError(
                f"the edges of track {number + 1} ({track.asset.name}) were not kept; `retry` takes the drop in again",
                cause_code="measurement-gone",
            )
        found[number] = (track.head, track.tail)
    return found


def _encodes(plan: Plan) -> tuple[EncodeBatch, ...]:
    """The encodings still to be made, as they are shared out among workers: the longest first, lest it end alone."""
    count = len(plan.spans)
    batches = []
    for indices in encode_batches(plan):
        encodes = [plan.encodes[index] for index in indices]
        first, last = encodes[0].track + 1, encodes[-1].track + 1
        tracks = f"track {first}" if first == last else f"tracks {first} to {last}"
        batches.append(
            EncodeBatch(
                indices=indices,
                audio_s=sum(plan.spans[encode.track].samples for encode in encodes) // TIMELINE_RATE_HZ,
                summary=f"encode {tracks} of {count}, {encodes[0].format.key}",
            )
        )
    return tuple(sorted(batches, key=lambda batch: -batch.audio_s))


def _makes(plan: Plan) -> tuple[MakeItem, ...]:
    whole = plan.total_samples // TIMELINE_RATE_HZ
    return tuple(
        MakeItem(index=index, wave=make.wave, audio_s=whole, summary=f"make {make.rendition}")
        for index, make in enumerate(plan.makes)
        if not make.is_made
    )
