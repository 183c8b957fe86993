"""The port of the catalogue: what is remembered, one unit of work at a time."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from shelfready.events import Event, LiveProgress
from shelfready.keys import ApiKey
from shelfready.outbox import Message
from shelfready.releases import Release, Title
from shelfready.titles import Submission, SubmissionRef, SubmissionState
from shelfready.uploads import Upload
from shelfready.values import Value


class Page(Value):
    """Where to go on in a list: `cursor` of the last one seen, None for the beginning."""

    cursor: str | None = None
    limit: int = 50


class Submissions(Protocol):
    """The submissions of the catalogue, within one unit of work."""

    def add(self, submission: Submission, *, idempotency_key: str | None, body_sha256: str) -> None:
        """Remember a new one; `ConflictError` when its publisher has used the idempotency key already."""

    def get(self, submission_id: str) -> Submission | None:
        """The submission, None if there is none.

        A unit that may write keeps the submission for itself from here on: others that would write wait until it ends.
        """

    def by_idempotency_key(self, publisher: str, key: str) -> tuple[Submission, str] | None:
        """The submission first sent with the key, and the hash of its body."""

    def save(self, submission: Submission) -> None:
        """Write the changed submission; `MissingError` if it was never added."""

    def list(
        self,
        publisher: str | None,
        page: Page,
        *,
        state: SubmissionState | None = None,
        title_id: str | None = None,
    ) -> tuple[Submission, ...]:
        """Newest first, after the page's cursor (a submission id)."""

    def unstarted(self, before: datetime, limit: int, after: str | None = None) -> tuple[SubmissionRef, ...]:
        """Accepted before a moment and not yet seen by a workflow, oldest first: what a sweeper starts.

        `after` is the id of the last one seen, None for the beginning.
        """

    def newest_published(self, publisher: str, title_id: str) -> str | None:
        """The id of the submission whose release is live, None before the first. Ids of submissions sort by time."""


class Titles(Protocol):
    """Titles and their releases, within one unit of work."""

    def get(self, publisher: str, title_id: str) -> Title | None:
        """The title, None if nothing of it was ever accepted."""

    def claim(self, publisher: str, title_id: str, content_type: str, at: datetime) -> Title:
        """The title, made if new; `ConflictError` (cause `title-has-another-content-type`) if it is another product.

        A title that has no release and no open submission is none yet: it takes the new content type.
        """

    def publish(self, release: Release, at: datetime) -> Release:
        """Number the release, make it live and write its outbox row; a second time for one submission changes nothing.

        Answers the release as it was published.
        """

    def release(self, publisher: str, title_id: str, number: int) -> Release | None:
        """One release."""

    def releases(self, publisher: str, title_id: str) -> tuple[Release, ...]:
        """All releases, newest first."""

    def list(self, publisher: str, page: Page) -> tuple[Title, ...]:
        """The publisher's titles by id, after the page's cursor (a title id)."""


class Events(Protocol):
    """What happened to submissions, within one unit of work."""

    def add(self, submission_id: str, kind: str, data: dict[str, object], at: datetime) -> None:
        """Append an event."""

    def after(self, submission_id: str, number: int, limit: int) -> tuple[Event, ...]:
        """The events of a submission after a number, in order."""

    def set_progress(self, progress: LiveProgress) -> None:
        """Replace what is known of one running piece of work; a finished one (done 1.0) is forgotten."""

    def progress(self, submission_id: str) -> tuple[LiveProgress, ...]:
        """What is being worked on now."""


class Keys(Protocol):
    """API keys, within one unit of work."""

    def add(self, key: ApiKey) -> None:
        """Remember a key; only its hash is kept."""

    def by_id(self, key_id: str) -> ApiKey | None:
        """The key with this public id."""

    def save(self, key: ApiKey) -> None:
        """Write the changed key, a revoked one for instance; `MissingError` if it was never added."""

    def list(self, publisher: str) -> tuple[ApiKey, ...]:
        """The publisher's keys, newest first, those that no longer count included."""


class Uploads(Protocol):
    """Uploads under way, within one unit of work."""

    def add(self, upload: Upload) -> None:
        """Remember a new upload."""

    def get(self, upload_id: str) -> Upload | None:
        """The upload, None if there is none."""

    def save(self, upload: Upload) -> None:
        """Write the changed upload."""

    def expired(self, before: datetime, limit: int) -> tuple[Upload, ...]:
        """Those whose time was over before a moment, the longest over first."""

    def unexpired(self, at: datetime) -> tuple[Upload, ...]:
        """Those whose time is not over at a moment."""

    def remove(self, upload_id: str) -> None:
        """Forget an upload; nothing happens when it is not there."""


class Outbox(Protocol):
    """What the world is to be told, within one unit of work. Releases write theirs when they are published."""

    def pending(self, limit: int) -> tuple[Message, ...]:
        """What is not yet delivered, oldest first."""

    def delivered(self, message_id: int, at: datetime) -> None:
        """Never answer the message again; `MissingError` if there is none."""


class UnitOfWork(Protocol):
    """One transaction over the catalogue."""

    @property
    def submissions(self) -> Submissions:
        """Submissions."""

    @property
    def titles(self) -> Titles:
        """Titles and releases."""

    @property
    def events(self) -> Events:
        """Events and live progress."""

    @property
    def keys(self) -> Keys:
        """API keys."""

    @property
    def uploads(self) -> Uploads:
        """Uploads."""

    @property
    def outbox(self) -> Outbox:
        """Messages to the world."""


class Catalogue(Protocol):
    """The database. `with catalogue.begin() as unit:` commits when the block ends without an error, else rolls back.

    A database that does not answer is `UnavailableError`.
    """

    def begin(self, *, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        """One transaction. One that only reads sees a single moment, waits for no writer, and may not write."""
