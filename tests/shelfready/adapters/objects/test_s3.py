"""What is particular to S3: presigned addresses, prefixes, and servers that answer badly."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from shelfready.adapters.objects import open_store
from shelfready.adapters.objects.s3 import S3Store
from shelfready.adapters.objects.s3_client import connect
from shelfready.blobs import hash_file
from shelfready.errors import DefectError, MissingError, RejectedError, UnavailableError

if TYPE_CHECKING:
    from tests.fixtures.s3 import S3Server

MIB = 1024 * 1024


@contextmanager
def server_answering(answer: bytes) -> Iterator[str]:
    """A server that answers every request with the same bytes and hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if self.raw_requestline and self.parse_request():
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.wfile.write(answer)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def damaging(endpoint: str, sent: bytes, received: bytes) -> Iterator[str]:
    """A line to a server on which some bytes become others."""
    address = urlsplit(endpoint)

    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((address.hostname, address.port)) as server:
                back = threading.Thread(target=self.pump, args=(server, self.request))
                back.start()
                self.pump(self.request, server)
                back.join()

        def pump(self, source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(1 << 20):
                    target.sendall(data.replace(sent, received))
                target.shutdown(socket.SHUT_WR)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as proxy:
        proxy.daemon_threads = True
        thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_address[1]}"
        finally:
            proxy.shutdown()
            thread.join()


def store_at(endpoint: str) -> S3Store:
    """A store that asks a server once."""
    return S3Store(connect(endpoint=endpoint, access_key="key", secret_key="secret", attempts=1), "bucket")


def refusal(status: str, code: str, headers: str = "") -> bytes:
    """An S3 server's way of saying no."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>No.</Message></Error>"
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}".encode()


@pytest.mark.server
def test_presigned_part(s3_store: S3Store) -> None:
    """A client without any S3 library sends a part by one PUT, without touching the API."""
    upload = s3_store.start_upload("in/1")
    wanted = s3_store.presign_part("in/1", upload, 1)

    assert httpx.put(wanted.url, content=b"straight in").status_code == 200
    assert timedelta(minutes=55) < wanted.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    (part,) = s3_store.parts("in/1", upload)
    assert (part.number, part.size_bytes) == (1, 11)
    s3_store.complete_upload("in/1", upload, [part])
    assert s3_store.read("in/1") == b"straight in"


@pytest.mark.server
def test_presigned_address_is_for_one_thing(s3_store: S3Store) -> None:
    """A presigned address takes one part, of one object, of one length, by one method."""
    upload = s3_store.start_upload("in/1")
    url = s3_store.presign_part("in/1", upload, 1, size_bytes=4).url

    assert httpx.put(url, content=b"five!").status_code == 403
    assert httpx.put(url, content=iter([b"any", b"length"])).status_code == 403
    assert httpx.put(url.replace("in/1", "in/2"), content=b"four").status_code == 403
    assert httpx.put(url.replace("partNumber=1", "partNumber=2"), content=b"four").status_code == 403
    assert httpx.get(url).status_code == 403
    assert httpx.delete(url).status_code == 403
    assert s3_store.parts("in/1", upload) == ()
    assert httpx.put(url, content=b"four").status_code == 200


@pytest.mark.server
def test_presigned_for_outsiders(s3_server: "S3Server", s3_bucket: str) -> None:
    """Behind another public address, presigned addresses are signed for that one; everything else goes inside."""
    store = open_store(
        f"s3://{s3_bucket}/outside",
        endpoint=s3_server.endpoint,
        access_key=s3_server.access_key,
        secret_key=s3_server.secret_key,
        public_endpoint="https://objects.example.com",
    )
    presigned = store.presign_part("in/1", store.start_upload("in/1"), 3)

    assert presigned is not None
    parts = urlsplit(presigned.url)
    assert (parts.scheme, parts.netloc) == ("https", "objects.example.com")
    assert parse_qs(parts.query)["partNumber"] == ["3"]
    assert s3_server.secret_key not in presigned.url


@pytest.mark.server
def test_prefix_keeps_stores_apart(s3_server: "S3Server") -> None:
    """Two stores in one bucket do not see each other, even when one's prefix begins with the other's."""
    bucket = s3_server.new_bucket()
    stores = [S3Store(s3_server.client(), bucket, prefix) for prefix in ("one", "one-more", "")]
    for store in stores:
        store.put_bytes("key", store.prefix.encode())

    assert [info.key for info in stores[0].list("")] == ["key"]
    assert [info.key for info in stores[1].list("")] == ["key"]
    assert [info.key for info in stores[2].list("")] == ["key", "one/key", "one-more/key"]
    assert stores[0].read("key") == b"one"


@pytest.mark.server
def test_hash_is_kept_with_the_object(s3_store: S3Store, tmp_path: Path) -> None:
    """An operator sees an object's SHA-256 beside it, however it was sent."""
    for size in (10, 7 * MIB):
        source = tmp_path / "file"
        source.write_bytes(bytes(size))
        s3_store.put_file("key", source, hash_file(source))
        head = s3_store.client.head_object(Bucket=s3_store.bucket, Key=f"{s3_store.prefix}/key")

        assert head["Metadata"] == {"sha256": hash_file(source).sha256}


