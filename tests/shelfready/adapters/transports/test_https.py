"""Fetching from web servers."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from email.utils import formatdate
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelfready.adapters.transports.guarded import Network
from shelfready.adapters.transports.https import MOST_RESUMES, WebFetcher
from shelfready.adapters.transports.receiving import Pace
from shelfready.errors import RejectedError, ShelfreadyError, UnavailableError
from shelfready.values import Blob
from tests.shelfready.adapters.transports.conftest import CalledOffError, Hearing

if TYPE_CHECKING:
    from tests.fixtures.web import Conversation, Site

pytestmark = pytest.mark.server

BODY = bytes(range(256)) * 4096
TAG = '"v1"'
LOCAL = Network(allow_private_hosts=True)


def fetch(url: str, into: Path, watcher: Hearing, *, limit_bytes: int = len(BODY), network: Network = LOCAL) -> Blob:
    """Fetch with the usual limits."""
    return WebFetcher(network).fetch(url, into, watcher, limit_bytes=limit_bytes)


def whole(conversation: "Conversation") -> None:
    """Answer as a good server does."""
    conversation.reply(200, BODY, ETag=TAG)


def test_fetches_a_file(site: "Site", into: Path, watcher: Hearing) -> None:
    """The bytes arrive as they are, named by their content, and progress is heard as it grows."""
    blob = fetch(site.page("/a.mp3", whole), into, watcher)

    assert into.read_bytes() == BODY
    assert blob == Blob(sha256=sha256(BODY).hexdigest(), size_bytes=len(BODY))
    assert watcher.heard == sorted(set(watcher.heard))
    assert watcher.heard[-1] == 1.0
    assert site.requests[0][1]["accept-encoding"] == "identity"


def test_fetches_what_has_no_stated_length(site: "Site", into: Path, watcher: Hearing) -> None:
    """A body in chunks, or one that ends with the connection, is taken as it comes."""

    def chunked(conversation: "Conversation") -> None:
        conversation.send_response(200)
        conversation.send_header("Transfer-Encoding", "chunked")
        conversation.end_headers()
        conversation.wfile.write(b"5\r\nsound\r\n0\r\n\r\n")

    assert fetch(site.page("/a", chunked), into, watcher).size_bytes == 5
    assert watcher.heard == []


def test_every_piece_of_what_has_no_length_is_heard_of(site: "Site", into: Path, watcher: Hearing) -> None:
    """Who cannot tell a share of the whole still says that the work goes on."""

    def chunked(conversation: "Conversation") -> None:
        conversation.send_response(200)
        conversation.send_header("Transfer-Encoding", "chunked")
        conversation.end_headers()
        conversation.wfile.write(b"5\r\nsound\r\n" * 3 + b"0\r\n\r\n")

    fetch(site.page("/a", chunked), into, watcher)

    assert (watcher.moves, watcher.heard) == (3, [])


STATUSES: dict[int, tuple[type[ShelfreadyError], str]] = {
    400: (RejectedError, "source-refused"),
    401: (RejectedError, "source-forbidden"),
    403: (RejectedError, "source-forbidden"),
    404: (RejectedError, "source-not-found"),
    410: (RejectedError, "source-not-found"),
    418: (RejectedError, "source-refused"),
    204: (RejectedError, "source-refused"),
    304: (RejectedError, "source-refused"),
    408: (UnavailableError, "source-unavailable"),
    425: (UnavailableError, "source-unavailable"),
    429: (UnavailableError, "source-unavailable"),
    500: (UnavailableError, "source-unavailable"),
    503: (UnavailableError, "source-unavailable"),
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items(), ids=map(str, STATUSES))
def test_tells_what_must_be_mended_from_what_may_work_later(
    site: "Site", into: Path, watcher: Hearing, status: int, expected: tuple[type[ShelfreadyError], str]
) -> None:
    """Each status has its owner; no file is left, and no signature is repeated."""
    url = site.page("/a", lambda conversation: conversation.reply(status))

    with pytest.raises(ShelfreadyError) as caught:
        fetch(f"{url}?signature=secret", into, watcher)

    assert (type(caught.value), caught.value.cause_code) == expected
    assert "secret" not in caught.value.message
    assert not into.exists()


@pytest.mark.parametrize(
    ("stated", "wait_s"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("9" * 5000, 86_400.0),
        ("Wed, 21 Oct 2026 07:30:00 GMT", 120.0),
        ("Wed, 21 Oct 2026 07:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
    ],
)
def test_waits_as_long_as_the_server_asks(
    site: "Site", into: Path, watcher: Hearing, stated: str, wait_s: float | None
) -> None:
    """Retry-After is read in both its forms, and bounded."""

    def busy(conversation: "Conversation") -> None:
        conversation.send_response_only(429)
        conversation.send_header("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
        conversation.send_header("Retry-After", stated)
        conversation.send_header("Content-Length", "0")
        conversation.end_headers()

    with pytest.raises(UnavailableError) as caught:
        fetch(site.page("/a", busy), into, watcher)

    assert caught.value.retry_after_s == wait_s


def test_refuses_what_is_too_large_unread(site: "Site", into: Path, watcher: Hearing) -> None:
    """A stated length above the ceiling is enough."""
    url = site.page("/a", lambda conversation: conversation.reply(200, b"", claim=1 << 40))

    with pytest.raises(RejectedError) as caught:
        fetch(url, into, watcher)

    assert caught.value.cause_code == "source-too-large"
    assert str(1 << 40) in caught.value.message


def test_stops_what_turns_out_too_large(site: "Site", into: Path, watcher: Hearing) -> None:
    """Without a stated length the ceiling holds while the bytes arrive, however many would follow."""

    def endless(conversation: "Conversation") -> None:
        conversation.send_response(200)
        conversation.end_headers()
        while True:
            conversation.wfile.write(BODY)

    with pytest.raises(RejectedError) as caught:
        fetch(site.page("/a", endless), into, watcher)

    assert caught.value.cause_code == "source-too-large"
    assert not into.exists()


class Cutting:
    """A server that breaks the connection after each piece, and resumes as it is told to."""

    def __init__(self, pieces: int, *, headers: dict[str, str], resumes: bool = True, changes: bool = False) -> None:
        self.size = -(-len(BODY) // pieces)
        self.headers = headers
        self.resumes = resumes
        self.changes = changes
        self.starts: list[int] = []

    def __call__(self, conversation: "Conversation") -> None:
        """Answer one request."""
        asked = conversation.headers.get("Range", "bytes=0-")
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.starts.append(start)
        if start and not self.resumes:
            conversation.reply(200, BODY, None, **self.headers)
        elif start and self.changes:
            conversation.reply(206, BODY[:10], Content_Range=f"bytes 0-9/{len(BODY)}")
        elif start:
            tail = BODY[start:]
            conversation.reply(
                206,
                tail[: self.size],
                len(tail),
                Content_Range=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}",
                **self.headers,
            )
        else:
            conversation.reply(200, BODY[: self.size], len(BODY), **self.headers)


def old() -> dict[str, str]:
    """A date of change that has stood for long."""
    return {"Last_Modified": formatdate(0, usegmt=True)}


@pytest.mark.parametrize("headers", [{"ETag": TAG}, old()], ids=["tag", "date"])
def test_goes_on_where_the_connection_broke(
    site: "Site", into: Path, watcher: Hearing, headers: dict[str, str]
) -> None:
    """A file whose version is certain is resumed, and hashed as one."""
    server = Cutting(4, headers=headers)

    blob = fetch(site.page("/a", server), into, watcher)

    assert into.read_bytes() == BODY
    assert blob.sha256 == sha256(BODY).hexdigest()
    assert server.starts == [0, *(server.size * number for number in (1, 2, 3))]
    assert {asked.get("if-range") for _, asked in site.requests[1:]} == {next(iter(headers.values()))}
    assert watcher.heard == sorted(set(watcher.heard))


def test_begins_anew_when_the_server_does_not_resume(site: "Site", into: Path, watcher: Hearing) -> None:
    """A server that sends the whole again, because the file changed, is heard from the beginning."""
    server = Cutting(2, headers={"ETag": TAG}, resumes=False)

    fetch(site.page("/a", server), into, watcher)

    assert into.read_bytes() == BODY
    assert len(server.starts) == 2


def test_never_joins_what_does_not_fit(site: "Site", into: Path, watcher: Hearing) -> None:
    """A part that begins elsewhere than asked is not appended."""
    with pytest.raises(UnavailableError) as caught:
        fetch(site.page("/a", Cutting(2, headers={"ETag": TAG}, changes=True)), into, watcher)

    assert caught.value.cause_code == "source-changed"
    assert not into.exists()


WEAK: dict[str, Callable[[], dict[str, str]]] = {
    "no version": dict,
    "weak tag": lambda: {"ETag": 'W/"v1"'},
    "weak tag beside a date": lambda: {"ETag": 'W/"v1"', **old()},
    # Of the minute in which it is asked, not of that in which the tests were collected.
    "date of this minute": lambda: {"Last_Modified": formatdate(usegmt=True)},
    "no ranges": lambda: {"ETag": TAG, "Accept_Ranges": "none"},
}


@pytest.mark.parametrize("headers", WEAK.values(), ids=WEAK)
def test_does_not_resume_what_may_be_another_file(
    site: "Site", into: Path, watcher: Hearing, headers: Callable[[], dict[str, str]]
) -> None:
    """A cut file without a certain version is never taken for whole, and never patched."""
    server = Cutting(2, headers=headers())

    with pytest.raises(UnavailableError) as caught:
        fetch(site.page("/a", server), into, watcher)

    assert caught.value.cause_code == "source-cut-short"
    assert server.starts == [0]
    assert not into.exists()


def test_gives_up_after_so_many_breaks(site: "Site", into: Path, watcher: Hearing) -> None:
    """A connection that always breaks is left to the workflow's patience."""
    server = Cutting(100, headers={"ETag": TAG})

    with pytest.raises(UnavailableError) as caught:
        fetch(site.page("/a", server), into, watcher)

    assert caught.value.cause_code == "source-cut-short"
    assert len(server.starts) == MOST_RESUMES + 1


