"""Measures what was delivered, and says whether it may be published."""

from dataclasses import dataclass
from datetime import datetime

from temporalio import activity

from activities.intake import Delivery
from activities.journal import Journal
from activities.scratch import Scratch
from activities.watching import ActivityWatcher
from shelfready.blobs import Blobs, Done
from shelfready.errors import DefectError, RejectedError
from shelfready.examining import Delivered, Examination, examine
from shelfready.findings import Outcome, Report
from shelfready.knowing import fed_of, known_of, learn
from shelfready.measure_keys import measure_key
from shelfready.measuring import Instruments
from shelfready.policies import profile_of
from shelfready.titles import Asset, AssetFacts, Stage, Submission, SubmissionRef
from shelfready.values import Sha256, Value

MEASURE_VERSION = 4
"""Raised when a measurement means something else than before; facts are then measured anew."""


class MeasureBatch(Value):
    """Assets of a delivery to be measured, in order."""

    submission: SubmissionRef
    delivery: Sha256
    indices: tuple[int, ...]


class MeasurementKeys(Value):
    """The action key of each asset's measurement, by the asset's index; stored, for a history it may be too long."""

    keys: dict[int, Sha256]


class Measured(Value):
    """Where it is written down how to find the facts of a batch."""

    keys: Sha256


class CheckRequest(Value):
    """Everything that was measured of a delivery."""

    submission: SubmissionRef
    delivery: Sha256
    measured: tuple[Measured, ...]


class Checked(Value):
    """What is known of the title, and what the rules said."""

    facts: Sha256
    report: Sha256
    outcome: Outcome


@dataclass(frozen=True)
class Inspection:
    """The department that looks at what was delivered."""

    journal: Journal
    blobs: Blobs
    instruments: Instruments
    scratch: Scratch
    toolchain: str

    @activity.defn(name="inspection.measure", no_thread_cancel_exception=True)
    def measure(self, batch: MeasureBatch) -> Measured:
        """Measure files; one that was measured before, for whichever title, is not opened again."""
        self.journal.begin(batch.submission, Stage.MEASURE)
        delivery = self.blobs.read_value(Delivery, batch.delivery)
        keys = {index: self._key(delivery.assets[index]) for index in batch.indices}
        stored = self.blobs.put_value(MeasurementKeys(keys=keys))
        self.blobs.need(batch.submission.submission_id, [stored.sha256, *keys.values()])
        for index, key in keys.items():
            if self.blobs.done(key) is None:
                self._measure(batch.submission, delivery.assets[index], key)
            activity.heartbeat(index)
        return Measured(keys=stored.sha256)

    @activity.defn(name="inspection.check", no_thread_cancel_exception=True)
    def check(self, request: CheckRequest) -> Checked:
        """Run every rule over everything that was measured, keep the report, and refuse or let pass."""
        submission = self.journal.begin(request.submission, Stage.CHECK)
        delivered = self._delivered(submission, request)
        now = self.journal.clock.now()
        examination = self._examined(delivered, now)
        stored = self.blobs.put_value(examination.facts)
        report = examination.report.model_copy(update={"facts": stored.sha256})
        kept = self.blobs.put_value(report)
        self.journal.attach_report(request.submission, kept.sha256, report.verdict.counts, facts=stored.sha256)
        if report.verdict.outcome is Outcome.REFUSE:
            raise _refusal(report)
        with self.journal.catalogue.begin() as unit:
            learn(unit, examination.facts, delivered=delivered.manifest.described, now=now)
        return Checked(facts=stored.sha256, report=kept.sha256, outcome=report.verdict.outcome)

    def _delivered(self, submission: Submission, request: CheckRequest) -> Delivered:
        delivery = self.blobs.read_value(Delivery, request.delivery)
        keys: dict[int, str] = {}
        for measured in request.measured:
            keys |= self.blobs.read_value(MeasurementKeys, measured.keys).keys
        done = self.blobs.done_of(keys.values())
        return Delivered(
            publisher=submission.publisher,
            title_id=submission.title_id,
            content_type=submission.content_type,
            metadata=submission.metadata,
            manifest=delivery.manifest,
            assets=tuple(self._facts(asset, done.get(keys[index])) for index, asset in enumerate(delivery.assets)),
        )

    def _examined(self, delivered: Delivered, now: datetime) -> Examination:
        """The title, held to what its publisher is held to, with what is known of it and what was waived."""
        publisher, title_id = delivered.publisher, delivered.title_id
        with self.journal.catalogue.begin(read_only=True) as unit:
            profile = profile_of(unit.policies.get(publisher))
            waivers = unit.waivers.counting(publisher, now)
            fed = fed_of(unit, publisher, title_id)
            reference, cover = delivered.reference, delivered.cover
            known = known_of(unit, publisher, title_id, now=now, reference=reference, cover=cover)
        whole = delivered.model_copy(update={"known": known, "fed": fed})
        return examine(whole, profile, now=now, waivers=waivers)

    def _measure(self, ref: SubmissionRef, asset: Asset, key: str) -> None:
        watcher = ActivityWatcher(self.journal.catalogue, self.journal.clock, ref, Stage.MEASURE, asset.name)
        with self.scratch.folder(asset.size_bytes) as folder:
            path = folder / "asset"
            self.blobs.download(asset.sha256, path, watcher.moved)
            measurement = self.instruments.measure(asset, path, watcher)
            outputs = {name: self.blobs.put_bytes(data) for name, data in measurement.pieces.items()}
            stored = {name: blob.sha256 for name, blob in outputs.items()}
            outputs["facts"] = self.blobs.put_value(measurement.facts.model_copy(update=stored))
        self.blobs.record(key, outputs)
        watcher.finish()

    def _facts(self, asset: Asset, done: Done | None) -> AssetFacts:
        """The facts of an asset's bytes, under the asset's own name and place."""
        if done is None:
            raise _forgotten(asset)
        stored = self.blobs.read_value(AssetFacts, done.outputs["facts"].sha256)
        return stored.model_copy(update={"asset": asset})

    def _key(self, asset: Asset) -> str:
        return measure_key(asset, version=MEASURE_VERSION, toolchain=self.toolchain)


def _refusal(report: Report) -> RejectedError:
    blocking = [finding for finding in report.findings if finding.blocks]
    listed = "; ".join(f"{finding.code} {finding.asset or 'the title'}: {finding.message}" for finding in blocking[:10])
    count = "1 finding refuses" if len(blocking) == 1 else f"{len(blocking)} findings refuse"
    more = f"; and {len(blocking) - 10} more in the report" if len(blocking) > 10 else ""
    return RejectedError(f"{count} the title: {listed}{more}", cause_code=report.verdict.decisive)


def _forgotten(asset: Asset) -> DefectError:
    return DefectError(
        f"the measurement of {asset.name} is gone from the store; `retry` takes the drop in again and measures it anew",
        cause_code="measurement-gone",
    )
