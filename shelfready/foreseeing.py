"""Foresees what a submission would do: what is fetched, measured and made for it, and what is there already.

It asks the catalogue and the store, writes nothing down and starts no tool; where a worker decides, the very same
functions decide here. What is not known before a file is opened is said to be unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shelfready.asking import ask_all
from shelfready.blobs import Blobs, action_key
from shelfready.chaptering import chapterize
from shelfready.examining import Delivered, Examination, examine
from shelfready.findings import Outcome
from shelfready.forecasts import Fetching, Forecast, ForeseenFile
from shelfready.foretelling import forecast_of, opened_later
from shelfready.knowing import fed_of, known_of
from shelfready.metadata_facts import MetadataFacts
from shelfready.planning import keys_of, plan, with_made
from shelfready.plans import Plan
from shelfready.policies import profile_of
from shelfready.ports import Catalogue, UnitOfWork
from shelfready.predecessors import edges_of, facts_of, live_release, plan_of
from shelfready.profiles import Profile
from shelfready.stand_ins import with_stand_ins
from shelfready.titles import (
    Asset,
    AssetFacts,
    DeclaredFile,
    DropKind,
    Known,
    Manifest,
    Metadata,
    Role,
    Submission,
    SubmissionRef,
    TitleFacts,
)
from shelfready.values import Blob
from shelfready.waivers import Waiver


@dataclass(frozen=True)
class Foresight:
    """What foresees.

    `measure_key` is the key under which a worker keeps what it measured of an asset with a toolchain; `toolchain` is
    that of the workers, None where this machine cannot say it: then it is taken to be the one of the live release.
    """

    catalogue: Catalogue
    blobs: Blobs
    measure_key: Callable[[Asset, str], str]
    toolchain: str | None = None

    def of(self, submission: Submission, now: datetime) -> Forecast:
        """What the submission would do if it were sent now; nobody else's files are looked at."""
        if submission.drop.kind is not DropKind.FILES:
            return opened_later(submission)
        shelf = self._shelf(submission, now)
        toolchain = self.toolchain or (shelf.previous.toolchain if shelf.previous else "")
        assets = _assets(submission)
        held = self._held(submission, assets)
        known = self._known(assets, held, toolchain)
        files = _files(submission, held, {assets[index].name for index in known})
        found = with_stand_ins(assets, known, shelf.facts)
        if found is None:
            return forecast_of(submission, files)
        examined = self._examined(submission, shelf, found, now)
        report = examined.report if len(known) == len(assets) else None
        is_refused = report is not None and report.verdict.outcome is Outcome.REFUSE
        if is_refused or not all(_is_measured(track) for track in examined.facts.tracks):
            return forecast_of(submission, files, report=report)
        planned = self._planned(submission, shelf, examined.facts, toolchain)
        return forecast_of(submission, files, report=report, plan=planned)

    def _shelf(self, submission: Submission, now: datetime) -> "_Shelf":
        publisher, title_id = submission.publisher, submission.title_id
        with self.catalogue.begin(read_only=True) as unit:
            release = live_release(unit, publisher, title_id)
            live = unit.submissions.get(release.submission_id) if release is not None else None
            profile = profile_of(unit.policies.get(publisher))
            waivers = unit.waivers.counting(publisher, now)
            fed = fed_of(unit, publisher, title_id)
            known = _known_of(unit, submission, now)
        return _Shelf(profile, waivers, fed, known, plan_of(self.blobs, release), facts_of(self.blobs, live))

    def _held(self, submission: Submission, assets: tuple[Asset, ...]) -> frozenset[str]:
        """The names of those files whose bytes this publisher has delivered before."""
        said = {file.name: _blob(file) for file in submission.drop.files}
        asked = [(asset.name, blob) for asset in assets if (blob := said[asset.name]) is not None]
        answers = ask_all(lambda one: self.blobs.holds(submission.publisher, one[1]), asked)
        return frozenset(name for (name, _), is_held in zip(asked, answers, strict=True) if is_held)

    def _known(self, assets: tuple[Asset, ...], held: frozenset[str], toolchain: str) -> dict[int, AssetFacts]:
        """What was measured of the assets, by their indexes.

        Only of what the publisher has delivered: what is known of another's file is nobody else's business.
        """
        keys = {index: self.measure_key(asset, toolchain) for index, asset in enumerate(assets) if asset.name in held}
        done = self.blobs.done_of(keys.values())
        measured = {index: done[key].outputs["facts"].sha256 for index, key in keys.items() if key in done}
        read = ask_all(lambda digest: self.blobs.read_value(AssetFacts, digest), measured.values())
        return {
            index: facts.model_copy(update={"asset": assets[index]})
            for index, facts in zip(measured, read, strict=True)
        }

    def _examined(
        self, submission: Submission, shelf: "_Shelf", assets: tuple[AssetFacts, ...], now: datetime
    ) -> Examination:
        delivered = Delivered(
            publisher=submission.publisher,
            title_id=submission.title_id,
            content_type=submission.content_type,
            metadata=submission.metadata,
            manifest=Manifest(
                title_id=submission.title_id,
                content_type=submission.content_type,
                metadata=submission.metadata or Metadata(),
                files=submission.drop.files,
                chapters=submission.drop.chapters,
                dialect="submission",
            ),
            assets=assets,
            known=shelf.known,
            fed=shelf.fed,
        )
        return examine(delivered, shelf.profile, now=now, waivers=shelf.waivers)

    def _planned(self, submission: Submission, shelf: "_Shelf", facts: TitleFacts, toolchain: str) -> Plan:
        ref = SubmissionRef(submission_id=submission.id, publisher=submission.publisher, title_id=submission.title_id)
        wanted = plan(
            facts,
            chapterize(facts) if facts.tracks else None,
            ref,
            edges_of(facts),
            toolchain,
            profile=shelf.profile,
            previous=shelf.previous,
        )
        return with_made(wanted, frozenset(self.blobs.done_of(keys_of(wanted))))


