"""The port of the catalogue: what is remembered, one unit of work at a time."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from shelfready.events import Event, LiveProgress
from shelfready.keys import ApiKey
from shelfready.outbox import Message
from shelfready.policies import Policy
from shelfready.ports.feeds import Feeds, Records
from shelfready.ports.pages import Chore, KeptRelease, Page, PublishedFacts
from shelfready.releases import Release, Title
from shelfready.titles import Submission, SubmissionRef, SubmissionState
from shelfready.uploads import Upload
from shelfready.values import Sha256
from shelfready.waivers import Waiver


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

    def published_facts(self, page: Page) -> tuple[PublishedFacts, ...]:
        """What all live releases of all publishers were made of, where that was kept; by the ids of submissions."""

    def every(self, page: Page) -> tuple[Submission, ...]:
        """All submissions of all publishers, by id, after the page's cursor (a submission id)."""


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

    def every_release(self, page: Page) -> tuple[KeptRelease, ...]:
        """All releases of all titles and publishers, by the ids of their submissions."""

    def list(self, publisher: str, page: Page) -> tuple[Title, ...]:
        """The publisher's titles by id, after the page's cursor (a title id)."""

    def count_live(self, publisher: str) -> int:
        """How many titles of the publisher have a live release."""

    def open_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Those of some titles, at most some hundreds, that have a submission which is not final."""

    def busy_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Those of some titles, at most some hundreds, that an update must wait for: they have an open submission.

        One that a feed has made and that is parked is none: the next record is what mends it.
        """

    def live_ids(self, publisher: str, title_ids: Collection[str]) -> frozenset[str]:
        """Those of some titles, at most some hundreds, that have a live release."""

    def note_cover(self, publisher: str, title_id: str, cover: Sha256) -> None:
        """Remember the title's cover, in place of the one before."""

    def same_cover(self, publisher: str, title_id: str, cover: Sha256, limit: int = 5) -> tuple[str, ...]:
        """Other titles of the publisher whose cover is the very same file."""


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


class Waivers(Protocol):
    """What somebody let pass, within one unit of work."""

    def add(self, waiver: Waiver) -> None:
        """Remember a new one."""

    def get(self, waiver_id: str) -> Waiver | None:
        """The waiver, None if there is none; revoked ones are kept."""

    def save(self, waiver: Waiver) -> None:
        """Write the changed waiver, a revoked one for instance; `MissingError` if it was never added."""

    def list(self, publisher: str | None, page: Page) -> tuple[Waiver, ...]:
        """Newest first, revoked ones included, after the page's cursor (a waiver id)."""

    def counting(self, publisher: str, now: datetime) -> tuple[Waiver, ...]:
        """The publisher's waivers that are neither revoked nor over."""


class Policies(Protocol):
    """What publishers' titles are held to, within one unit of work."""

    def put(self, policy: Policy) -> Policy:
        """Let a policy count from now on; answers it with its number. Earlier ones are kept."""

    def get(self, publisher: str) -> Policy | None:
        """The policy that counts, None where nobody ever said one."""

    def history(self, publisher: str, limit: int) -> tuple[Policy, ...]:
        """The newest policies of a publisher, newest first."""


class Outbox(Protocol):
    """What the world is to be told, within one unit of work. Releases write theirs when they are published."""

    def pending(self, limit: int) -> tuple[Message, ...]:
        """What is not yet delivered, oldest first."""

    def delivered(self, message_id: int, at: datetime) -> None:
        """Never answer the message again; `MissingError` if there is none."""


class Chores(Protocol):
    """Work that must not be done twice at a time, within one unit of work."""

    def get(self, name: str) -> Chore:
        """The chore as it stands; one that was never begun has neither holder nor end."""

    def claim(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Begin it, or go on with it, unless another holder is at it whose time is not over; answers whether."""

    def end(self, name: str, holder: str, done_at: datetime | None) -> None:
        """Let go of it, done or broken off (None); nothing happens when another holder has it by now."""


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
    def records(self) -> Records:
        """The records that hold for titles."""

    @property
    def feeds(self) -> Feeds:
        """Feeds."""

    @property
    def waivers(self) -> Waivers:
        """Waivers."""

    @property
    def policies(self) -> Policies:
        """Policies."""

    @property
    def outbox(self) -> Outbox:
        """Messages to the world."""

    @property
    def chores(self) -> Chores:
        """Work that one process does for all."""


class Catalogue(Protocol):
    """The database. `with catalogue.begin() as unit:` commits when the block ends without an error, else rolls back.

    A database that does not answer is `UnavailableError`.
    """

    def begin(self, *, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        """One transaction. One that only reads sees a single moment, waits for no writer, and may not write."""
