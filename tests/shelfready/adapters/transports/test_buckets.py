"""Reading from publishers' buckets, on a real S3 server."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelfready.adapters.objects.local import LocalStore
from shelfready.adapters.transports import Fetcher, S3Access, open_fetchers
from shelfready.adapters.transports.buckets import BucketFetcher
from shelfready.errors import DefectError, RejectedError, ShelfreadyError, UnavailableError
from tests.shelfready.adapters.transports.conftest import CalledOffError, Hearing

if TYPE_CHECKING:
    from tests.fixtures.s3 import S3Server
    from tests.fixtures.web import Conversation, Site

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def bucket(s3_server: "S3Server") -> str:
    """A bucket with the drops of two publishers, whose prefixes begin alike."""
    bucket = s3_server.new_bucket()
    keys = ("harbour/1/10 #?.mp3", "harbour/1/2.mp3", "harbour/1/.DS_Store", "harbour/2/a.mp3", "harbour-press/a.mp3")
    for key in keys:
        s3_server.client().put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


@pytest.fixture
def fetcher(s3_server: "S3Server", bucket: str, tmp_path: Path) -> Fetcher:
    """What the publisher `harbour` may read."""
    access = S3Access(s3_server.endpoint, s3_server.access_key, s3_server.secret_key)
    sources = {"harbour": (f"s3://{bucket}/harbour",)}
    return open_fetchers(store=LocalStore(tmp_path), s3_sources=sources, s3=access).fetcher_for("harbour")


def test_lists_a_prefix_as_a_folder(fetcher: Fetcher, bucket: str) -> None:
    """Files below it come in natural order, without junk, each with the address to fetch it by."""
    found = fetcher.listing(f"s3://{bucket}/harbour/1")

    assert [(file.name, file.source, file.size_bytes) for file in found] == [
        ("2.mp3", f"s3://{bucket}/harbour/1/2.mp3", 15),
        ("10 #?.mp3", f"s3://{bucket}/harbour/1/10 #?.mp3", 19),
    ]


def test_fetches_what_it_lists(fetcher: Fetcher, bucket: str, into: Path, watcher: Hearing) -> None:
    """A key is taken as it is written, marks and all."""
    (_, file) = fetcher.listing(f"s3://{bucket}/harbour/1/")

    blob = fetcher.fetch(file.source, into, watcher, limit_bytes=100)

    assert (into.read_bytes(), blob.size_bytes) == (b"harbour/1/10 #?.mp3", 19)


REFUSED = {
    "harbour-press/a.mp3": "source-forbidden",
    "harbour": "source-forbidden",
    "other/a.mp3": "source-forbidden",
    "harbour/../harbour-press/a.mp3": "source-invalid",
    "harbour/./1/2.mp3": "source-invalid",
    "harbour//1/2.mp3": "source-invalid",
    "harbour/1/missing.mp3": "source-not-found",
}


@pytest.mark.parametrize(("key", "cause"), REFUSED.items(), ids=REFUSED)
def test_reads_below_the_prefix_only(  # noqa: PLR0917 - fixtures
    fetcher: Fetcher, bucket: str, into: Path, watcher: Hearing, key: str, cause: str
) -> None:
    """A neighbour's prefix that begins alike is closed, and so is every way round."""
    with pytest.raises(RejectedError) as caught:
        fetcher.fetch(f"s3://{bucket}/{key}", into, watcher, limit_bytes=100)

    assert caught.value.cause_code == cause
    assert not into.exists()


def test_lists_below_the_prefix_only(fetcher: Fetcher, bucket: str) -> None:
    """Neither the bucket nor a half name is a folder of the publisher's."""
    for source in (f"s3://{bucket}", f"s3://{bucket}/har", f"s3://{bucket}/harbour-press"):
        with pytest.raises(RejectedError) as caught:
            fetcher.listing(source)
        assert caught.value.cause_code == "source-forbidden"


def test_the_ceiling_holds(fetcher: Fetcher, bucket: str, into: Path, watcher: Hearing) -> None:
    """What is too large is refused unread."""
    with pytest.raises(RejectedError) as caught:
        fetcher.fetch(f"s3://{bucket}/harbour/1/2.mp3", into, watcher, limit_bytes=14)

    assert caught.value.cause_code == "source-too-large"


def test_can_be_called_off(fetcher: Fetcher, bucket: str, into: Path, watcher: Hearing) -> None:
    """A fetch that is no longer wanted leaves nothing."""
    watcher.calls_off_after = 0

    with pytest.raises(CalledOffError):
        fetcher.fetch(f"s3://{bucket}/harbour/1/2.mp3", into, watcher, limit_bytes=100)

    assert not into.exists()


def test_wrong_keys_are_ours_to_mend(s3_server: "S3Server", bucket: str, into: Path, watcher: Hearing) -> None:
    """The publisher is not asked to mend our settings."""
    from shelfready.adapters.objects.s3_client import connect

    client = connect(endpoint=s3_server.endpoint, access_key=s3_server.access_key, secret_key="wrong")

    with pytest.raises(DefectError):
        BucketFetcher(client, (f"s3://{bucket}",)).fetch(f"s3://{bucket}/a", into, watcher, limit_bytes=1)


def scripted(site: "Site") -> BucketFetcher:
    """A bucket that misbehaves as it is told to."""
    from shelfready.adapters.objects.s3_client import connect

    return BucketFetcher(connect(endpoint=site.url, access_key="a", secret_key="b", attempts=1), ("s3://bucket",))


def test_every_piece_is_heard_of(site: "Site", into: Path, watcher: Hearing) -> None:
    """A large object moves in pieces that even a slow server fills between two heartbeats."""
    body = bytes(1 << 20)
    site.page("/bucket/a.mp3", lambda conversation: conversation.reply(200, body, ETag='"v1"'))

    scripted(site).fetch("s3://bucket/a.mp3", into, watcher, limit_bytes=len(body))

    assert watcher.moves == 16
    assert watcher.heard[-1] == 1.0


def test_goes_on_where_the_connection_broke(site: "Site", into: Path, watcher: Hearing) -> None:
    """A broken connection costs what was under way, if the object is still the same."""
    body = bytes(range(256)) * 4096

    def halves(conversation: "Conversation") -> None:
        start = int(conversation.headers.get("Range", "bytes=0-")[6:-1])
        tail = body[start:]
        sent = tail if start else tail[: len(tail) // 2]
        conversation.reply(206 if start else 200, sent, len(tail), ETag='"v1"')

    site.page("/bucket/a.mp3", halves)

    scripted(site).fetch("s3://bucket/a.mp3", into, watcher, limit_bytes=len(body))

    assert into.read_bytes() == body
    assert [asked.get("if-match") for _, asked in site.requests] == [None, '"v1"']


@pytest.mark.parametrize(
    ("status", "cause"),
    [(503, "source-unavailable"), (429, "source-unavailable"), (412, "source-changed"), (403, "source-forbidden")],
)
def test_tells_what_must_be_mended_from_what_may_work_later(
    site: "Site", into: Path, watcher: Hearing, status: int, cause: str
) -> None:
    """A bucket's refusals have owners as a web server's have."""
    site.page("/bucket/a.mp3", lambda conversation: conversation.reply(status, b"", Retry_After="7"))

    with pytest.raises(ShelfreadyError) as caught:
        scripted(site).fetch("s3://bucket/a.mp3", into, watcher, limit_bytes=1)

    assert caught.value.cause_code == cause
    if cause == "source-unavailable":
        assert isinstance(caught.value, UnavailableError)
        assert caught.value.retry_after_s == 7.0
