"""Looks things up for whoever asks: another publisher's is missing in the very words of what never was."""

from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from api.callers import Caller
from api.ids import FEED, SUBMISSION, UPLOAD, WAIVER, is_id
from shelfready.errors import MissingError
from shelfready.feeds import Feed
from shelfready.ports import UnitOfWork
from shelfready.releases import Release, Title
from shelfready.titles import Submission, TitleId
from shelfready.uploads import Upload
from shelfready.waivers import Waiver


def submission_of(unit: UnitOfWork, caller: Caller, submission_id: str) -> Submission:
    """The caller's submission."""
    found = unit.submissions.get(submission_id) if is_id(SUBMISSION, submission_id) else None
    if found is None or not caller.sees(found.publisher):
        raise MissingError(
            "there is no such submission for this key; the id is in the answer to POST /v1/submissions",
            cause_code="submission-unknown",
        )
    return found


def feed_of(unit: UnitOfWork, caller: Caller, feed_id: str) -> Feed:
    """The caller's feed."""
    found = unit.feeds.get(feed_id) if is_id(FEED, feed_id) else None
    if found is None or not caller.sees(found.publisher):
        raise MissingError(
            "there is no such feed for this key; the id is in the answer to POST /v1/feeds", cause_code="feed-unknown"
        )
    return found


def waiver_of(unit: UnitOfWork, caller: Caller, waiver_id: str) -> Waiver:
    """The caller's waiver."""
    found = unit.waivers.get(waiver_id) if is_id(WAIVER, waiver_id) else None
    if found is None or not caller.sees(found.publisher):
        raise MissingError(
            "there is no such waiver for this key; GET /v1/waivers lists them", cause_code="waiver-unknown"
        )
    return found


def upload_of(unit: UnitOfWork, caller: Caller, upload_id: str, now: datetime | None) -> Upload:
    """The caller's upload; one that was given up or ran out by `now` is gone."""
    found = unit.uploads.get(upload_id) if is_id(UPLOAD, upload_id) else None
    if found is None or not caller.sees(found.publisher) or (now is not None and found.expires_at <= now):
        raise MissingError(
            "there is no such upload for this key, or its time ran out; start one with POST /v1/uploads",
            cause_code="upload-unknown",
        )
    return found


def title_of(unit: UnitOfWork, publisher: str, title_id: str) -> Title:
    """A publisher's title."""
    found = unit.titles.get(publisher, title_id) if is_title_id(title_id) else None
    if found is None:
        raise MissingError(
            "there is no such title for this key; titles exist from their first accepted submission on",
            cause_code="title-unknown",
        )
    return found


def release_of(unit: UnitOfWork, publisher: str, title_id: str, number: int | None) -> Release:
    """A release of a publisher's title; the live one for None."""
    title = title_of(unit, publisher, title_id)
    wanted = title.live_release if number is None else number
    found = unit.titles.release(publisher, title_id, wanted) if wanted is not None else None
    if found is None:
        raise MissingError(
            "the title has no live release: it is not published yet, or was taken down"
            if number is None
            else f"the title has no release {number}; its releases are listed with the title",
            cause_code="release-unknown",
        )
    return found


def is_title_id(text: str) -> bool:
    """Whether the text could be a title's id: what is not need not be looked for."""
    try:
        _TITLE_ID.validate_python(text)
    except ValidationError:
        return False
    return True


_TITLE_ID = TypeAdapter[str](TitleId)
