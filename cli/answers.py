"""What the API answers, as far as the commands read it."""

from datetime import datetime

from pydantic import Field

from shelfready.titles import Drop, Metadata, Parking, Stage, SubmissionState
from shelfready.values import StrictValue, Value


class NewSubmission(StrictValue):
    """What the API is sent to onboard a title."""

    title_id: str
    content_type: str
    metadata: Metadata | None = None
    drop: Drop


class AtWork(Value):
    """One piece of work that is going on: `done` from 0 to 1, `speed` in times real time."""

    stage: Stage
    part: str
    done: float
    speed: float | None = None
    at: datetime


class Happening(Value):
    """Something that happened to a submission; `number` counts from 1."""

    number: int
    kind: str
    data: dict[str, object] = Field(default_factory=dict)
    at: datetime


class Links(Value):
    """Where the API says one can go on; relative to its address."""

    report_page: str | None = None


class SubmissionView(Value):
    """A submission, and where it stands."""

    id: str
    publisher: str | None = None
    title_id: str
    content_type: str
    state: SubmissionState
    stage: Stage | None = None
    parking: Parking | None = None
    release_number: int | None = None
    progress: tuple[AtWork, ...] = Field(())
    created_at: datetime | None = None
    updated_at: datetime | None = None
    links: Links = Links()

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens by itself: it is over, or parked."""
        return self.state.is_final or self.state is SubmissionState.PARKED


class SubmissionList(Value):
    """A page of submissions."""

    items: tuple[SubmissionView, ...] = Field(())
    next: str | None = None


def submission_path(submission_id: str) -> str:
    """Where the API keeps a submission."""
    return f"/v1/submissions/{submission_id}"


def describe(view: SubmissionView, api_url: str | None = None) -> str:
    """A submission in a few lines for people; when it is parked, why, and what to do about it.

    With the API's address also that of the report's page, once there is one.
    """
    lines = [f"{view.id}  {view.content_type} {view.title_id}  {standing(view)}"]
    lines += [f"  {one.stage}: {one.part}  {one.done:.0%}" for one in view.progress]
    if view.parking is not None:
        parking = view.parking
        lines.append(f"  {parking.stage} could not go on [{parking.cause_code}], for the {parking.owner} to mend:")
        lines += [f"    {line}" for line in parking.message.splitlines()]
        lines += [f"  what to do: {parking.remedy}"] if parking.remedy else []
    if api_url is not None and view.links.report_page is not None:
        lines.append(f"  report: {api_url}{view.links.report_page}")
    return "\n".join(lines)


def standing(view: SubmissionView) -> str:
    """Where a submission stands, in a word or three."""
    if view.state is SubmissionState.PUBLISHED and view.release_number is not None:
        return f"published as release {view.release_number}"
    return f"{view.state}: {view.stage}" if view.stage is not None and not view.state.is_final else str(view.state)
