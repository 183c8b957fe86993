"""Fetches files from web servers, going on where a broken connection left off."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from shelfready.adapters.transports.guarded import LOCATION, Network
from shelfready.adapters.transports.receiving import Pace, Receiver
from shelfready.adapters.transports.refusals import changed, cut_short, forbidden, invalid, not_found
from shelfready.adapters.transports.shown import shown
from shelfready.errors import RejectedError, ShelfreadyError, UnavailableError
from shelfready.ports import Watcher
from shelfready.values import Blob

MOST_REDIRECTS = 3
MOST_RESUMES = 5
"""Broken connections that are mended within one fetch; after that the workflow waits and begins anew."""

_LONGEST_URL = 4096
_LONGEST_WAIT_S = 24 * 3600.0
_LATER = frozenset({408, 421, 425, 429})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class WebFetcher:
    """The transport of `https://` sources."""

    network: Network
    pace: Pace = Pace()  # noqa: RUF009 - frozen

    def fetch(self, source: str, into: Path, watcher: Watcher, *, limit_bytes: int) -> Blob:
        """Write the file that a URL leads to."""
        with (
            Receiver(source, into, watcher, limit_bytes=limit_bytes, pace=self.pace) as receiver,
            self.network.client(watcher.check) as client,
        ):
            # What the server calls this very version of the file, if it does so reliably.
            version: str | None = None
            for _ in range(MOST_RESUMES + 1):
                before = receiver.size_bytes
                try:
                    with _opened(client, source, before, version) as answer:
                        version = _continue(answer, receiver, source)
                        for piece in answer.iter_raw():
                            receiver.take(piece)
                        return receiver.finish()
                except httpx.TransportError as error:
                    if version is None or receiver.size_bytes == before:
                        raise _broken(source, error, receiver.size_bytes) from error
        raise cut_short(source, f"the connection broke {MOST_RESUMES + 1} times")


@contextmanager
def _opened(client: httpx.Client, source: str, start: int, version: str | None) -> Iterator[httpx.Response]:
    # Each redirect goes through the client's own transport, and so through its checks.
    url = _url(source, source)
    headers = {"range": f"bytes={start}-", "if-range": version} if version is not None else {}
    for _ in range(MOST_REDIRECTS + 1):
        with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code not in _REDIRECTS:
                _check_status(answer, source)
                yield answer
                return
            url = url.join(_url(str(answer.extensions[LOCATION]), source))
    raise RejectedError(
        f"{shown(source)} leads from one address to the next more than {MOST_REDIRECTS} times; give the last one",
        cause_code="source-redirects",
    )


def _url(text: str, source: str) -> httpx.URL:
    try:
        if 0 < len(text) <= _LONGEST_URL:
            return httpx.URL(text)
    except httpx.InvalidURL as error:
        raise invalid(source, "it is not written as a URL must be") from error
    raise invalid(source, f"a URL on the way has {len(text)} characters, expected 1 to {_LONGEST_URL}")


def _check_status(answer: httpx.Response, source: str) -> None:
    status = answer.status_code
    if status in (200, 206):
        return
    if status in (404, 410):
        raise not_found(source)
    if status in (401, 403):
        raise forbidden(source, f"the server answered {status}; a signed address may have expired")
    if status == 416:
        raise changed(source)
    if status in _LATER or status >= 500:
        raise UnavailableError(
            f"the server of {shown(source)} answered {status}; it is asked again later",
            cause_code="source-unavailable",
            retry_after_s=_retry_after_s(answer.headers),
        )
    raise RejectedError(
        f"the server of {shown(source)} answered {status}, expected 200; check the address",
        cause_code="source-refused",
    )


def _continue(answer: httpx.Response, receiver: Receiver, source: str) -> str | None:
    """Set the receiver to where the answer begins; the version by which it may be resumed, None if it may not."""
    encoding = answer.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise RejectedError(
            f"the server of {shown(source)} sends it encoded ({encoding[:40]!a}) though it was asked for it as it is; "
            "serve the file unencoded",
            cause_code="source-encoded",
        )
    length = _length(answer)
    if answer.status_code == 206:
        if not answer.headers.get("content-range", "").startswith(f"bytes {receiver.size_bytes}-"):
            raise changed(source)
        receiver.expect(None if length is None else receiver.size_bytes + length)
    else:
        # The whole again: it has changed, or the server does not resume.
        receiver.restart()
        receiver.expect(length)
    return _version(answer.headers)


def _length(answer: httpx.Response) -> int | None:
    # httpcore has refused what is no number, or two.
    stated = answer.headers.get("content-length")
    return int(stated) if stated is not None else None


def _version(headers: httpx.Headers) -> str | None:
    if headers.get("accept-ranges", "").lower() == "none":
        return None
    tag = headers.get("etag", "")
    if tag.startswith('"'):
        return str(tag)
    if tag:
        return None
    # RFC 9110, 8.8.2.2: strong only when a minute has passed without a change.
    modified, now = _date(headers.get("last-modified")), _date(headers.get("date"))
    if modified is None or now is None or now - modified < timedelta(minutes=1):
        return None
    return str(headers["last-modified"])


def _date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _retry_after_s(headers: httpx.Headers) -> float | None:
    text = headers.get("retry-after", "")
    if text.isascii() and text.isdecimal():
        # Cut, because a number of any length may stand there.
        return min(_LONGEST_WAIT_S, float(text[:9]))
    until = _date(text)
    if until is None:
        return None
    now = _date(headers.get("date")) or datetime.now(UTC)
    return min(_LONGEST_WAIT_S, max(0.0, (until - now).total_seconds()))


def _broken(source: str, error: httpx.TransportError, size_bytes: int) -> ShelfreadyError:
    if size_bytes or isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):
        return cut_short(source, f"the connection broke after {size_bytes} bytes")
    found = "took too long to answer" if isinstance(error, httpx.TimeoutException) else "could not be reached"
    return UnavailableError(
        f"the server of {shown(source)} {found} ({type(error).__name__}: {str(error)[:200]}); it is tried again",
        cause_code="source-unreachable",
    )
