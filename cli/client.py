"""The HTTP client of the API, as a publisher's software would write it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import sleep
from types import TracebackType
from typing import Self, TypeVar

import httpx
from pydantic import ValidationError

from cli.problems import error_of
from cli.streams import Message, messages
from cli.surroundings import Target
from shelfready.errors import DefectError, RejectedError, ShelfreadyError, UnavailableError
from shelfready.values import Value

V = TypeVar("V", bound=Value)

_ATTEMPTS = 6
_LONGEST_WAIT_S = 30.0
_TIMEOUT = httpx.Timeout(30.0, write=120.0)
_HEARTBEAT_S = 45.0  # the API writes to an event stream every 15 s: three of them missing is a dead connection
_SAFE = ("GET", "PUT", "DELETE")


class Api:
    """One API and one key. What the API refuses is raised as an error of `shelfready.errors`.

    Answers that ask for patience (429, 503, with Retry-After) and broken connections are tried again; a POST is only
    repeated where it cannot take effect twice: it never reached the server, or it carries an idempotency key.
    """

    def __init__(self, target: Target, *, pause: Callable[[float], None] = sleep) -> None:
        self._base = httpx.URL(target.url)
        self._key = target.key
        self.pause = pause
        # trust_env=False: a proxy of the environment must not come between this machine and its own system
        local = self._base.host in ("127.0.0.1", "localhost", "::1")
        self._http = httpx.Client(base_url=self._base, timeout=_TIMEOUT, trust_env=not local)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    @property
    def address(self) -> str:
        """Where the API is."""
        return str(self._base)

    def get(self, path: str, kind: type[V], **query: str | int | None) -> V:
        """Read something."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        return _read(self._request("GET", path, params=given), kind)

    def post(self, path: str, body: Value | None, kind: type[V], *, idempotency_key: str | None = None) -> V:
        """Ask for something; with an idempotency key it is asked for once, however often it is sent."""
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key is not None else {}
        content = b"{}" if body is None else body.to_json()
        headers["Content-Type"] = "application/json"
        can_repeat = idempotency_key is not None or path.endswith("/complete")
        return _read(self._request("POST", path, headers=headers, content=content, can_repeat=can_repeat), kind)

    def put(self, url: str, content: Callable[[], Iterator[bytes]], size_bytes: int) -> None:
        """Send some bytes to a path of the API, or to an address that the API named."""
        headers = {"Content-Length": str(size_bytes), "Content-Type": "application/octet-stream"}
        self._request("PUT", url, headers=headers, content=content)

    def replace(self, path: str, body: Value, kind: type[V]) -> V:
        """Put a document in the place of the one that is there."""
        headers = {"Content-Type": "application/json"}
        return _read(self._request("PUT", path, headers=headers, content=body.to_json()), kind)

    def delete(self, path: str, kind: type[V], **query: str) -> V:
        """Take something away; answers what is kept of it."""
        return _read(self._request("DELETE", path, params=query, can_repeat=False), kind)

    def download(self, path: str, into: Path) -> None:
        """Write an answer of any length to a file, which is put in place when all of it has arrived."""
        half = into.with_name(f".{into.name}.part")
        timeout = httpx.Timeout(30.0, read=_HEARTBEAT_S)
        try:
            with self._http.stream(
                "GET", path, headers=self._headers(self._base.join(path)), timeout=timeout
            ) as answer:
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    raise error_of(answer)
                with half.open("wb") as file:
                    for piece in answer.iter_bytes():
                        file.write(piece)
        except httpx.TransportError as error:
            raise _unreachable(self._base, error) from error
        except OSError as error:
            raise RejectedError(
                f"{into} cannot be written: {error.strerror}; choose another place", cause_code="file-unwritable"
            ) from error
        half.replace(into)

    def stream(self, path: str, *, after: str | None = None) -> Iterator[Message]:
        """The messages of an event stream after one of them; a broken stream is taken up where it broke."""
        last_id = after
        failures = 0
        while True:
            try:
                for message in self._stream_once(path, last_id):
                    last_id, failures = message.id or last_id, 0
                    yield message
            except (httpx.TransportError, UnavailableError) as error:
                failures += 1
                if failures >= _ATTEMPTS:
                    raise _unreachable(self._base, error) from error
                self.pause(_wait_s(failures, error))
            else:
                return

    def _stream_once(self, path: str, last_id: str | None) -> Iterator[Message]:
        headers = {**self._headers(self._base.join(path)), "Accept": "text/event-stream"}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        timeout = httpx.Timeout(30.0, read=_HEARTBEAT_S)
        with self._http.stream("GET", path, headers=headers, timeout=timeout) as response:
            if response.status_code != httpx.codes.OK:
                response.read()
                raise error_of(response)
            yield from messages(response.iter_bytes())

    def _request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | Callable[[], Iterator[bytes]] | None = None,
        can_repeat: bool | None = None,
    ) -> httpx.Response:
        url = self._base.join(path)
        sent = {**self._headers(url), **(headers or {})}
        repeats = method in _SAFE if can_repeat is None else can_repeat
        for attempt in range(1, _ATTEMPTS + 1):
            error: ShelfreadyError | httpx.TransportError
            try:
                body = content() if callable(content) else content
                response = self._http.request(method, url, headers=sent, params=params, content=body)
            except httpx.TransportError as broken:
                if attempt == _ATTEMPTS or not (repeats or isinstance(broken, httpx.ConnectError)):
                    raise _unreachable(self._base, broken) from broken
                error = broken
            else:
                if response.is_success:
                    return response
                error = error_of(response)
                if attempt == _ATTEMPTS or not isinstance(error, UnavailableError):
                    raise error
            self.pause(_wait_s(attempt, error))
        raise AssertionError("every attempt returns or raises")

    def _headers(self, url: httpx.URL) -> dict[str, str]:
        # The key is for the API alone: a presigned address of the store is a secret of its own, and another host.
        is_ours = (url.scheme, url.host, url.port) == (self._base.scheme, self._base.host, self._base.port)
        return {"Authorization": f"Bearer {self._key}"} if is_ours else {}


def _read(response: httpx.Response, kind: type[V]) -> V:
    try:
        return kind.from_json(response.content or b"{}")
    except ValidationError as error:
        asked, fault = f"{response.request.method} {response.request.url.path}", error.errors()[0]
        raise DefectError(
            f"{asked} was answered with something that is not {kind.__name__}: {fault['msg']} at {fault['loc']}; are "
            "the API and this command of one release?",
            cause_code="api-answer-unreadable",
        ) from error


def _wait_s(attempt: int, error: Exception) -> float:
    asked = error.retry_after_s if isinstance(error, UnavailableError) else None
    return min(_LONGEST_WAIT_S, asked if asked is not None else 0.25 * 2**attempt)


def _unreachable(base: httpx.URL, error: Exception) -> UnavailableError:
    return UnavailableError(
        f"the API at {base} does not answer: {error or type(error).__name__}; see `shelfready doctor`",
        cause_code="api-unavailable",
    )