def test_refuses_encoded_bodies(site: "Site", into: Path, watcher: Hearing) -> None:
    """Bytes that were compressed on the way are not the file's."""
    url = site.page("/a", lambda conversation: conversation.reply(200, b"x", Content_Encoding="gzip"))

    with pytest.raises(RejectedError) as caught:
        fetch(url, into, watcher)

    assert caught.value.cause_code == "source-encoded"


def leads_to(location: str) -> Callable[["Conversation"], None]:
    """A redirect."""
    return lambda conversation: conversation.reply(302, Location=location)


def none(_: object) -> None:
    """Nothing, after whatever happened."""


def test_follows_three_redirects_and_no_more(site: "Site", into: Path, watcher: Hearing) -> None:
    """A short way is followed, relative addresses included; a long one is not."""
    site.page("/0", whole)
    for number in range(1, 5):
        site.page(f"/{number}", leads_to(f"../{number - 1}"))

    assert fetch(f"{site.url}/3", into, watcher).size_bytes == len(BODY)
    with pytest.raises(RejectedError) as caught:
        fetch(f"{site.url}/4", into, watcher)
    assert caught.value.cause_code == "source-redirects"


REDIRECTS = {
    "file:///etc/passwd": "source-address-forbidden",
    "ftp://files.example/a": "source-address-forbidden",
    "//me:secret@127.0.0.1/": "source-has-credentials",
    "": "source-invalid",
    "http://a:port/": "source-invalid",
    "/" + "a" * 5000: "source-invalid",
}


