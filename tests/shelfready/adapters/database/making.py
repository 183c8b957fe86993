"""Values for these tests, small and valid; each says only what matters to it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from shelfready.ports import Catalogue, UnitOfWork
from shelfready.releases import Artifact, Release
from shelfready.titles import Drop, DropKind, Metadata, Submission, SubmissionState

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HASH = "a" * 64


def after(seconds: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(seconds=seconds)


def submission(
    id: str = "s-1",
    *,
    publisher: str = "acme",
    title_id: str = "9780000000001",
    state: SubmissionState = SubmissionState.ACCEPTED,
    at: datetime = NOON,
) -> Submission:
    """A submission of an audiobook."""
    return Submission(
        id=id,
        publisher=publisher,
        title_id=title_id,
        content_type="audiobook",
        drop=Drop(kind=DropKind.FOLDER, source="file:///drop"),
        state=state,
        created_at=at,
        updated_at=at,
    )


def release(
    submission_id: str = "s-1",
    *,
    publisher: str = "acme",
    title_id: str = "9780000000001",
    content_type: str = "audiobook",
) -> Release:
    """What a submission has made, before it has a number."""
    return Release(
        publisher=publisher,
        title_id=title_id,
        content_type=content_type,
        submission_id=submission_id,
        metadata=Metadata(title="Walden", authors=("Henry David Thoreau",)),
        artifacts=(Artifact(path="book.m4b", rendition="m4b", media_type="audio/mp4", sha256=HASH, size_bytes=7),),
    )


def add(catalogue: Catalogue, *submissions: Submission) -> None:
    """Put submissions into a catalogue, in one unit of work and without idempotency keys."""
    with catalogue.begin() as unit:
        for one in submissions:
            unit.submissions.add(one, idempotency_key=None, body_sha256=HASH)


class ChangedMindError(Exception):
    """What a caller of the catalogue raises when it will not go on."""


def change_mind() -> None:
    """Give up."""
    raise ChangedMindError


def undo(catalogue: Catalogue, work: Callable[[UnitOfWork], object]) -> None:
    """Do some work in a unit of work, then leave that with an error."""
    with suppress(ChangedMindError), catalogue.begin() as unit:
        work(unit)
        change_mind()
