"""What happened to submissions, and how far running work is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, insert, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import EventRow, ProgressRow, SubmissionRow
from shelfready.errors import MissingError
from shelfready.events import Event, LiveProgress
from shelfready.titles import Stage

_STAGES = list(Stage)


@dataclass(frozen=True)
class SqlEvents:
    """Events and live progress as rows; what they are is in `ports.Events`."""

    session: Session

    def add(self, submission_id: str, kind: str, data: dict[str, object], at: datetime) -> None:
        """Take the next number from the submission's row, which keeps other writers of it waiting until we commit.

        So the numbers have no gap, and whoever has read up to a number never misses a lower one that commits later.
        """
        number = self.session.exec(
            update(SubmissionRow)
            .where(col(SubmissionRow.id) == submission_id)
            .values(event_count=col(SubmissionRow.event_count) + 1)
            .returning(col(SubmissionRow.event_count))
        ).scalar_one_or_none()
        if number is None:
            raise MissingError(f"there is no submission {submission_id}: add it before its events")
        event = Event(number=number, submission_id=submission_id, kind=kind, data=data, at=at)
        self.session.exec(insert(EventRow).values(submission_id=submission_id, number=number, document=document(event)))

    def after(self, submission_id: str, number: int, limit: int) -> tuple[Event, ...]:
        """Read some, in order."""
        found = self.session.exec(
            select(EventRow.document)
            .where(EventRow.submission_id == submission_id, EventRow.number > number)
            .order_by(col(EventRow.number))
            .limit(limit)
        )
        return tuple(Event.from_json(document) for document in found)

    def set_progress(self, progress: LiveProgress) -> None:
        """Insert or replace, or delete what is finished."""
        key = {"submission_id": progress.submission_id, "stage": progress.stage.value, "part": progress.part}
        if progress.done >= 1.0:
            self.session.exec(delete(ProgressRow).filter_by(**key))
            return
        insertion = insert_into(self.session, ProgressRow).values(**key, document=document(progress))
        self.session.exec(
            insertion.on_conflict_do_update(index_elements=list(key), set_={"document": insertion.excluded.document})
        )

    def progress(self, submission_id: str) -> tuple[LiveProgress, ...]:
        """Read all of a submission, in the order of the stages."""
        found = self.session.exec(
            select(ProgressRow.document)
            .where(ProgressRow.submission_id == submission_id)
            .order_by(col(ProgressRow.part))
        )
        running = (LiveProgress.from_json(document) for document in found)
        return tuple(sorted(running, key=lambda progress: _STAGES.index(progress.stage)))
