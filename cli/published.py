"""Tells what was published, and where it can be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from posixpath import basename, dirname
from urllib.parse import quote

from pydantic import Field

from cli.answers import SubmissionView
from cli.client import Api
from cli.output import duration, size
from shelfready.titles import SubmissionRef
from shelfready.values import Value

_MANY = 4
"""Files of one folder and kind that are shown as one row: each chapter's own file, say."""


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
    rows = list(_rows(release.files))
    width = max((len(name) for name, _, _ in rows), default=0)
    files = [f"  {name:<{width}}  {size(size_bytes):>9}  {media_type}" for name, size_bytes, media_type in rows]
    chapters = [f"  {duration(chapter.start_ms):>9}  {chapter.title}" for chapter in release.chapters]
    return "\n".join([", ".join(facts), *files, *chapters])


def _rows(files: Sequence[PublishedFile]) -> Iterator[tuple[str, int, str]]:
    """What is shown of the files: a folder of many of one kind is one row."""
    for (folder, media_type), group in groupby(files, key=lambda file: (dirname(file.path), file.media_type)):
        listed = list(group)
        if folder and len(listed) >= _MANY:
            count = f"{listed[0].path} ... {basename(listed[-1].path)} ({len(listed)} files)"
            yield count, sum(file.size_bytes for file in listed), media_type
        else:
            yield from ((file.path, file.size_bytes, file.media_type) for file in listed)


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
