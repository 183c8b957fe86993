"""One publisher never learns of another's things: every route of the OpenAPI document is tried."""

from typing import Any

import httpx
import pytest

from shelfready.titles import Role
from tests.api.feeding import entered_feed, kept_waiver
from tests.api.house import ISBN, NOBODYS, House, submitted

pytestmark = pytest.mark.anyio

_NOBODYS = {
    "submission_id": NOBODYS,
    "upload_id": "upl_" + "0" * 26,
    "title_id": "9791234567896",
    "number": "1",
    "path": "hls/master.m3u8",
    "ticket": "nobodys",
    "report_ticket": "nobodys",
    "sha256": "0" * 64,
    "feed_id": "fed_" + "0" * 26,
    "index": "1",
    "waiver_id": "wai_" + "0" * 26,
    "publisher": "nobody",
}
_BODIES: dict[str, Any] = {
    "retry": {"by": "me"},
    "abandon": {"by": "me"},
    "approve": {"by": "me", "why": "agreed"},
    "reject": {"by": "me", "why": "a mistake"},
    "policy": {"profile": "streaming", "by": "me", "why": "agreed"},
}
_REQUEST_OWN = ("instance", "request_id")


async def _things(house: House, client: httpx.AsyncClient) -> dict[str, str]:
    """One of everything, and what the parameters of its addresses are."""
    submission_id = await submitted(client)
    house.publish(submission_id, [("hls/master.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U\n")])
    track = house.asset(Role.TRACK, "01.mp3", "mp3", b"sound")
    house.report(submission_id, house.facts(track))
    house.park(submission_id)
    upload = (await client.post("/v1/uploads", json={"name": "a", "size_bytes": 1})).json()
    media = (await client.get(f"/v1/titles/{ISBN}/live")).json()["media"]["url"]
    page = (await client.get(f"/v1/submissions/{submission_id}")).json()["links"]["report_page"]
    return {
        "feed_id": entered_feed(house, "north"),
        "index": "1",
        "waiver_id": kept_waiver(house, "north").id,
        "publisher": "north",
        "submission_id": submission_id,
        "upload_id": upload["id"],
        "title_id": ISBN,
        "number": "1",
        "path": "hls/master.m3u8",
        "ticket": media.split("/")[3],
        "report_ticket": page.split("/")[3],
        "sha256": track.asset.sha256,
    }


def _routes(house: House) -> list[tuple[str, str]]:
    return [
        (method, path)
        for path, operations in house.app.openapi()["paths"].items()
        for method in operations
        if "{" in path
    ]


async def _ask(client: httpx.AsyncClient, method: str, path: str, names: dict[str, str]) -> httpx.Response:
    url = path.replace(":path}", "}").format(**names)
    action = path.rpartition("/")[2]
    if method == "put":
        body = _BODIES.get(action)
        return await (client.put(url, json=body) if body else client.put(url, content=b"x"))
    if method == "post":
        return await client.post(url, json=_BODIES.get(action))
    query = {"format": "json"} if action == "events" else {"by": "me"} if method == "delete" else None
    return await client.request(method, url, params=query)


async def test_another_publishers_things_are_missing(house: House) -> None:
    """With another's key every address is 404, in the very words of what never was; with one's own, it is there."""
    async with house.client("north") as north, house.client("south") as south:
        names = await _things(house, north)
        tried = 0
        for method, path in _routes(house):
            if "ticket}" in path:
                continue  # a link is for whoever holds it
            tried += 1
            foreign = await _ask(south, method, path, names)
            never = await _ask(south, method, path, _NOBODYS)
            assert foreign.status_code == 404, (method, path, foreign.text)
            assert _words(foreign) == _words(never), (method, path)
        for method, path in sorted(_routes(house), key=lambda route: route[0] == "delete"):
            own = await _ask(north, method, path, names)
            is_for_operators = own.status_code == 403 and own.json()["cause_code"] == "operators-only"
            assert own.status_code < 300 or own.status_code in (409, 422) or is_for_operators, (method, path, own.text)

    assert tried >= 25


async def test_without_a_key_nothing_is_there(house: House) -> None:
    """Without a key every address but a link is 401, whether or not the thing exists."""
    async with house.client("north") as north, house.client(None) as stranger:
        names = await _things(house, north)
        for method, path in _routes(house):
            response = await _ask(stranger, method, path, names)
            assert response.status_code == (200 if "ticket}" in path else 401), (method, path, response.text)


async def test_lists_hold_only_ones_own(house: House) -> None:
    """A list shows nothing of another publisher, and a cursor of another's leads nowhere."""
    async with house.client("north") as north, house.client("south") as south:
        names = await _things(house, north)
        submissions = await south.get("/v1/submissions")
        titles = await south.get("/v1/titles")
        feeds = await south.get("/v1/feeds")
        waivers = await south.get("/v1/waivers")
        cursor = await south.get("/v1/submissions", params={"cursor": names["submission_id"]})
        nowhere = await south.get("/v1/submissions", params={"cursor": NOBODYS})

    assert [found.json()["items"] for found in (submissions, titles, feeds, waivers)] == [[], [], [], []]
    assert _words(cursor) == _words(nowhere)


async def test_an_operator_sees_everything(house: House) -> None:
    """Every address that a publisher can read, an operator can read too."""
    async with house.client("north") as north, house.operator() as operator:
        names = await _things(house, north)
        for method, path in _routes(house):
            if method != "get":
                continue
            named = path + "?publisher=north" if "/titles/" in path else path
            response = await _ask(operator, method, named, names)
            assert response.status_code == 200, (path, response.text)


def _words(response: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in response.json().items() if name not in _REQUEST_OWN}
