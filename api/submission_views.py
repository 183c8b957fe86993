"""Submissions as the API shows them."""

from datetime import datetime

from pydantic import ConfigDict, Field

from shelfready.events import Event, LiveProgress
from shelfready.titles import Metadata, Parking, Stage, Submission, SubmissionState
from shelfready.values import StrictValue, Value


class SubmissionLinks(Value):
    """Where to go on from a submission; relative to the API's address."""

    self: str
    events: str
    title: str
    report: str | None = None
    report_page: str | None = Field(
        None, description="the report as a page for people; opens in a browser without a key, until it runs out"
    )
    release: str | None = None


class AcceptedView(Value):
    """A submission that was accepted; a repeated request is answered with the very same."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "sub_01jz0000000000000000000000",
                    "title_id": "9780306406157",
                    "content_type": "audiobook",
                    "state": "accepted",
                    "created_at": "2026-01-01T12:00:00Z",
                    "links": {
                        "self": "/v1/submissions/sub_01jz0000000000000000000000",
                        "events": "/v1/submissions/sub_01jz0000000000000000000000/events",
                        "title": "/v1/titles/9780306406157",
                    },
                }
            ]
        }
    )

    id: str
    title_id: str
    content_type: str
    state: SubmissionState = SubmissionState.ACCEPTED
    created_at: datetime
    links: SubmissionLinks


class ProgressView(Value):
    """One piece of work that is going on now."""

    stage: Stage
    part: str = Field(description="what is worked on: a file's name, a rendition")
    done: float = Field(description="the finished share, 0 to 1")
    speed: float | None = Field(None, description="in times real time, for audio")
    at: datetime


class SubmissionView(Value):
    """A submission and where it stands."""

    id: str
    publisher: str
    title_id: str
    content_type: str
    metadata: Metadata | None
    state: SubmissionState
    stage: Stage | None
    parking: Parking | None = Field(description="why it waits, for whom, and what to do about it")
    progress: tuple[ProgressView, ...] = Field(description="what is being worked on now")
    release_number: int | None
    created_at: datetime
    updated_at: datetime
    links: SubmissionLinks


class SubmissionList(Value):
    """A page of submissions, newest first."""

    items: tuple[SubmissionView, ...]
    next: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class EventView(Value):
    """Something that happened to a submission."""

    number: int
    kind: str = Field(description="a stable word: `accepted`, `stage`, `checked`, `parked`, `published`, ...")
    data: dict[str, object]
    at: datetime


class EventList(Value):
    """A page of events, oldest first."""

    items: tuple[EventView, ...]
    next: int | None = Field(description="send it as `after` for the next page; null when there are no more yet")


class DecisionRequest(StrictValue):
    """Who decides about a parked title, and why; kept with the title."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"by": "j.doe", "note": "chapter 7 was mended"}]})

    by: str = Field(min_length=1, max_length=200, description="a person or a system, in your own words")
    note: str = Field("", max_length=2000, description="why")


class DecisionView(Value):
    """A decision that was passed on; the submission's events say what came of it."""

    submission_id: str
    decision: str
    attempt: int
    links: SubmissionLinks


def submission_path(submission_id: str) -> str:
    """Where a submission is found."""
    return f"/v1/submissions/{submission_id}"


def links_of(submission: Submission, report_page: str | None = None) -> SubmissionLinks:
    """Where to go on from a submission; `report_page` is made anew for each answer, because it runs out."""
    self, title = submission_path(submission.id), f"/v1/titles/{submission.title_id}"
    number = submission.release_number
    return SubmissionLinks(
        self=self,
        events=f"{self}/events",
        title=title,
        report=f"{self}/report" if submission.report_sha256 else None,
        report_page=report_page,
        release=f"{title}/releases/{number}" if number is not None else None,
    )


def accepted_view(submission: Submission) -> AcceptedView:
    """What never changes of a submission, so that a repeated request has the same answer."""
    links = links_of(submission).model_copy(update={"report": None, "release": None})
    return AcceptedView(
        id=submission.id,
        title_id=submission.title_id,
        content_type=submission.content_type,
        created_at=submission.created_at,
        links=links,
    )


def submission_view(
    submission: Submission, progress: tuple[LiveProgress, ...], report_page: str | None = None
) -> SubmissionView:
    """A submission with what goes on now. Its drop is not shown: addresses may hold what is not for every reader."""
    return SubmissionView(
        id=submission.id,
        publisher=submission.publisher,
        title_id=submission.title_id,
        content_type=submission.content_type,
        metadata=submission.metadata,
        state=submission.state,
        stage=submission.stage,
        parking=submission.parking,
        progress=tuple(map(progress_view, progress)),
        release_number=submission.release_number,
        created_at=submission.created_at,
        updated_at=submission.updated_at,
        links=links_of(submission, report_page),
    )


def progress_view(progress: LiveProgress) -> ProgressView:
    """One piece of work."""
    return ProgressView(
        stage=progress.stage, part=progress.part, done=progress.done, speed=progress.speed, at=progress.at
    )


def event_view(event: Event) -> EventView:
    """One event."""
    return EventView(number=event.number, kind=event.kind, data=event.data, at=event.at)
