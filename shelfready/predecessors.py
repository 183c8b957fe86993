"""What is there of a title already: the release that is live, and the plan that it was made by."""

from pydantic import ValidationError

from shelfready.blobs import Blobs
from shelfready.errors import DefectError, MissingError
from shelfready.plans import Plan
from shelfready.ports import UnitOfWork
from shelfready.releases import Release
from shelfready.titles import Submission, TitleFacts


def live_release(unit: UnitOfWork, publisher: str, title_id: str) -> Release | None:
    """The release of a title that is live, None before the first."""
    title = unit.titles.get(publisher, title_id)
    if title is None or title.live_release is None:
        return None
    return unit.titles.release(publisher, title_id, title.live_release)


def plan_of(blobs: Blobs, release: Release | None) -> Plan | None:
    """The plan that a release was made by.

    None where it is no longer known, or written as nobody reads it any more: then all is planned as if for the first
    time, and what that costs is only time.
    """
    if release is None or release.plan_sha256 is None:
        return None
    try:
        return blobs.read_value(Plan, release.plan_sha256)
    except (MissingError, ValidationError):
        return None


def facts_of(blobs: Blobs, submission: Submission | None) -> TitleFacts | None:
    """What the last check of a submission was told of its files; None where that is no longer known."""
    if submission is None or submission.facts_sha256 is None:
        return None
    try:
        return blobs.read_value(TitleFacts, submission.facts_sha256)
    except (MissingError, ValidationError):
        return None


def edges_of(facts: TitleFacts) -> dict[int, tuple[str, str]]:
    """The stored edges of every track, as they were measured; `DefectError` when what was kept is gone."""
    found: dict[int, tuple[str, str]] = {}
    for number, track in enumerate(facts.tracks):
        if track.head is None or track.tail is None or track.waveform is None:
            raise DefectError(
                f"the edges of track {number + 1} ({track.asset.name}) were not kept; `retry` takes the drop in again",
                cause_code="measurement-gone",
            )
        found[number] = (track.head, track.tail)
    return found
