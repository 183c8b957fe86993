"""A whole API for a test: real catalogue, real store, a clock that is moved by hand, onboardings that are recorded."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.services import Limits, Services
from shelfready.adapters.database import open_catalogue
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.chapters import Chapter, ChapterTable, Evidence
from shelfready.errors import MissingError, UnavailableError
from shelfready.feeds import FeedDecision, FeedRef
from shelfready.findings import Finding, Report, Severity, judge
from shelfready.keys import Scope, new_key
from shelfready.ports import Page
from shelfready.releases import Artifact, Release
from shelfready.titles import (
    Asset,
    AssetFacts,
    Metadata,
    Parking,
    Role,
    Stage,
    Submission,
    SubmissionRef,
    SubmissionState,
    TitleFacts,
)
from workflows.waiting import AbandonRequest, RetryRequest

ISBN = "9780306406157"
NOBODYS = "sub_00000000000000000000000000"
QUICK = Limits(poll_s=0.005, heartbeat_s=0.02)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Move on."""
        self.moment += time


@dataclass
class FakeOnboardings:
    """Onboardings that are only written down; `test_onboardings.py` holds it against the real ones."""

    is_down: bool = False
    started: list[SubmissionRef] = field(default_factory=list)
    decisions: list[tuple[str, SubmissionRef, RetryRequest | AbandonRequest]] = field(default_factory=list)

    async def start(self, ref: SubmissionRef) -> None:
        """Write the start down."""
        await self.check()
        self.started.append(ref)

    async def retry(self, ref: SubmissionRef, request: RetryRequest) -> None:
        """Write the decision down."""
        await self._decide("retry", ref, request)

    async def abandon(self, ref: SubmissionRef, request: AbandonRequest) -> None:
        """Write the decision down."""
        await self._decide("abandon", ref, request)

    async def check(self) -> None:
        """Answer unless told to be down."""
        if self.is_down:
            raise UnavailableError("Temporal is down, and its address is secret", cause_code="temporal-unavailable")

    async def _decide(self, name: str, ref: SubmissionRef, request: RetryRequest | AbandonRequest) -> None:
        await self.check()
        if all(started.workflow_id != ref.workflow_id for started in self.started):
            raise MissingError("no such onboarding", cause_code="onboarding-ended")
        self.decisions.append((name, ref, request))


@dataclass
class FakeTakings:
    """Feeds that are only written down; `test_takings.py` holds it against the real ones."""

    is_down: bool = False
    started: list[FeedRef] = field(default_factory=list)
    decisions: list[tuple[FeedRef, FeedDecision]] = field(default_factory=list)

    async def start(self, ref: FeedRef) -> None:
        """Write the start down."""
        self._answer()
        self.started.append(ref)

    async def decide(self, ref: FeedRef, decision: FeedDecision) -> None:
        """Write the decision down."""
        self._answer()
        if ref not in self.started:
            raise MissingError("no such taking", cause_code="feed-ended")
        self.decisions.append((ref, decision))

    def _answer(self) -> None:
        if self.is_down:
            raise UnavailableError("Temporal is down, and its address is secret", cause_code="temporal-unavailable")


