"""Decides what will be made: the chapters, and the plan. Decisions are recorded, so a replay never makes them anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from temporalio import activity

from activities.journal import Journal
from shelfready.batches import cost_s, encode_batches, encoded_s, to_encode
from shelfready.blobs import Blobs
from shelfready.chaptering import chapterize
from shelfready.chapters import ChapterTable
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.planning import keys_of, plan, with_made
from shelfready.plans import Encode, Piece, Plan
from shelfready.policies import profile_of
from shelfready.predecessors import edges_of, live_release, plan_of
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
    """Pieces of one plan that are encoded one after the other, each into every format that it lacks.

    `audio_s` is how long they are, `cost_s` how many CPU seconds encoding them takes, about.
    """

    indices: tuple[int, ...]
    audio_s: int
    cost_s: int = 0
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
        stored = self.blobs.put_value(table)
        self.blobs.need(request.submission.submission_id, [stored.sha256])
        self.journal.tell(request.submission, "chapterized", chapters=len(table.chapters))
        return Chapterized(chapters=stored.sha256, count=len(table.chapters))

    @activity.defn(name="editing.plan", no_thread_cancel_exception=True)
    def plan(self, request: PlanRequest) -> Planned:
        """Choose what will be made, and find out what of it is there already."""
        ref = request.submission
        self.journal.begin(ref, Stage.PLAN)
        facts = self.blobs.read_value(TitleFacts, request.facts)
        chapters = self.blobs.read_value(ChapterTable, request.chapters) if request.chapters else None
        with self.journal.catalogue.begin(read_only=True) as unit:
            profile = profile_of(unit.policies.get(ref.publisher))
            live = live_release(unit, ref.publisher, ref.title_id)
        previous = plan_of(self.blobs, live)
        wanted = plan(facts, chapters, ref, edges_of(facts), self.toolchain, profile=profile, previous=previous)
        chosen = with_made(wanted, frozenset(self.blobs.done_of(keys_of(wanted))))
        stored = self.blobs.put_value(chosen)
        self.journal.attach(ref, plan=stored.sha256)
        planned = Planned(
            plan=stored.sha256, encodes=_encodes(chosen), makes=_makes(chosen), reused=len(_reused(chosen))
        )
        self.journal.tell(ref, "planned", **_told(chosen))
        return planned


def _told(plan: Plan) -> dict[str, object]:
    """What followers of the submission are told: what is done, and what need not be."""
    to_do = to_encode(plan)
    told: dict[str, object] = {
        "encodes": sum(map(len, to_do.values())),
        "tracks": len({plan.pieces[piece].track for piece in to_do}),
        "audio_s": int(encoded_s(plan)),
        "renditions": sum(not make.is_made for make in plan.makes),
        "reused": len(_reused(plan)),
        "making": [make.rendition for make in plan.makes if not make.is_made],
    }
    return told | ({"gain_db": plan.sound.gain_db, "sound": plan.sound.reason} if plan.spans else {})


def _reused(plan: Plan) -> list[str]:
    """The keys of what the store holds already."""
    encodes = [encode.key for encode in plan.encodes if encode.is_made]
    return encodes + [make.key for make in plan.makes if make.is_made]


def _encodes(plan: Plan) -> tuple[EncodeBatch, ...]:
    """The pieces still to be encoded, as they are shared out among workers: the costliest first."""
    to_do = to_encode(plan)
    return tuple(
        EncodeBatch(
            indices=indices,
            audio_s=sum(plan.pieces[index].samples for index in indices) // TIMELINE_RATE_HZ,
            cost_s=round(sum(cost_s(plan, index, to_do[index]) for index in indices)),
            summary=_summary(plan, indices, to_do),
        )
        for indices in encode_batches(plan)
    )


def _summary(plan: Plan, indices: tuple[int, ...], to_do: Mapping[int, Sequence[Encode]]) -> str:
    """`encode track 7 of 31, piece 2 of 4: aac-lc-64-mono, opus-32-mono`."""
    pieces = [plan.pieces[index] for index in indices]
    tracks = sorted({piece.track + 1 for piece in pieces})
    formats = ", ".join(dict.fromkeys(encode.format.key for index in indices for encode in to_do[index]))
    if len(tracks) > 1:
        # Long tracks between them are activities of their own.
        which = "tracks" if tracks[-1] - tracks[0] < len(tracks) else f"{len(tracks)} tracks from"
        return f"encode {which} {tracks[0]} to {tracks[-1]} of {len(plan.spans)}: {formats}"
    place = ""
    siblings = [piece for piece in plan.pieces if piece.track == pieces[0].track and not _is_whole(plan, piece)]
    if len(pieces) == 1 and pieces[0] in siblings:
        place = f", piece {siblings.index(pieces[0]) + 1} of {len(siblings)}"
    return f"encode track {tracks[0]} of {len(plan.spans)}{place}: {formats}"


def _is_whole(plan: Plan, piece: Piece) -> bool:
    return piece.samples == plan.spans[piece.track].samples


def _makes(plan: Plan) -> tuple[MakeItem, ...]:
    whole = plan.total_samples // TIMELINE_RATE_HZ
    return tuple(
        MakeItem(index=index, wave=make.wave, audio_s=whole, summary=f"make {make.rendition}")
        for index, make in enumerate(plan.makes)
        if not make.is_made
    )
