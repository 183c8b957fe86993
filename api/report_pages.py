"""The report of a submission with everything that a page shows beside it, and the link that opens it in a browser."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from api.services import Services
from api.tickets import ReportTicket
from shelfready.asking import ASKED_AT_ONCE
from shelfready.errors import MissingError
from shelfready.findings import Report
from shelfready.profiles import STREAMING
from shelfready.releases import Artifact
from shelfready.reporting import ReportInput, chapters_of
from shelfready.rules import RULES
from shelfready.titles import Asset, AssetFacts, Role, Submission, SubmissionState, TitleFacts

_MEDIA_TYPES = {
    Role.TRACK: {
        "aac": "audio/aac",
        "aiff": "audio/aiff",
        "flac": "audio/flac",
        "m4a": "audio/mp4",
        "mp3": "audio/mpeg",
        "ogg": "audio/ogg",
        "rf64": "audio/wav",
        "wav": "audio/wav",
    },
    Role.COVER: {"gif": "image/gif", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"},
}
"""What a browser is given of a delivery, by role and kind: sound and covers. Books and documents could run in it."""

_MOST_WAVEFORMS = 1_000
"""Waveforms that are read for a page; each is a question to the store."""


def report_page(services: Services, submission: Submission) -> str | None:
    """The address of a submission's report for a browser, which needs no key; None while there is no report."""
    return f"{_below(services, submission)}/report" if submission.report_sha256 else None


def report_of(services: Services, submission: Submission) -> Report:
    """What was found in the title."""
    if submission.report_sha256 is None:
        raise MissingError(
            "the title has not been checked yet; follow its events and ask again after `checked`",
            cause_code="report-not-there-yet",
        )
    return services.blobs.read_value(Report, submission.report_sha256)


def told(services: Services, submission: Submission, report: Report, *, is_drawn: bool) -> ReportInput:
    """The report with what was measured and what happens next; where it is drawn, with all to hear and see of it."""
    facts = _facts(services, report)
    title = (facts.metadata.title if facts else None) or (submission.metadata.title if submission.metadata else None)
    below = _below(services, submission)
    page = f"{below}/report"
    return ReportInput(
        report=report,
        title=title or submission.title_id,
        title_id=submission.title_id,
        made_at=services.clock.now(),
        facts=facts,
        chapters=chapters_of(facts) if facts and is_drawn else None,
        profile=report.held_to or STREAMING,
        rules=RULES,
        waveforms=dict(_waveforms(services, facts)) if facts and is_drawn else {},
        media={
            found.asset.sha256: f"{below}/assets/{found.asset.sha256}"
            for found in (facts.assets if facts else ())
            if _media_type(found)
        },
        links={
            "Table (CSV)": f"{page}?format=csv",
            "ONIX Acknowledgement": f"{page}?format=onix",
            "JSON": f"{page}?format=json",
        },
        next_step=_next_step(submission),
    )


def delivered(services: Services, report: Report, sha256: str) -> Artifact:
    """A sound or a cover that the report is about: looked up in its list, never on a disk."""
    facts = _facts(services, report)
    for found in facts.assets if facts else ():
        media_type = _media_type(found)
        if found.asset.sha256 == sha256 and media_type:
            return _artifact(found.asset, media_type)
    raise MissingError(
        "the report has no such sound or cover; its page links those that a browser may show",
        cause_code="report-asset-unknown",
    )


def _below(services: Services, submission: Submission) -> str:
    expires_at = services.clock.now() + services.limits.report_link_life
    return f"/v1/reports/{ReportTicket(submission.id, expires_at).sign(services.media_secret)}"


def _facts(services: Services, report: Report) -> TitleFacts | None:
    """None for a report of before facts were kept with it, and for a title that was never measured."""
    if report.facts is None:
        return None
    try:
        return services.blobs.read_value(TitleFacts, report.facts)
    except MissingError:
        return None


def _waveforms(services: Services, facts: TitleFacts) -> Iterator[tuple[str, bytes]]:
    """What is drawn of each track, several read at once; one that is gone is not drawn."""
    wanted = {found.asset.sha256: found.waveform for found in facts.tracks[:_MOST_WAVEFORMS] if found.waveform}

    def read(item: tuple[str, str]) -> tuple[str, bytes]:
        with suppress(MissingError):
            return item[0], services.blobs.read(item[1])
        return item[0], b""

    with ThreadPoolExecutor(ASKED_AT_ONCE) as threads:
        yield from threads.map(read, wanted.items())


def _media_type(found: AssetFacts) -> str | None:
    return _MEDIA_TYPES.get(found.asset.role, {}).get(found.kind or "")


def _artifact(asset: Asset, media_type: str) -> Artifact:
    return Artifact(
        path=asset.name,
        rendition="original",
        media_type=media_type,
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
    )


def _next_step(submission: Submission) -> str | None:
    """What happens now; None where nothing is known but the verdict."""
    match submission.state:
        case SubmissionState.PARKED if submission.parking is not None:
            remedy = submission.parking.remedy or "Mend what is said below and send the title again."
            return f"The title waits for a decision ({submission.parking.cause_code}). {remedy}"
        case SubmissionState.PUBLISHED if submission.release_number is not None:
            return f"It was published as release {submission.release_number}."
        case SubmissionState.SUPERSEDED:
            return "A newer submission of the title has taken its place."
        case SubmissionState.ABANDONED:
            return "It was given up; what was published of the title before stays as it is."
        case SubmissionState.ACCEPTED | SubmissionState.RUNNING:
            return "The title goes on by itself; nothing has to be done."
        case _:
            return None
