"""Sends a file of a release: whole or a range of it, a piece at a time, harmless in a browser."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.problems import unsatisfiable
from api.ranges import OutsideError, Span, span_of
from shelfready.blobs import Blobs
from shelfready.errors import DefectError, MissingError
from shelfready.releases import Artifact, Release

IMMUTABLE = "private, max-age=31536000, immutable"
REVALIDATE = "private, no-cache"

_SHOWN = frozenset(
    {
        "application/json",
        "application/vnd.apple.mpegurl",
        "audio/aac",
        "audio/aiff",
        "audio/flac",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
        "text/vtt",
        "video/mp4",
    }
)
"""What a browser may show in place. Everything else is saved: a publisher's bytes must not run as a page of ours."""


@dataclass(frozen=True)
class Wanted:
    """What of a file is asked for, by the headers of a request."""

    is_head: bool
    range: str | None
    if_range: str | None
    if_none_match: str | None


def wanted(request: Request) -> Wanted:
    """The headers of a request that matter to a file."""
    headers = request.headers
    return Wanted(request.method == "HEAD", headers.get("range"), headers.get("if-range"), headers.get("if-none-match"))


def artifact_of(release: Release, path: str) -> Artifact:
    """The file of a release at a path: looked up in its list, never on a disk."""
    for artifact in release.artifacts:
        if artifact.path == path:
            return artifact
    raise MissingError(
        "the release has no such file; its files are listed with the release", cause_code="release-file-unknown"
    )


def send(blobs: Blobs, artifact: Artifact, wants: Wanted, cache_control: str) -> Response:
    """The answer for one file. Blocks until the store has found it, so that a missing one is an error and not a cut."""
    etag = f'"{artifact.sha256}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache_control,
        "Content-Disposition": _disposition(artifact),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": etag,
    }
    if wants.if_none_match is not None and _names(wants.if_none_match, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    span = _span(artifact, wants, etag)
    status = HTTPStatus.OK if span is None else HTTPStatus.PARTIAL_CONTENT
    asked = span or Span(0, artifact.size_bytes)
    headers["Content-Length"] = str(asked.size_bytes)
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{artifact.size_bytes}"
    if wants.is_head or asked.size_bytes == 0:
        return Response(status_code=status, headers=headers, media_type=artifact.media_type)
    pieces = blobs.stream(artifact.sha256, asked.start, asked.end)
    try:
        first = next(pieces)
    except (MissingError, StopIteration) as error:
        raise DefectError(
            f"the store has no bytes {asked.start} to {asked.end} of {artifact.sha256}, which is published as "
            f"{artifact.path}: restore it from a backup",
            cause_code="published-object-missing",
        ) from error
    return StreamingResponse(_sent(first, pieces), status_code=status, headers=headers, media_type=artifact.media_type)


async def _sent(first: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """One piece at a time, the next only when the last was taken: a slow client costs one piece of memory."""
    try:
        yield first
        while (piece := await run_in_threadpool(next, pieces, None)) is not None:
            yield piece
    finally:
        # A client that went away must not leave the store's connection open.
        close = getattr(pieces, "close", None)
        if close is not None:
            with suppress(ValueError):  # the generator is at work in its thread, and is closed when that ends
                close()


def _span(artifact: Artifact, wants: Wanted, etag: str) -> Span | None:
    if wants.if_range is not None and wants.if_range.strip() != etag:
        return None  # the client's part is of another file: it gets this one whole
    try:
        return span_of(wants.range, artifact.size_bytes)
    except OutsideError as error:
        raise unsatisfiable(artifact.size_bytes, (wants.range or "")[:100]) from error


def _names(header: str, etag: str) -> bool:
    """Whether If-None-Match names the file; weak and strong are the same here (RFC 9110, section 13.1.2)."""
    return any(part.strip() in ("*", etag, f"W/{etag}") for part in header.split(","))


def _disposition(artifact: Artifact) -> str:
    """How a browser names the file when it is saved (RFC 6266): plain ASCII for old ones, UTF-8 for all others."""
    name = artifact.path.rpartition("/")[2]
    kind = "inline" if artifact.media_type.partition(";")[0].strip().lower() in _SHOWN else "attachment"
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