@dataclass(frozen=True)
class _Shelf:
    """What is there of the title, and what it is held to."""

    profile: Profile
    waivers: tuple[Waiver, ...]
    fed: MetadataFacts | None
    known: Known
    previous: Plan | None
    facts: TitleFacts | None


def _known_of(unit: UnitOfWork, submission: Submission, now: datetime) -> Known:
    cover = next((file.sha256 for file in submission.drop.files if file.role is Role.COVER), None)
    return known_of(unit, submission.publisher, submission.title_id, now=now, cover=cover)


def _is_measured(track: AssetFacts) -> bool:
    """Whether a track could be read, by what measures now or by what measured before."""
    return None not in (track.audio, track.head, track.tail, track.waveform)


def _assets(submission: Submission) -> tuple[Asset, ...]:
    """The files as a worker would take them in, in its order; one whose hash nobody said has a name of its own."""
    assets = (
        Asset(
            role=file.role,
            name=file.name,
            order=file.order,
            title=file.title,
            sha256=file.sha256 or action_key("unknown", file=file.name),
            size_bytes=file.size_bytes or 0,
        )
        for file in submission.drop.files
    )
    return tuple(sorted(assets, key=lambda asset: (asset.role.value, asset.order or 0)))


def _files(submission: Submission, held: frozenset[str], measured: set[str]) -> tuple[ForeseenFile, ...]:
    return tuple(
        ForeseenFile(
            name=file.name,
            role=file.role,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            fetching=_fetching(file, held),
            is_measured=file.name in measured,
        )
        for file in submission.drop.files
    )


def _fetching(file: DeclaredFile, held: frozenset[str]) -> Fetching:
    if _blob(file) is None:
        return Fetching.UNKNOWN
    return Fetching.HELD if file.name in held else Fetching.TO_FETCH


def _blob(file: DeclaredFile) -> Blob | None:
    if file.sha256 is None or file.size_bytes is None:
        return None
    return Blob(sha256=file.sha256, size_bytes=file.size_bytes)
