"""Titles and releases as the API shows them."""

from datetime import datetime
from urllib.parse import quote

from pydantic import Field

from api.tickets import Ticket
from shelfready.chapters import Chapter, ChapterKind, Evidence
from shelfready.releases import Artifact, Release, Title
from shelfready.sound import Sound
from shelfready.titles import Metadata
from shelfready.values import Sha256, Value


class TitleLinks(Value):
    """Where to go on from a title."""

    self: str
    live: str | None
    submissions: str


class TitleView(Value):
    """A title and its live release."""

    publisher: str
    title_id: str
    content_type: str
    live_release: int | None = Field(description="number of the release that is offered now; null for none")
    updated_at: datetime
    links: TitleLinks


class TitleList(Value):
    """A page of titles, by id."""

    items: tuple[TitleView, ...]
    next: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ReleaseSummary(Value):
    """One release of a title, in short."""

    number: int
    is_live: bool
    published_at: datetime | None
    duration_ms: int | None
    submission_id: str
    url: str


class TitleDetail(TitleView):
    """A title with all its releases, newest first."""

    releases: tuple[ReleaseSummary, ...]


class ChapterView(Value):
    """A chapter, in milliseconds from the beginning of the title."""

    title: str
    start_ms: int
    end_ms: int
    level: int = Field(description="1 for a top chapter, 2 for one within it")
    kind: ChapterKind
    evidence: Evidence = Field(description="what the start of the chapter is taken from")
    confidence: float = Field(description="how sure that is, from 0 to 1")


class SoundView(Value):
    """How loud a title is."""

    delivered_lufs: float | None = Field(description="loudness of the whole title as it was delivered, LUFS")
    gain_db: float = Field(description="what every track was raised by, one number for the title")
    target_lufs: float | None
    reason: str = Field(description="why the gain is what it is")


class FileView(Value):
    """A file of a release. Its `url` needs the key; the same path below the release's `media.url` does not."""

    path: str
    rendition: str
    media_type: str
    sha256: Sha256
    size_bytes: int
    url: str


class MediaLink(Value):
    """An address below which the release's files are read without a key, until it runs out."""

    url: str = Field(description="ends with a slash; add a file's `path`")
    expires_at: datetime


class ReleaseView(Value):
    """A release: immutable, numbered, and checked by reading it back."""

    publisher: str
    title_id: str
    content_type: str
    number: int
    submission_id: str
    published_at: datetime | None
    metadata: Metadata
    duration_ms: int | None
    sound: SoundView | None = Field(description="null for a title without audio")
    chapters: tuple[ChapterView, ...]
    files: tuple[FileView, ...]
    media: MediaLink


def title_view(title: Title, query: str) -> TitleView:
    """A title; `query` is what the addresses of an operator carry on."""
    return TitleView(
        publisher=title.publisher,
        title_id=title.title_id,
        content_type=title.content_type,
        live_release=title.live_release,
        updated_at=title.updated_at,
        links=_links(title, query),
    )


def title_detail(title: Title, releases: tuple[Release, ...], query: str) -> TitleDetail:
    """A title with its releases."""
    path = f"/v1/titles/{title.title_id}"
    summaries = tuple(
        ReleaseSummary(
            number=release.number,
            is_live=release.number == title.live_release,
            published_at=release.published_at,
            duration_ms=release.duration_ms,
            submission_id=release.submission_id,
            url=f"{path}/releases/{release.number}{query}",
        )
        for release in releases
        if release.number is not None
    )
    return TitleDetail(
        publisher=title.publisher,
        title_id=title.title_id,
        content_type=title.content_type,
        live_release=title.live_release,
        updated_at=title.updated_at,
        links=_links(title, query),
        releases=summaries,
    )


def release_view(release: Release, number: int, ticket: Ticket, secret: bytes, query: str) -> ReleaseView:
    """A release, with a new link to its media."""
    chapters = release.chapters.chapters if release.chapters else ()
    path = f"/v1/titles/{release.title_id}/releases/{number}/files"
    return ReleaseView(
        publisher=release.publisher,
        title_id=release.title_id,
        content_type=release.content_type,
        number=number,
        submission_id=release.submission_id,
        published_at=release.published_at,
        metadata=release.metadata,
        duration_ms=release.duration_ms,
        sound=_sound(release.sound),
        chapters=tuple(_chapter(chapter) for chapter in chapters),
        files=tuple(_file(artifact, f"{path}/{quote(artifact.path)}{query}") for artifact in release.artifacts),
        media=MediaLink(url=f"/v1/media/{ticket.sign(secret)}/", expires_at=ticket.expires_at),
    )


def _chapter(chapter: Chapter) -> ChapterView:
    return ChapterView(
        title=chapter.title,
        start_ms=chapter.start_ms,
        end_ms=chapter.end_ms,
        level=chapter.level,
        kind=chapter.kind,
        evidence=chapter.evidence,
        confidence=chapter.confidence,
    )


def _sound(sound: Sound | None) -> SoundView | None:
    if sound is None:
        return None
    return SoundView(
        delivered_lufs=sound.integrated_lufs,
        gain_db=sound.gain_db,
        target_lufs=sound.target_lufs,
        reason=sound.reason,
    )


def _file(artifact: Artifact, url: str) -> FileView:
    return FileView(
        path=artifact.path,
        rendition=artifact.rendition,
        media_type=artifact.media_type,
        sha256=artifact.sha256,
        size_bytes=artifact.size_bytes,
        url=url,
    )


def _links(title: Title, query: str) -> TitleLinks:
    path = f"/v1/titles/{title.title_id}"
    return TitleLinks(
        self=f"{path}{query}",
        live=f"{path}/live{query}" if title.live_release is not None else None,
        submissions=f"/v1/submissions?title_id={title.title_id}",
    )
