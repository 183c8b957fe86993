"""The submissions of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, tuple_
from sqlmodel import Session, col, delete, select, update

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.paging import moment_of
from shelfready.adapters.database.statements import insert_into
from shelfready.adapters.database.tables import ProgressRow, ReleaseRow, SubmissionRow, TitleRow
from shelfready.errors import ConflictError, MissingError
from shelfready.ports import Page, PublishedFacts
from shelfready.titles import Submission, SubmissionRef, SubmissionState


@dataclass(frozen=True)
class SqlSubmissions:
    """Submissions as rows; what they are is in `ports.Submissions`."""

    session: Session
    may_write: bool

    def add(self, submission: Submission, *, idempotency_key: str | None, body_sha256: str) -> None:
        """Insert, unless the id or the publisher's idempotency key is there already."""
        statement = (
            insert_into(self.session, SubmissionRow)
            .values(
                id=submission.id,
                publisher=submission.publisher,
                title_id=submission.title_id,
                state=submission.state.value,
                **_made(submission),
                idempotency_key=idempotency_key,
                body_sha256=body_sha256,
                created_at=submission.created_at,
                updated_at=submission.updated_at,
                document=document(submission),
            )
            .on_conflict_do_nothing()
            .returning(col(SubmissionRow.id))
        )
        if self.session.exec(statement).first() is not None:
            return
        if self.get(submission.id) is not None:
            raise ConflictError(
                f"there is a submission {submission.id} already: give the new one an id of its own",
                cause_code="submission-exists",
            )
        raise ConflictError(
            "the idempotency key belongs to an earlier submission: follow that one, or send a new key",
            cause_code="idempotency-key-used",
        )

    def get(self, submission_id: str) -> Submission | None:
        """Read one, and lock it where it may be written: `save` writes all of it, and must know what others wrote."""
        statement = select(SubmissionRow.document).where(SubmissionRow.id == submission_id)
        if self.may_write:
            # NO KEY: rows that only refer to it need not wait. SQLite ignores it all; a writer there is alone.
            statement = statement.with_for_update(key_share=True)
        found = self.session.exec(statement).first()
        return None if found is None else Submission.from_json(found)

    def by_idempotency_key(self, publisher: str, key: str) -> tuple[Submission, str] | None:
        """Read the one that was sent with the key, and the hash of the body it came in."""
        found = self.session.exec(
            select(SubmissionRow.document, SubmissionRow.body_sha256).where(
                SubmissionRow.publisher == publisher, SubmissionRow.idempotency_key == key
            )
        ).first()
        return None if found is None else (Submission.from_json(found[0]), found[1])

    def save(self, submission: Submission) -> None:
        """Write what may change; who sent what and when never does. A final submission has no live progress left."""
        saved = self.session.exec(
            update(SubmissionRow)
            .where(col(SubmissionRow.id) == submission.id)
            .values(
                state=submission.state.value,
                **_made(submission),
                updated_at=submission.updated_at,
                document=document(submission),
            )
        )
        if saved.rowcount == 0:
            raise MissingError(f"there is no submission {submission.id}: add it before saving it")
        if submission.state.is_final:
            self.session.exec(delete(ProgressRow).where(col(ProgressRow.submission_id) == submission.id))

    def list(
        self,
        publisher: str | None,
        page: Page,
        *,
        state: SubmissionState | None = None,
        title_id: str | None = None,
    ) -> tuple[Submission, ...]:
        """Read a page, newest first; those of one moment by id, so that none is shown twice or left out."""
        moment, id = col(SubmissionRow.created_at), col(SubmissionRow.id)
        statement = select(SubmissionRow.document).order_by(moment.desc(), id.desc()).limit(page.limit)
        if publisher is not None:
            statement = statement.where(SubmissionRow.publisher == publisher)
        if state is not None:
            statement = statement.where(SubmissionRow.state == state.value)
        if title_id is not None:
            statement = statement.where(SubmissionRow.title_id == title_id)
        if page.cursor is not None:
            begins = moment_of(self.session, SubmissionRow, page.cursor, publisher)
            statement = statement.where(tuple_(moment, id) < (begins, page.cursor))
        return _read(self.session.exec(statement))

    def unstarted(self, before: datetime, limit: int, after: str | None = None) -> tuple[SubmissionRef, ...]:
        """Read those that no workflow has touched, from columns: a document that cannot be read hides no other."""
        moment, id = col(SubmissionRow.created_at), col(SubmissionRow.id)
        statement = (
            select(SubmissionRow.id, SubmissionRow.publisher, SubmissionRow.title_id)
            .where(SubmissionRow.state == SubmissionState.ACCEPTED.value, moment < before)
            .order_by(moment, id)
            .limit(limit)
        )
        if after is not None:
            begins = moment_of(self.session, SubmissionRow, after, None)
            statement = statement.where(tuple_(moment, id) > (begins, after))
        return tuple(
            SubmissionRef(submission_id=id, publisher=publisher, title_id=title_id)
            for id, publisher, title_id in self.session.exec(statement)
        )

    def newest_published(self, publisher: str, title_id: str) -> str | None:
        """Follow the title's pointer to its live release."""
        return self.session.exec(
            select(ReleaseRow.submission_id)
            .join(
                TitleRow,
                and_(
                    col(TitleRow.publisher) == ReleaseRow.publisher,
                    col(TitleRow.title_id) == ReleaseRow.title_id,
                    col(TitleRow.live_release) == ReleaseRow.number,
                ),
            )
            .where(TitleRow.publisher == publisher, TitleRow.title_id == title_id)
        ).first()

    def published_facts(self, page: Page) -> tuple[PublishedFacts, ...]:
        """Follow the pointers of all titles to their live releases, and these to their submissions."""
        statement = (
            select(SubmissionRow.publisher, SubmissionRow.title_id, SubmissionRow.id, SubmissionRow.facts_sha256)
            .join(ReleaseRow, col(ReleaseRow.submission_id) == SubmissionRow.id)
            .join(
                TitleRow,
                and_(
                    col(TitleRow.publisher) == ReleaseRow.publisher,
                    col(TitleRow.title_id) == ReleaseRow.title_id,
                    col(TitleRow.live_release) == ReleaseRow.number,
                ),
            )
            .where(col(SubmissionRow.facts_sha256).is_not(None))
            .order_by(col(SubmissionRow.id))
            .limit(page.limit)
        )
        if page.cursor is not None:
            statement = statement.where(SubmissionRow.id > page.cursor)
        return tuple(
            PublishedFacts(publisher=publisher, title_id=title_id, submission_id=id, facts_sha256=facts)
            for publisher, title_id, id, facts in self.session.exec(statement)
            if facts is not None
        )

    def every(self, page: Page) -> tuple[Submission, ...]:
        """Read a page by id: no row that is there when the first page is read is left out."""
        statement = select(SubmissionRow.document).order_by(col(SubmissionRow.id)).limit(page.limit)
        if page.cursor is not None:
            statement = statement.where(SubmissionRow.id > page.cursor)
        return _read(self.session.exec(statement))


def _made(submission: Submission) -> dict[str, str | None]:
    """Where what was made of a submission is written down: found without opening its document."""
    return {
        "delivery_sha256": submission.delivery_sha256,
        "facts_sha256": submission.facts_sha256,
        "plan_sha256": submission.plan_sha256,
    }


def _read(documents: Iterable[str]) -> tuple[Submission, ...]:
    return tuple(Submission.from_json(found) for found in documents)