@pytest.mark.server
@pytest.mark.parametrize("size", [10, 12 * MIB], ids=str)
def test_damage_on_the_way(s3_server: "S3Server", s3_bucket: str, tmp_path: Path, size: int) -> None:
    """Bytes that change on the way are refused by the server, and are ours to send again; nothing is stored."""
    source = tmp_path / "file"
    source.write_bytes(bytes(size) + b"rightly")
    with damaging(s3_server.endpoint, b"rightly", b"wrongly") as endpoint:
        client = connect(
            endpoint=endpoint, access_key=s3_server.access_key, secret_key=s3_server.secret_key, attempts=1
        )
        store = S3Store(client, s3_bucket, "damaged", one_request_bytes=6 * MIB, part_bytes=5 * MIB)
        upload = store.start_upload("in/1")
        for act in (
            lambda: store.put_file("key", source, hash_file(source)),
            lambda: store.put_bytes("key", b"rightly"),
            lambda: store.put_part("in/1", upload, 1, BytesIO(b"rightly"), 7),
        ):
            with pytest.raises(UnavailableError) as unavailable:
                act()
            assert unavailable.value.cause_code == "store-transfer-damaged"
        store.abort_upload("in/1", upload)

        assert list(store.list("")) == []
        assert store.sweep(timedelta(seconds=-60)) == 0


@pytest.mark.server
def test_small_parts(s3_store: S3Store) -> None:
    """S3 wants 5 MiB of every part but the last, and the sender is told so."""
    upload = s3_store.start_upload("in/1")
    parts = [s3_store.put_part("in/1", upload, number, BytesIO(b"small"), 5) for number in (1, 2)]

    with pytest.raises(RejectedError) as rejected:
        s3_store.complete_upload("in/1", upload, parts)
    assert rejected.value.cause_code == "upload-part-too-small"


@pytest.mark.server
def test_wrong_keys_are_the_operators(s3_server: "S3Server", s3_bucket: str) -> None:
    """Wrong keys are not a reason to try again; the message names no key."""
    for access_key, secret_key in ((s3_server.access_key, "wrong-secret"), ("unknown-user", "wrong-secret")):
        client = connect(endpoint=s3_server.endpoint, access_key=access_key, secret_key=secret_key, attempts=1)
        store = S3Store(client, s3_bucket)
        for act in (lambda: store.head("key"), lambda: store.read("key"), lambda: list(store.list(""))):  # noqa: B023
            with pytest.raises(DefectError) as refused:
                act()
            assert refused.value.cause_code == "store-access-denied"
            assert "wrong-secret" not in refused.value.message


@pytest.mark.server
def test_no_bucket(s3_server: "S3Server") -> None:
    """A bucket that was never made is the operator's to make."""
    store = S3Store(s3_server.client(), "never-made")

    for act in (lambda: store.read("key"), lambda: store.put_bytes("key", b"x"), lambda: list(store.list(""))):
        with pytest.raises(DefectError) as refused:
            act()
        assert refused.value.cause_code == "store-bucket-missing"


@pytest.mark.parametrize(
    ("answer", "cause", "wait"),
    [
        (refusal("503 Slow Down", "SlowDown", "Retry-After: 17\r\n"), "store-unavailable", 17.0),
        (refusal("503 Slow Down", "SlowDown", "Retry-After: soon\r\n"), "store-unavailable", None),
        (refusal("429 Too Many", "TooManyRequests"), "store-unavailable", None),
        (refusal("500 Oh", "InternalError"), "store-unavailable", None),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", "store-unavailable", None),
        (refusal("400 Bad", "RequestTimeout"), "store-unavailable", None),
        (refusal("400 Bad", "BadDigest"), "store-transfer-damaged", None),
        (b"", "store-unreachable", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off", "store-unreachable", None),
    ],
    ids=["slow-down", "odd-wait", "too-many", "internal", "gateway", "timeout", "digest", "hang-up", "cut-off"],
)
def test_trouble_of_the_server(answer: bytes, cause: str, wait: float | None) -> None:
    """A server in trouble is asked again later, after the wait it asks for."""
    with server_answering(answer) as endpoint, pytest.raises(UnavailableError) as unavailable:
        store_at(endpoint).read("key")

    assert (unavailable.value.cause_code, unavailable.value.retry_after_s) == (cause, wait)


@pytest.mark.parametrize(
    ("answer", "kind", "cause"),
    [
        (refusal("403 No", "AccessDenied"), DefectError, "store-access-denied"),
        (refusal("404 No", "NoSuchBucket"), DefectError, "store-bucket-missing"),
        (refusal("404 No", "NoSuchKey"), MissingError, "object-missing"),
        (refusal("400 No", "SomethingNew"), DefectError, "store-refused"),
    ],
    ids=["denied", "bucket", "key", "unheard-of"],
)
def test_refusals(answer: bytes, kind: type[Exception], cause: str) -> None:
    """A refusal has the class of the one who can mend it."""
    with server_answering(answer) as endpoint, pytest.raises(kind) as refused:
        store_at(endpoint).read("key")

    assert getattr(refused.value, "cause_code", None) == cause


def test_nobody_listens() -> None:
    """A server that is down is a reason to wait, for every operation."""
    with server_answering(b"") as endpoint:
        pass  # its port is closed from here on
    store = store_at(endpoint)

    for act in (
        lambda: store.head("key"),
        lambda: store.put_bytes("key", b"x"),
        lambda: store.delete("key"),
        lambda: list(store.list("")),
        lambda: store.start_upload("key"),
        lambda: store.parts("key", "upload"),
        lambda: store.put_part("key", "upload", 1, BytesIO(b"x"), 1),
        lambda: store.abort_upload("key", "upload"),
        lambda: store.sweep(timedelta(0)),
    ):
        with pytest.raises(UnavailableError) as unavailable:
            act()
        assert unavailable.value.cause_code == "store-unreachable"


def test_an_answer_that_is_cut_off() -> None:
    """Half an answer is an error, never half an object that looks whole."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off"
    with server_answering(answer) as endpoint, pytest.raises(UnavailableError):
        store_at(endpoint).read("key")