@pytest.mark.parametrize(("location", "cause"), REDIRECTS.items(), ids=[key[:20] for key in REDIRECTS])
def test_checks_where_redirects_lead(site: "Site", into: Path, watcher: Hearing, location: str, cause: str) -> None:
    """A redirect is an address like any other."""
    url = site.page("/a", leads_to(location))

    with pytest.raises(RejectedError) as caught:
        fetch(url, into, watcher)

    assert caught.value.cause_code == cause


def test_a_server_that_is_not_there_is_tried_again(site: "Site", into: Path, watcher: Hearing) -> None:
    """A refused connection passes."""
    with pytest.raises(UnavailableError) as caught:
        fetch("http://127.0.0.1:1/", into, watcher)

    assert caught.value.cause_code == "source-unreachable"


def test_a_server_that_says_nothing_is_tried_again(site: "Site", into: Path, watcher: Hearing) -> None:
    """Silence ends at its limit."""
    done = threading.Event()
    url = site.page("/a", lambda _: none(done.wait()))

    with pytest.raises(UnavailableError) as caught:
        fetch(url, into, watcher, network=Network(allow_private_hosts=True, silence_timeout_s=0.1))
    done.set()

    assert caught.value.cause_code == "source-unreachable"


def test_a_dripping_server_is_not_waited_for(site: "Site", into: Path, watcher: Hearing) -> None:
    """Never silent and never done: the pace is looked at, whatever the clock of this machine says."""
    seconds = count(0, 10)

    def drip(conversation: "Conversation") -> None:
        conversation.send_response(200)
        conversation.end_headers()
        while True:
            conversation.wfile.write(b"x")

    fetcher = WebFetcher(LOCAL, Pace(window_bytes=1 << 40, clock=lambda: next(seconds)))

    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(site.page("/a", drip), into, watcher, limit_bytes=1 << 40)

    assert caught.value.cause_code == "source-too-slow"


