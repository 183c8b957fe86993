"""One publisher never learns of another's things: every route of the OpenAPI document is tried."""

from typing import Any

import httpx
import pytest

from tests.api.house import ISBN, NOBODYS, House, submitted

pytestmark = pytest.mark.anyio

_NOBODYS = {
    "submission_id": NOBODYS,
    "upload_id": "upl_" + "0" * 26,
    "title_id": "9791234567896",
    "number": "1",
    "path": "hls/master.m3u8",
    "ticket": "nobodys",
}
_BODIES: dict[str, Any] = {"retry": {"by": "me"}, "abandon": {"by": "me"}}
_REQUEST_OWN = ("instance", "request_id")


async def _things(house: House, client: httpx.AsyncClient) -> dict[str, str]:
    """One of everything, and what the parameters of its addresses are."""
    submission_id = await submitted(client)
    house.publish(submission_id, [("hls/master.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U\n")])
    house.report(submission_id)
    house.park(submission_id)
    upload = (await client.post("/v1/uploads", json={"name": "a", "size_bytes": 1})).json()
    media = (await client.get(f"/v1/titles/{ISBN}/live")).json()["media"]["url"]
    return {
        "submission_id": submission_id,
        "upload_id": upload["id"],
        "title_id": ISBN,
        "number": "1",
        "path": "hls/master.m3u8",
        "ticket": media.split("/")[3],
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
        return await client.put(url, content=b"x")
    if method == "post":
        return await client.post(url, json=_BODIES.get(action))
    return await client.request(method, url, params={"format": "json"} if action == "events" else None)


async def test_another_publishers_things_are_missing(house: House) -> None:
    """With another's key every address is 404, in the very words of what never was; with one's own, it is there."""
    async with house.client("north") as north, house.client("south") as south:
        names = await _things(house, north)
        tried = 0
        for method, path in _routes(house):
            if "{ticket}" in path:
                continue  # a link is for whoever holds it
            tried += 1
            foreign = await _ask(south, method, path, names)
            never = await _ask(south, method, path, _NOBODYS)
            assert foreign.status_code == 404, (method, path, foreign.text)
            assert _words(foreign) == _words(never), (method, path)
        for method, path in sorted(_routes(house), key=lambda route: route[0] == "delete"):
            own = await _ask(north, method, path, names)
            assert own.status_code < 300 or own.status_code in (409, 422), (method, path, own.text)

    assert tried >= 14


async def test_without_a_key_nothing_is_there(house: House) -> None:
    """Without a key every address but a link is 401, whether or not the thing exists."""
    async with house.client("north") as north, house.client(None) as stranger:
        names = await _things(house, north)
        for method, path in _routes(house):
            response = await _ask(stranger, method, path, names)
            assert response.status_code == (200 if "{ticket}" in path else 401), (method, path, response.text)


async def test_lists_hold_only_ones_own(house: House) -> None:
    """A list shows nothing of another publisher, and a cursor of another's leads nowhere."""
    async with house.client("north") as north, house.client("south") as south:
        names = await _things(house, north)
        submissions = await south.get("/v1/submissions")
        titles = await south.get("/v1/titles")
        cursor = await south.get("/v1/submissions", params={"cursor": names["submission_id"]})
        nowhere = await south.get("/v1/submissions", params={"cursor": NOBODYS})

    assert (submissions.json()["items"], titles.json()["items"]) == ([], [])
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
