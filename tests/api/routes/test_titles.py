"""The catalogue and its files."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from tests.api.house import ISBN, House, problem, submitted

pytestmark = pytest.mark.anyio

AUDIO = bytes(range(256)) * 20_000
PLAYLIST = b"#EXTM3U\naac-lc-64-mono/index.m3u8\n"
FILES = (
    ("hls/master.m3u8", "application/vnd.apple.mpegurl", PLAYLIST),
    ("hls/aac-lc-64-mono/index.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U\n"),
    ("book/H\u00e4fen & \u201cquotes\u201d.m4b", "audio/mp4", AUDIO),
    ("extra/page.html", "text/html", b"<script>alert(1)</script>"),
    ("extra/empty.txt", "text/plain", b""),
)
BOOK = f"/v1/titles/{ISBN}/releases/1/files/book/H%C3%A4fen%20%26%20%E2%80%9Cquotes%E2%80%9D.m4b"


async def _published(house: House, client: httpx.AsyncClient, files: Any = FILES) -> str:
    submission_id = await submitted(client)
    house.publish(submission_id, files)
    return submission_id


async def test_a_title_and_its_releases(house: House) -> None:
    """A title shows its live release and all others, newest first, with links."""
    async with house.client() as client:
        await _published(house, client)
        await _published(house, client, FILES[:1])
        title = (await client.get(f"/v1/titles/{ISBN}")).json()
        live = (await client.get(title["links"]["live"])).json()
        first = (await client.get(title["releases"][1]["url"])).json()

    assert title["live_release"] == 2
    assert [(one["number"], one["is_live"]) for one in title["releases"]] == [(2, True), (1, False)]
    assert live["number"] == 2
    assert [file["path"] for file in first["files"]] == [path for path, _, _ in FILES]
    chapter = {"title": "One", "start_ms": 0, "end_ms": 1000, "level": 1, "kind": "chapter"}
    assert first["chapters"] == [{**chapter, "evidence": "file", "confidence": 1.0}]


async def test_what_is_not_published_is_missing(house: House) -> None:
    """A title without a release has no live one; a release that never was is missing."""
    async with house.client() as client:
        await submitted(client)
        problem(await client.get(f"/v1/titles/{ISBN}/live"), 404, "release-unknown")
        problem(await client.get(f"/v1/titles/{ISBN}/releases/1"), 404, "release-unknown")
        problem(await client.get("/v1/titles/never-seen"), 404, "title-unknown")
        assert (await client.get(f"/v1/titles/{ISBN}")).json()["releases"] == []


async def test_titles_are_paged(house: House) -> None:
    """Following `next` shows every title once, by id."""
    async with house.client() as client:
        for name in ("c", "a", "b"):
            await submitted(client, name)
        first = (await client.get("/v1/titles?limit=2")).json()
        rest = (await client.get(f"/v1/titles?limit=2&cursor={first['next']}")).json()

    assert [title["title_id"] for title in first["items"] + rest["items"]] == ["a", "b", "c"]
    assert rest["next"] is None


async def test_an_operator_names_the_publisher(house: House) -> None:
    """An operator sees any publisher's titles, and its links stay with that publisher."""
    async with house.client() as client, house.operator() as operator:
        await _published(house, client)
        listed = (await operator.get("/v1/titles?publisher=demo")).json()["items"]
        title = (await operator.get(listed[0]["links"]["self"])).json()
        release = (await operator.get(title["releases"][0]["url"])).json()
        file = await operator.get(release["files"][0]["url"])
        own = (await operator.get("/v1/titles")).json()["items"]
        other = await client.get("/v1/titles?publisher=south")

    assert file.content == PLAYLIST
    assert own == []
    problem(other, 404, "publisher-unknown")


async def test_a_file_is_sent_whole(house: House) -> None:
    """Type, length, hash as ETag, a safe name, kept for ever, and nothing a browser could run."""
    async with house.client() as client:
        await _published(house, client)
        response = await client.get(BOOK)
        head = await client.head(BOOK)

    assert response.content == AUDIO
    assert response.headers["content-type"] == "audio/mp4"
    assert response.headers["etag"] == f'"{sha256(AUDIO).hexdigest()}"'
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"] == (
        "inline; filename=\"H_fen____quotes_.m4b\"; filename*=UTF-8''H%C3%A4fen%20%26%20%E2%80%9Cquotes%E2%80%9D.m4b"
    )
    assert (head.status_code, head.content) == (200, b"")
    names = ("content-length", "content-type", "etag", "accept-ranges", "cache-control")
    assert [head.headers[name] for name in names] == [response.headers[name] for name in names]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-", 100, len(AUDIO)),
        ("bytes=-7", len(AUDIO) - 7, len(AUDIO)),
        ("bytes=1048570-1048600", 1_048_570, 1_048_601),
        (f"bytes=5-{10**12}", 5, len(AUDIO)),
    ],
)
async def test_a_range_of_a_file(house: House, asked: str, start: int, end: int) -> None:
    """A player gets the bytes that it asks for, and is told which they are."""
    async with house.client() as client:
        await _published(house, client)
        response = await client.get(BOOK, headers={"Range": asked})

    assert response.status_code == 206
    assert response.content == AUDIO[start:end]
    assert response.headers["content-range"] == f"bytes {start}-{end - 1}/{len(AUDIO)}"
    assert response.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", [f"bytes={len(AUDIO)}-", "bytes=-0"])