@dataclass
class House:
    """The API and everything behind it."""

    folder: Path
    limits: Limits = QUICK
    clock: FixedClock = field(default_factory=FixedClock)
    onboardings: FakeOnboardings = field(default_factory=FakeOnboardings)
    takings: FakeTakings = field(default_factory=FakeTakings)

    @cached_property
    def services(self) -> Services:
        """What the API is made of."""
        return Services(
            catalogue=open_catalogue(f"sqlite:///{self.folder / 'catalogue.db'}"),
            blobs=Blobs(open_store(f"file://{self.folder / 'objects'}")),
            onboardings=self.onboardings,
            takings=self.takings,
            clock=self.clock,
            media_secret=b"a secret of the tests",
            limits=self.limits,
            cors_origins=("https://player.example",),
        )

    @cached_property
    def app(self) -> FastAPI:
        """The API."""
        return create_app(self.services)

    def with_limits(self, **changed: Any) -> "House":
        """The same house with other limits, its API made anew."""
        return House(self.folder, replace(self.limits, **changed), self.clock, self.onboardings, self.takings)

    def key(self, publisher: str = "demo", **options: Any) -> str:
        """A new key of a publisher."""
        kept, text = new_key(publisher, self.clock.now(), **options)
        with self.services.catalogue.begin() as unit:
            unit.keys.add(kept)
        return text

    @asynccontextmanager
    async def client(self, publisher: str | None = "demo", **options: Any) -> AsyncIterator[httpx.AsyncClient]:
        """A client with a publisher's key; None for one without a key."""
        headers = {"Authorization": f"Bearer {self.key(publisher, **options)}"} if publisher else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=headers) as client:
            yield client

    @asynccontextmanager
    async def operator(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client with an operator's key."""
        async with self.client("operations", scope=Scope.OPERATIONS) as client:
            yield client

    def submission(self, submission_id: str) -> Submission:
        """A submission as the catalogue holds it."""
        with self.services.catalogue.begin() as unit:
            found = unit.submissions.get(submission_id)
        assert found is not None
        return found

    def count(self) -> int:
        """How many submissions there are."""
        with self.services.catalogue.begin() as unit:
            return len(unit.submissions.list(None, Page(limit=1000)))

    def change(self, submission_id: str, **changed: Any) -> None:
        """What a worker does to a submission."""
        found = self.submission(submission_id).model_copy(update=changed)
        with self.services.catalogue.begin() as unit:
            unit.submissions.save(found)

    def park(self, submission_id: str) -> None:
        """Let a submission wait for a decision."""
        parking = Parking(
            stage=Stage.CHECK,
            cause_code="PKG-004",
            owner="publisher",
            message="02.mp3 is empty",
            remedy="Send it again.",
            attempt=3,
        )
        self.change(submission_id, state=SubmissionState.PARKED, stage=Stage.CHECK, parking=parking)

    def happen(self, submission_id: str, *kinds: str) -> None:
        """Add events."""
        with self.services.catalogue.begin() as unit:
            for kind in kinds:
                unit.events.add(submission_id, kind, {"text": f"{kind} \u2028 ünd"}, self.clock.now())

    def report(self, submission_id: str, facts: TitleFacts | None = None) -> Report:
        """Give a submission a report, with the facts that it is about."""
        findings = (
            Finding(
                code="AUD-001", name="too-loud", severity=Severity.WARNING, message="too loud", remedy="Mix again."
            ),
        )
        kept = self.services.blobs.put_value(facts).sha256 if facts else None
        report = Report(findings=findings, verdict=judge(findings), facts=kept)
        self.change(submission_id, report_sha256=self.services.blobs.put_value(report).sha256)
        return report

    def asset(self, role: Role, name: str, kind: str, data: bytes) -> AssetFacts:
        """A file of a delivery, stored."""
        blob = self.services.blobs.put_bytes(data)
        asset = Asset(role=role, name=name, sha256=blob.sha256, size_bytes=blob.size_bytes)
        return AssetFacts(asset=asset, kind=kind)

    def facts(self, *assets: AssetFacts, **known: Any) -> TitleFacts:
        """What was measured of a title."""
        about = {"publisher": "demo", "title_id": ISBN, "content_type": "audiobook", "metadata": Metadata()}
        return TitleFacts(**(about | known), assets=assets)

    def publish(self, submission_id: str, files: Iterable[tuple[str, str, bytes]]) -> Release:
        """Publish files (path, media type, bytes) as what became of a submission."""
        submission = self.submission(submission_id)
        artifacts = []
        for path, media_type, data in files:
            blob = self.services.blobs.put_bytes(data)
            artifacts.append(
                Artifact(
                    path=path,
                    rendition="test",
                    media_type=media_type,
                    sha256=blob.sha256,
                    size_bytes=blob.size_bytes,
                )
            )
        chapter = Chapter(title="One", start_sample=0, end_sample=44_100, track=0, evidence=Evidence.FILE)
        release = Release(
            publisher=submission.publisher,
            title_id=submission.title_id,
            content_type=submission.content_type,
            submission_id=submission.id,
            metadata=Metadata(title="The Harbour"),
            duration_ms=1000,
            chapters=ChapterTable(chapters=(chapter,), total_samples=44_100),
            artifacts=tuple(artifacts),
        )
        with self.services.catalogue.begin() as unit:
            published = unit.titles.publish(release, self.clock.now())
        self.change(submission_id, state=SubmissionState.PUBLISHED, release_number=published.number)
        return published


def body(title_id: str = ISBN, **changed: Any) -> dict[str, Any]:
    """A body of POST /v1/submissions with nothing wrong in it."""
    files = [
        {"role": "track", "name": "01.mp3", "order": 1, "source": "https://files.example/01.mp3"},
        {"role": "track", "name": "02.mp3", "order": 2, "source": "s3://bucket/02.mp3"},
        {"role": "cover", "name": "cover.jpg", "source": "https://files.example/cover.jpg"},
    ]
    return {
        "title_id": title_id,
        "content_type": "audiobook",
        "drop": {"kind": "files", "files": files},
        **changed,
    }


async def submitted(client: httpx.AsyncClient, title_id: str = ISBN) -> str:
    """The id of a submission that was just accepted."""
    response = await client.post("/v1/submissions", json=body(title_id))
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


def problem(response: httpx.Response, status: int, cause_code: str) -> dict[str, Any]:
    """The problem that a response is, after making sure that it is a whole one."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found: dict[str, Any] = response.json()
    assert (response.status_code, found["cause_code"]) == (status, cause_code), found
    assert found["status"] == status
    assert found["type"] == f"/problems/{cause_code}"
    assert found["request_id"] == response.headers["x-request-id"]
    assert found["detail"]
    assert found["title"]
    assert found["remedy"]
    return found


def faults(response: httpx.Response, cause_code: str = "submission-invalid") -> dict[str, str]:
    """The faults that a response lists, by where they are."""
    return {fault["pointer"]: fault["detail"] for fault in problem(response, 422, cause_code)["errors"]}


def copied(template: Path, folder: Path) -> House:
    """A house over a copy of an empty catalogue."""
    folder.mkdir(exist_ok=True)
    copyfile(template, folder / "catalogue.db")
    return House(folder)
