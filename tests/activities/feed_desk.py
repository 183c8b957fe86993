"""The department that takes feeds in, with a catalogue, a store, and a shelf of messages that a test fills."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from temporalio.testing import ActivityEnvironment

from activities.feeds import ApplyRequest, Feeds, FetchedFeed, Staged, StageRequest
from activities.scratch import Scratch
from shelfready.adapters.clock import SystemClock
from shelfready.adapters.database import SqlCatalogue
from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.sheets import open_tables
from shelfready.blobs import Blobs
from shelfready.errors import RejectedError
from shelfready.feeds import Feed, FeedRecord, FeedRef, HeldRecord
from shelfready.onix import reading
from shelfready.ports import ListedFile, Page, Watcher
from shelfready.releases import Release
from shelfready.titles import (
    Asset,
    AssetFacts,
    Drop,
    DropKind,
    Metadata,
    Role,
    Submission,
    SubmissionState,
    TitleFacts,
)
from shelfready.values import Blob

ISBN = "9789999900010"
REF = FeedRef(feed_id="fed_1", publisher="north")
NOW = datetime.now(UTC)


@dataclass
class Shelf:
    """A fetcher of addresses that a test fills."""

    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def listing(self, source: str) -> tuple[ListedFile, ...]:
        """Nothing."""
        return ()

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """The bytes, or why not."""
        if source not in self.files:
            raise RejectedError(f"{source} is not there", cause_code="source-not-found")
        self.fetched.append(source)
        watcher.moved()
        watcher.progress(0.5)
        into.write_bytes(self.files[source])
        return Blob(sha256=hashlib.sha256(self.files[source]).hexdigest(), size_bytes=len(self.files[source]))


@dataclass
class Desk:
    """The department with everything behind it."""

    feeds: Feeds
    shelf: Shelf
    environment: ActivityEnvironment

    def run(self, work: Callable[..., Any], *arguments: object) -> Any:
        """Run an activity."""
        return self.environment.run(work, *arguments)

    def send(self, data: bytes, number: int = 1, name: str = "feed.xml") -> FeedRef:
        """Accept a feed."""
        ref = FeedRef(feed_id=f"fed_{number}", publisher="north")
        self.shelf.files[ref.feed_id] = data
        feed = Feed(id=ref.feed_id, publisher="north", name=name, source=ref.feed_id, created_at=NOW, updated_at=NOW)
        with self.feeds.catalogue.begin() as unit:
            unit.feeds.add(feed, idempotency_key=None, body_sha256="a" * 64)
        return ref

    def stage(self, ref: FeedRef) -> Staged:
        """Fetch and read a feed."""
        fetched: FetchedFeed = self.run(self.feeds.fetch, ref)
        staged: Staged = self.run(self.feeds.stage, StageRequest(feed=ref, blob=fetched.blob))
        return staged

    def take(self, data: bytes, number: int = 1, name: str = "feed.xml") -> list[FeedRecord]:
        """Take a feed in, whatever the rules of feeds say; answers what became of its records."""
        ref = self.send(data, number, name)
        self.run(self.feeds.apply, ApplyRequest(feed=ref, pages=self.stage(ref).pages))
        return self.lines(ref)

    def lines(self, ref: FeedRef) -> list[FeedRecord]:
        """What became of the records of a feed."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return list(unit.feeds.records(ref.feed_id, limit=100_000))

    def outcomes(self, data: bytes, number: int = 1) -> list[str]:
        """Take a feed in; answers the outcomes alone."""
        return [line.outcome.value for line in self.take(data, number)]

    def feed(self, ref: FeedRef = REF) -> Feed:
        """A feed as the catalogue holds it."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            found = unit.feeds.get(ref.feed_id)
        assert found is not None
        return found

    def held(self, isbn: str = ISBN) -> HeldRecord | None:
        """What holds for a title."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return unit.records.get("north", isbn)

    def publish(self, isbn: str = ISBN, *, with_facts: bool = True) -> None:
        """Let a title be on the shelf."""
        track = Asset(role=Role.TRACK, name="01.mp3", order=1, sha256="a" * 64, size_bytes=7)
        facts = TitleFacts(
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            metadata=Metadata(title="The Old Harbour"),
            assets=(AssetFacts(asset=track),),
        )
        submission = Submission(
            id=f"sub_{isbn}",
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
            state=SubmissionState.PUBLISHED,
            facts_sha256=self.feeds.blobs.put_value(facts).sha256 if with_facts else None,
            created_at=NOW,
            updated_at=NOW,
        )
        release = Release(
            publisher="north",
            title_id=isbn,
            content_type="audiobook",
            submission_id=submission.id,
            metadata=facts.metadata,
            artifacts=(),
        )
        with self.feeds.catalogue.begin() as unit:
            unit.submissions.add(submission, idempotency_key=None, body_sha256="a" * 64)
            unit.titles.publish(release, NOW)

    def updates(self) -> list[Submission]:
        """The submissions that feeds have made."""
        with self.feeds.catalogue.begin(read_only=True) as unit:
            return [one for one in unit.submissions.list("north", Page(limit=1000)) if one.origin is not None]


def open_desk(catalogue: SqlCatalogue, local_store: LocalStore, tmp_path: Path) -> Desk:
    """A department over a real catalogue and a real store, which publishes nothing by itself."""
    shelf = Shelf()
    feeds = Feeds(
        catalogue=catalogue,
        clock=SystemClock(),
        blobs=Blobs(local_store),
        fetcher_for=lambda _: shelf,
        read_onix=lambda pieces, name: reading.read(pieces, name=name),
        tables=open_tables(scratch=tmp_path),
        scratch=Scratch(tmp_path / "scratch"),
        max_file_bytes=10**9,
    )
    return Desk(feeds, shelf, ActivityEnvironment())