async def test_a_range_outside_the_file(house: House, asked: str) -> None:
    """416 says how long the file is."""
    async with house.client() as client:
        await _published(house, client)
        response = await client.get(BOOK, headers={"Range": asked})

    problem(response, 416, "range-outside-file")
    assert response.headers["content-range"] == f"bytes */{len(AUDIO)}"


async def test_a_range_of_a_file_that_changed(house: House) -> None:
    """If-Range with the file's hash gives the range, with any other the whole file."""
    async with house.client() as client:
        await _published(house, client)
        etag = (await client.head(BOOK)).headers["etag"]
        same = await client.get(BOOK, headers={"Range": "bytes=0-9", "If-Range": etag})
        other = await client.get(BOOK, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
        weak = await client.get(BOOK, headers={"Range": "bytes=0-9", "If-Range": f"W/{etag}"})

    assert (same.status_code, other.status_code, weak.status_code) == (206, 200, 200)
    assert other.content == AUDIO


@pytest.mark.parametrize(("sent", "status"), [("{etag}", 304), ("*", 304), ('"x", W/{etag}', 304), ('"x"', 200)])
async def test_a_file_that_is_there_already_is_not_sent(house: House, sent: str, status: int) -> None:
    """If-None-Match with the file's hash saves the transfer."""
    async with house.client() as client:
        await _published(house, client)
        etag = (await client.head(BOOK)).headers["etag"]
        response = await client.get(BOOK, headers={"If-None-Match": sent.format(etag=etag)})

    assert response.status_code == status
    assert response.headers["etag"] == etag
    assert bool(response.content) is (status == 200)


async def test_an_empty_file(house: House) -> None:
    """A file without bytes is sent without bytes, and has no range."""
    async with house.client() as client:
        await _published(house, client)
        url = f"/v1/titles/{ISBN}/releases/1/files/extra/empty.txt"
        whole, part = await client.get(url), await client.get(url, headers={"Range": "bytes=0-"})

    assert (whole.status_code, whole.content, whole.headers["content-length"]) == (200, b"", "0")
    problem(part, 416, "range-outside-file")


async def test_a_publishers_page_does_not_run(house: House) -> None:
    """What a browser could run is saved, not shown."""
    async with house.client() as client:
        await _published(house, client)
        response = await client.get(f"/v1/titles/{ISBN}/releases/1/files/extra/page.html")

    assert response.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["", "hls", "hls/", "../master.m3u8", "hls/..%2fhls/master.m3u8", "hls/%2e%2e/x", "/etc/passwd", "%00", "x" * 3000],
)
async def test_only_files_of_the_release_are_sent(house: House, path: str) -> None:
    """A path is looked up in the release's list, and is no path on any disk."""
    async with house.client() as client:
        await _published(house, client)
        request = client.build_request("GET", f"/v1/titles/{ISBN}/releases/1/files/{path}")
        response = await client.send(request)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_the_live_file_changes_with_the_release(house: House) -> None:
    """The live address shows what is live, and is asked again each time."""
    async with house.client() as client:
        await _published(house, client)
        url = f"/v1/titles/{ISBN}/live/files/hls/master.m3u8"
        before = await client.get(url)
        await _published(house, client, [("hls/master.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U 2\n")])
        after = await client.get(url, headers={"If-None-Match": before.headers["etag"]})

    assert before.headers["cache-control"] == "private, no-cache"
    assert (after.status_code, after.content) == (200, b"#EXTM3U 2\n")


async def test_a_file_that_the_store_lost_is_our_defect(house: House) -> None:
    """A published file that is gone is an error of ours, said before a byte is sent."""
    async with house.client() as client:
        await _published(house, client)
        for found in list(house.services.blobs.store.list("blobs/")):
            house.services.blobs.store.delete(found.key)
        response = await client.get(BOOK)

    problem(response, 500, "published-object-missing")


async def test_a_link_needs_no_key_and_runs_out(house: House) -> None:
    """Below a release's media link everything plays without a key, relative addresses included, for a while."""
    async with house.client() as client, house.client(None) as player:
        await _published(house, client)
        media = (await client.get(f"/v1/titles/{ISBN}/live")).json()["media"]["url"]
        playlist = await player.get(media + "hls/master.m3u8")
        variant = await player.get(urljoin(media + "hls/master.m3u8", playlist.text.splitlines()[1]))
        part = await player.get(media + FILES[2][0], headers={"Range": "bytes=3-5"})
        unknown = await player.get(media + "other")
        forged = await player.get(media.replace("~demo", "~other").replace("demo~", "other~") + "hls/master.m3u8")
        house.clock.pass_by(timedelta(hours=13))
        late = await player.get(media + "hls/master.m3u8")

    assert (playlist.status_code, variant.status_code, part.content) == (200, 200, AUDIO[3:6])
    problem(unknown, 404, "release-file-unknown")
    problem(forged, 404, "media-link-unknown")
    problem(late, 404, "media-link-expired")


async def test_players_on_other_sites_may_read(house: House) -> None:
    """A configured site may read media with a key of its own; others may not, and nobody may write."""
    asks = {"Access-Control-Request-Headers": "authorization, range"}
    async with house.client() as client:
        await _published(house, client)
        ours = await client.get(BOOK, headers={"Origin": "https://player.example"})
        others = await client.get(BOOK, headers={"Origin": "https://evil.example"})
        allowed, refused = [
            await client.options(
                BOOK, headers={"Origin": "https://player.example", "Access-Control-Request-Method": method, **asks}
            )
            for method in ("GET", "PUT")
        ]

    assert ours.headers["access-control-allow-origin"] == "https://player.example"
    assert "Content-Range" in ours.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in others.headers
    assert (allowed.status_code, refused.status_code) == (200, 400)
