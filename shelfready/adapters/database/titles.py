"""Titles, their releases, and the one transaction that makes a release live."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlmodel import Session, col, func, insert, select, update

from shelfready.adapters.database.documents import document, in_utc
from shelfready.adapters.database.outbox import SqlOutbox
from shelfready.adapters.database.statements import OPEN, insert_into, is_busy
from shelfready.adapters.database.tables import CoverRow, ReleaseRow, SubmissionRow, TitleRow
from shelfready.errors import ConflictError, MissingError
from shelfready.ports import KeptRelease, Page
from shelfready.releases import Release, Title
from shelfready.values import Sha256


@dataclass(frozen=True)
class SqlTitles:
    """Titles as rows; what they are is in `ports.Titles`."""

    session: Session

    def get(self, publisher: str, title_id: str) -> Title | None:
        """Read one."""
        found = self._titles(publisher, Page(limit=1), title_id=title_id)
        return found[0] if found else None

    def claim(self, publisher: str, title_id: str, content_type: str, at: datetime) -> Title:
        """Insert unless it is there, then look at what is.

        Whoever claims locks the title: the submission that it is claimed for is there for the next one to see.
        """
        self.session.exec(
            insert_into(self.session, TitleRow)
            .values(publisher=publisher, title_id=title_id, content_type=content_type, updated_at=at)
            .on_conflict_do_nothing()
        )
        has_release = self._lock(publisher, title_id) > 0
        (title,) = self._titles(publisher, Page(limit=1), title_id=title_id)
        if title.content_type == content_type:
            return title
        if has_release or self.open_ids(publisher, (title_id,)):
            other_way = "" if has_release else ", or abandon the submission of it that is still open"
            raise ConflictError(
                f"title {title_id} is of content type {title.content_type}, and this submission says {content_type}: "
                f"send it as {title.content_type}, or under an id of its own{other_way}",
                cause_code="title-has-another-content-type",
            )
        self.session.exec(
            update(TitleRow)
            .where(col(TitleRow.publisher) == publisher, col(TitleRow.title_id) == title_id)
            .values(content_type=content_type, updated_at=at)
        )
        return in_utc(title.model_copy(update={"content_type": content_type, "updated_at": at}))

    def publish(self, release: Release, at: datetime) -> Release:
        """Number the release and make it live, unless its submission has a release already.

        Whoever publishes locks the title first: two attempts come one after the other, and the second sees what the
        first has done. The pointer is only ever set to a number that is higher than all before, so an attempt that
        comes late cannot move it back.
        """
        self._expect_submission(release)
        self.claim(release.publisher, release.title_id, release.content_type, at)
        latest = self._lock(release.publisher, release.title_id)
        earlier = self.session.exec(
            select(ReleaseRow.document).where(ReleaseRow.submission_id == release.submission_id)
        ).first()
        if earlier is not None:
            return Release.from_json(earlier)
        published = in_utc(release.model_copy(update={"number": latest + 1, "published_at": at}))
        self._write(published, latest + 1, at)
        return published

    def release(self, publisher: str, title_id: str, number: int) -> Release | None:
        """Read one."""
        found = self.session.exec(
            select(ReleaseRow.document).where(
                ReleaseRow.publisher == publisher, ReleaseRow.title_id == title_id, ReleaseRow.number == number
            )
        ).first()
        return None if found is None else Release.from_json(found)

    def releases(self, publisher: str, title_id: str) -> tuple[Release, ...]:
        """Read all, newest first."""
        found = self.session.exec(
            select(ReleaseRow.document)
            .where(ReleaseRow.publisher == publisher, ReleaseRow.title_id == title_id)
            .order_by(col(ReleaseRow.number).desc())
        )
        return tuple(Release.from_json(document) for document in found)

    def every_release(self, page: Page) -> tuple[KeptRelease, ...]:
        """Read a page by the ids of submissions, each with its title's pointer and with what its submission names."""
        of_title = and_(col(TitleRow.publisher) == ReleaseRow.publisher, col(TitleRow.title_id) == ReleaseRow.title_id)
        is_live = and_(col(TitleRow.live_release).is_not(None), col(TitleRow.live_release) == ReleaseRow.number)
        statement = (
            select(ReleaseRow.document, is_live, SubmissionRow.delivery_sha256, SubmissionRow.facts_sha256)
            .join(TitleRow, of_title)
            .join(SubmissionRow, col(SubmissionRow.id) == ReleaseRow.submission_id)
            .order_by(col(ReleaseRow.submission_id))
            .limit(page.limit)
        )
        if page.cursor is not None:
            statement = statement.where(ReleaseRow.submission_id > page.cursor)
        return tuple(
            KeptRelease(
                release=Release.from_json(found), is_live=bool(live), delivery_sha256=delivery, facts_sha256=facts
            )
            for found, live, delivery, facts in self.session.exec(statement)
        )

    def list(self, publisher: str, page: Page) -> tuple[Title, ...]:
        """Read a page by id."""
        return self._titles(publisher, page)

    def count_live(self, publisher: str) -> int:
        """Count those with a pointer."""
        return self.session.exec(
            select(func.count())
            .select_from(TitleRow)
            .where(TitleRow.publisher == publisher, col(TitleRow.live_release).is_not(None))
        ).one()

    def open_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Read those that have a submission which is not final."""
        return frozenset(
            self.session.exec(
                select(SubmissionRow.title_id).where(
                    SubmissionRow.publisher == publisher,
                    col(SubmissionRow.title_id).in_(sorted(title_ids)),
                    col(SubmissionRow.state).in_(OPEN),
                )
            )
        )

    def busy_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Read those that an update must wait for."""
        return frozenset(
            self.session.exec(
                select(SubmissionRow.title_id).where(
                    SubmissionRow.publisher == publisher, col(SubmissionRow.title_id).in_(sorted(title_ids)), is_busy()
                )
            )
        )

    def live_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Read those with a pointer."""
        return frozenset(
            self.session.exec(
                select(TitleRow.title_id).where(
                    TitleRow.publisher == publisher,
                    col(TitleRow.live_release).is_not(None),
                    col(TitleRow.title_id).in_(sorted(title_ids)),
                )
            )
        )

    def note_cover(self, publisher: str, title_id: str, cover: Sha256) -> None:
        """Insert or replace."""
        insertion = insert_into(self.session, CoverRow).values(publisher=publisher, title_id=title_id, sha256=cover)
        self.session.exec(
            insertion.on_conflict_do_update(
                index_elements=["publisher", "title_id"], set_={"sha256": insertion.excluded.sha256}
            )
        )

    def same_cover(self, publisher: str, title_id: str, cover: Sha256, limit: int = 5) -> tuple[str, ...]:
        """Read some, by id."""
        return tuple(
            self.session.exec(
                select(CoverRow.title_id)
                .where(
                    CoverRow.publisher == publisher,
                    CoverRow.sha256 == cover,
                    CoverRow.title_id != title_id,
                )
                .order_by(col(CoverRow.title_id))
                .limit(limit)
            )
        )

    def _titles(self, publisher: str, page: Page, *, title_id: str | None = None) -> tuple[Title, ...]:
        statement = (
            select(TitleRow.title_id, TitleRow.content_type, TitleRow.live_release, TitleRow.updated_at)
            .where(TitleRow.publisher == publisher)
            .order_by(col(TitleRow.title_id))
            .limit(page.limit)
        )
        if title_id is not None:
            statement = statement.where(TitleRow.title_id == title_id)
        if page.cursor is not None:
            statement = statement.where(TitleRow.title_id > page.cursor)
        return tuple(
            Title(publisher=publisher, title_id=id, content_type=kind, live_release=live, updated_at=at)
            for id, kind, live, at in self.session.exec(statement)
        )

    def _expect_submission(self, release: Release) -> None:
        found = self.session.exec(
            select(SubmissionRow.id).where(
                SubmissionRow.id == release.submission_id,
                SubmissionRow.publisher == release.publisher,
                SubmissionRow.title_id == release.title_id,
            )
        ).first()
        if found is None:
            raise MissingError(
                f"there is no submission {release.submission_id} of title {release.title_id}: "
                "a release belongs to the submission that asked for it, so add that first"
            )

    def _lock(self, publisher: str, title_id: str) -> int:
        """Keep all others from claiming and publishing the title until the transaction ends; the latest number."""
        return self.session.exec(
            select(TitleRow.release_count)
            .where(TitleRow.publisher == publisher, TitleRow.title_id == title_id)
            .with_for_update()  # SQLite has no such thing and needs none: a writer there is alone
        ).one()

    def _write(self, release: Release, number: int, at: datetime) -> None:
        self.session.exec(
            insert(ReleaseRow).values(
                publisher=release.publisher,
                title_id=release.title_id,
                number=number,
                submission_id=release.submission_id,
                published_at=at,
                document=document(release),
            )
        )
        self.session.exec(
            update(TitleRow)
            .where(col(TitleRow.publisher) == release.publisher, col(TitleRow.title_id) == release.title_id)
            .values(release_count=number, live_release=number, updated_at=at)
        )
        told = {
            "publisher": release.publisher,
            "title_id": release.title_id,
            "number": number,
            "submission_id": release.submission_id,
        }
        SqlOutbox(self.session).add("release-published", told, at)