def test_nothing_is_waited_for_longer_than_the_whole_may_take(site: "Site", into: Path, watcher: Hearing) -> None:
    """A fast enough trickle ends, too."""
    hours = count(0, 3600)

    fetcher = WebFetcher(LOCAL, Pace(window_bytes=0, clock=lambda: next(hours)))

    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(site.page("/a", whole), into, watcher, limit_bytes=1 << 40)

    assert caught.value.cause_code == "source-too-slow"


def test_can_be_called_off_while_it_waits(site: "Site", into: Path, watcher: Hearing) -> None:
    """A fetch that is no longer wanted ends while the server still thinks."""
    done = threading.Event()
    url = site.page("/a", lambda _: none(done.wait()))
    watcher.calls_off_after = 3

    with pytest.raises(CalledOffError):
        fetch(url, into, watcher)
    done.set()

    assert not into.exists()


def test_looks_a_host_up_once(site: "Site", into: Path, watcher: Hearing) -> None:
    """A name server that answers otherwise the second time is not asked a second time."""
    lookups: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        lookups.append(host)
        assert len(lookups) == 1, "looked up twice"
        return ["127.0.0.1"]

    site.page("/a", whole)
    fetch(
        f"http://files.example:{site.port}/a",
        into,
        watcher,
        network=Network(allow_private_hosts=True, resolve=rebinding),
    )

    assert lookups == ["files.example"]
    assert site.requests[0][1]["host"] == f"files.example:{site.port}"


def test_goes_to_the_next_address_when_one_is_down(site: "Site", into: Path, watcher: Hearing) -> None:
    """A host with several addresses is reached by the one that answers."""
    network = Network(allow_private_hosts=True, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])

    assert fetch(site.page("/a", whole).replace("127.0.0.1", "files.example"), into, watcher, network=network)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for files.example with its key, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("no `openssl` here to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", "/CN=files.example", "-addext", "subjectAltName=DNS:files.example", "-days", "2"),
            *("-keyout", str(path), "-out", str(path.with_name("certificate.pem"))),
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + path.with_name("certificate.pem").read_bytes())
    return path


@pytest.fixture
def secure_site(certificate: Path) -> Iterator["Site"]:
    """A server that speaks https."""
    from tests.fixtures.web import serve

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield from serve(context)


def test_speaks_https_with_the_name_of_the_url(
    secure_site: "Site", certificate: Path, into: Path, watcher: Hearing
) -> None:
    """The connection goes to the checked address, the certificate is the name's."""
    secure_site.page("/a", whole)
    trust = ssl.create_default_context(cafile=certificate.with_name("certificate.pem"))
    network = Network(allow_private_hosts=True, resolve=lambda host, port: ["127.0.0.1"], trust=trust)

    assert fetch(f"https://files.example:{secure_site.port}/a", into, watcher, network=network).size_bytes == len(BODY)
    with pytest.raises(UnavailableError) as caught:
        fetch(f"https://other.example:{secure_site.port}/a", into, watcher, network=network)
    assert "mismatch" in caught.value.message


def test_does_not_believe_strangers(secure_site: "Site", into: Path, watcher: Hearing) -> None:
    """A certificate that nobody vouches for ends the conversation before a request is sent."""
    with pytest.raises(UnavailableError) as caught:
        fetch(secure_site.page("/a", whole), into, watcher)

    assert caught.value.cause_code == "source-unreachable"
    assert secure_site.requests == []


def test_refuses_inward_addresses_by_default(site: "Site", into: Path, watcher: Hearing) -> None:
    """What an operator did not open is closed: no request arrives."""
    with pytest.raises(RejectedError) as caught:
        fetch(site.page("/a", whole).replace("http:", "https:"), into, watcher, network=Network())

    assert caught.value.cause_code == "source-address-forbidden"
    assert site.requests == []
