"""What a publisher sees of an onboarding: where it stands, and what happened."""

from dataclasses import dataclass

from temporalio import activity

from shelfready.errors import MissingError
from shelfready.ports import Catalogue, Clock
from shelfready.titles import Parking, Stage, Submission, SubmissionRef, SubmissionState
from shelfready.values import Sha256, Value


class StateChange(Value):
    """A submission's new state, with what belongs to it."""

    submission: SubmissionRef
    state: SubmissionState
    stage: Stage | None = None
    parking: Parking | None = None
    by: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Journal:
    """Keeps the catalogue's picture of a submission up to date."""

    catalogue: Catalogue
    clock: Clock

    @activity.defn(name="journal.record", no_thread_cancel_exception=True)
    def record(self, change: StateChange) -> None:
        """Write a new state down; a second time changes nothing."""
        with self.catalogue.begin() as unit:
            submission = unit.submissions.get(change.submission.submission_id)
            if submission is None:
                raise _unknown(change.submission)
            if submission.state.is_final or (submission.state, submission.parking) == (change.state, change.parking):
                return
            now = self.clock.now()
            stage = change.stage or submission.stage
            changed = {"state": change.state, "stage": stage, "parking": change.parking, "updated_at": now}
            unit.submissions.save(submission.model_copy(update=changed))
            details = change.model_dump(mode="json", include={"parking", "by", "note"}, exclude_none=True)
            unit.events.add(submission.id, change.state.value, details, now)

    def begin(self, ref: SubmissionRef, stage: Stage) -> Submission:
        """Note that a stage has begun; answers the submission as it stands.

        An attempt that was given up may still be at work: what it says of an earlier stage, or of a title that is
        parked, is not written down. Only a decision takes a title out of its parking.
        """
        with self.catalogue.begin() as unit:
            submission = unit.submissions.get(ref.submission_id)
            if submission is None:
                raise _unknown(ref)
            if not _goes_on(submission, stage):
                return submission
            now = self.clock.now()
            changed = submission.model_copy(
                update={"stage": stage, "state": SubmissionState.RUNNING, "updated_at": now}
            )
            unit.submissions.save(changed)
            unit.events.add(submission.id, "stage", {"stage": stage.value}, now)
            return changed

    def is_outdated(self, ref: SubmissionRef) -> bool:
        """Whether a newer submission of the title is live already. The ids of submissions sort by time."""
        with self.catalogue.begin(read_only=True) as unit:
            live = unit.submissions.newest_published(ref.publisher, ref.title_id)
        return live is not None and live > ref.submission_id

    def tell(self, ref: SubmissionRef, kind: str, **data: object) -> None:
        """Add an event for whoever follows the submission."""
        with self.catalogue.begin() as unit:
            unit.events.add(ref.submission_id, kind, data, self.clock.now())

    def attach(self, ref: SubmissionRef, *, delivery: Sha256 | None = None, plan: Sha256 | None = None) -> None:
        """Note where the delivery or the plan of a submission is; what it was before stays noted where None is said."""
        found = {"delivery_sha256": delivery, "plan_sha256": plan}
        with self.catalogue.begin() as unit:
            submission = unit.submissions.get(ref.submission_id)
            if submission is None:
                raise _unknown(ref)
            changed = submission.model_copy(update={name: digest for name, digest in found.items() if digest})
            if changed != submission:
                unit.submissions.save(changed.model_copy(update={"updated_at": self.clock.now()}))

    def attach_report(
        self, ref: SubmissionRef, report_sha256: Sha256, counts: dict[str, int], *, facts: Sha256 | None = None
    ) -> None:
        """Make the report of a submission readable; `facts` is where the facts are that the rules read."""
        with self.catalogue.begin() as unit:
            submission = unit.submissions.get(ref.submission_id)
            if submission is None:
                raise _unknown(ref)
            if submission.report_sha256 != report_sha256:
                now = self.clock.now()
                found = {"report_sha256": report_sha256, "facts_sha256": facts, "updated_at": now}
                unit.submissions.save(submission.model_copy(update=found))
                unit.events.add(submission.id, "checked", {"counts": counts}, now)


def _goes_on(submission: Submission, stage: Stage) -> bool:
    if submission.state is SubmissionState.ACCEPTED:
        return True
    order = list(Stage)
    is_later = submission.stage is None or order.index(stage) > order.index(submission.stage)
    return submission.state is SubmissionState.RUNNING and is_later


def _unknown(ref: SubmissionRef) -> MissingError:
    return MissingError(
        f"the catalogue has no submission {ref.submission_id}: it was removed, or this worker uses another catalogue",
        cause_code="submission-unknown",
    )
