"""Tells what was published, and where it can be seen."""

from dataclasses import dataclass
from urllib.parse import quote

from pydantic import Field

from cli.answers import SubmissionView
from cli.client import Api
from cli.output import duration, size
from shelfready.titles import SubmissionRef
from shelfready.values import Value


class PublishedFile(Value):
    """A file of a release."""

    path: str
    media_type: str = ""
    size_bytes: int = 0


class PublishedChapter(Value):
    """A chapter of a release."""

    title: str
    start_ms: int


class MediaLink(Value):
    """An address below which the files are read without a key, for a while."""

    url: str


class PublishedRelease(Value):
    """A release, as far as it is told about."""

    number: int
    duration_ms: int | None = None
    chapters: tuple[PublishedChapter, ...] = Field(())
    files: tuple[PublishedFile, ...] = Field(())
    media: MediaLink | None = None


def release_of(api: Api, view: SubmissionView) -> PublishedRelease:
    """The release that a submission became."""
    return api.get(f"/v1/titles/{view.title_id}/releases/{view.release_number}", PublishedRelease)


def describe_release(view: SubmissionView, release: PublishedRelease) -> str:
    """What was published, for people."""
    facts = [f"{view.content_type} {view.title_id}: release {release.number}", f"{len(release.files)} files"]
    facts += [duration(release.duration_ms)] if release.duration_ms is not None else []
    facts += [f"{len(release.chapters)} chapters"] if release.chapters else []
    width = max((len(file.path) for file in release.files), default=0)
    files = [f"  {file.path:<{width}}  {size(file.size_bytes):>9}  {file.media_type}" for file in release.files]
    chapters = [f"  {duration(chapter.start_ms):>9}  {chapter.title}" for chapter in release.chapters]
    return "\n".join([", ".join(facts), *files, *chapters])


def addresses(
    onboarded: SubmissionRef,
    api_url: str,
    release: PublishedRelease | None,
    ui: "TemporalUi",
    report_page: str | None = None,
) -> list[str]:
    """Where one goes on looking: the workflow, the report (as a page, where there is one), the title, its files."""
    report = f"{api_url}{report_page or f'/v1/submissions/{onboarded.submission_id}/report'}"
    media = f"{api_url}{release.media.url}" if release is not None and release.media is not None else None
    shown = [
        ("workflow", ui.workflow(onboarded.workflow_id)),
        ("report", report),
        ("title", f"{api_url}/v1/titles/{onboarded.title_id}"),
        ("files", media and f"{media}<path>, without a key for some hours"),
    ]
    return [f"  {name:<9} {address}" for name, address in shown if address]


@dataclass(frozen=True)
class TemporalUi:
    """The pages of Temporal's UI; `url` is None when it is not known where it is."""

    url: str | None
    namespace: str

    def workflow(self, workflow_id: str) -> str | None:
        """The page of a workflow."""
        return f"{self.url}/namespaces/{self.namespace}/workflows/{quote(workflow_id, safe='')}" if self.url else None
