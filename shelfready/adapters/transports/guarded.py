"""An HTTP client that goes to public addresses only, for URLs that strangers gave us.

A host is resolved once, every address it has is checked, and the connection goes to a checked address: there is no
second look-up for a rebinding name server to answer otherwise. Name, Host header and certificate stay the URL's.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpcore
import httpx

from shelfready.adapters.transports.addresses import Resolve, check_address, check_host, resolve
from shelfready.errors import RejectedError, UnavailableError

LOCATION = "shelfready.location"
"""The extension of a response in which its Location header is found."""

# A socket is listened to for this long before we ask whether the work is still wanted.
_TICK_S = 0.5


@dataclass(frozen=True)
class Network:
    """The network as a stranger's address may use it. Private hosts, and plain http, are for tests only."""

    allow_private_hosts: bool = False
    resolve: Resolve = resolve
    connect_timeout_s: float = 10.0
    silence_timeout_s: float = 30.0
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    def check_url(self, url: httpx.URL) -> None:
        """Refuse a URL before anything is asked of the network."""
        if url.scheme != "https" and not (self.allow_private_hosts and url.scheme == "http"):
            raise RejectedError(
                f"the address begins with {url.scheme}:, expected https:", cause_code="source-address-forbidden"
            )
        if url.userinfo:
            raise RejectedError(
                "the address holds a user name or a password; give a signed address, or one that needs none",
                cause_code="source-has-credentials",
            )
        if not self.allow_private_hosts:
            check_host(url.host)

    def addresses(self, host: str, port: int) -> list[str]:
        """Where a host is, all of it checked: one private address among public ones is one too many."""
        found = list(self.resolve(host, port))
        if not self.allow_private_hosts:
            for address in found:
                check_address(address, host)
        return found

    def client(self, check: Callable[[], None]) -> httpx.Client:
        """A client for one piece of work; `check` is called while it waits. It follows no redirects and no proxies."""
        return httpx.Client(
            transport=_Transport(self, check),
            timeout=httpx.Timeout(self.silence_timeout_s, connect=self.connect_timeout_s),
            # As it is: what a server compresses on the way would be stored and hashed compressed.
            headers={"accept-encoding": "identity", "user-agent": "shelfready"},
            follow_redirects=False,
            trust_env=False,
        )

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        """Whose certificates are believed; made once, because reading the list takes 20 ms."""
        return self.trust or httpx.create_ssl_context()


class _Transport(httpx.BaseTransport):
    def __init__(self, network: Network, check: Callable[[], None]) -> None:
        self._network = network
        self._pool = httpcore.ConnectionPool(
            ssl_context=network.trusted, network_backend=_Backend(network, check), max_connections=1
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._network.check_url(request.url)
        with _as_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return _response(answer)

    def close(self) -> None:
        self._pool.close()


def _response(answer: httpcore.Response) -> httpx.Response:
    # httpx would parse where a redirect leads although it is told to follow none, and call a bad address a broken
    # connection; so it is not shown it.
    headers = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
    leads = [value for name, value in answer.headers if name.lower() == b"location"]
    extensions = {**answer.extensions, LOCATION: leads[0].decode("utf-8", "replace") if leads else ""}
    return httpx.Response(answer.status, headers=headers, stream=_Body(answer), extensions=extensions)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    # The two libraries call the same errors by the same names.
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error) or type(error).__name__) from error
    except (httpcore.UnsupportedProtocol, httpcore.ProxyError) as error:
        raise httpx.TransportError(str(error)) from error


class _Backend(httpcore.NetworkBackend):
    """Connects to a checked address of the host, in the order of the name server."""

    def __init__(self, network: Network, check: Callable[[], None]) -> None:
        self._network = network
        self._check = check
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore's own signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        addresses = self._network.addresses(host, port)
        for address in addresses:
            self._check()
            try:
                return _Stream(self._sockets.connect_tcp(address, port, timeout), self._check)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise UnavailableError(f"the host {host!a} has no address", cause_code="source-lookup-failed")


class _Stream(httpcore.NetworkStream):
    """A connection that lets itself be called off while it waits for bytes."""

    def __init__(self, stream: httpcore.NetworkStream, check: Callable[[], None]) -> None:
        self._stream = stream
        self._check = check

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = timeout if timeout is not None else float("inf")
        while True:
            self._check()
            tick = min(_TICK_S, left)
            try:
                return self._stream.read(max_bytes, tick)
            except httpcore.ReadTimeout:
                left -= tick
                if left <= 0:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._check)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
