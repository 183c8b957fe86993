"""Feeds are accepted once, shown as they stand, acknowledged in ONIX, and decided about."""

from typing import Any

import httpx
import pytest
from lxml import etree

from shelfready.feeds import FeedState
from tests.api.feeding import entered_feed, hold
from tests.api.house import ISBN, House, faults, problem

pytestmark = pytest.mark.anyio

NOBODYS = "fed_" + "0" * 26
APPROVAL = {"by": "j.doe", "why": "agreed"}


def body(**changed: Any) -> dict[str, Any]:
    """A body of POST /v1/feeds with nothing wrong in it."""
    return {"source": "https://files.example/feed.xml", "name": "feed.xml", **changed}


async def sent(client: httpx.AsyncClient, **changed: Any) -> str:
    """The id of a feed that was just accepted."""
    response = await client.post("/v1/feeds", json=body(**changed))
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


async def test_a_feed_is_accepted_and_started(house: House) -> None:
    """It is written down, handed over, and can be followed; its address is shown to nobody."""
    async with house.client() as client:
        response = await client.post("/v1/feeds", json=body())
        found = await client.get(response.json()["links"]["self"])

    assert (response.status_code, response.json()["state"]) == (202, "accepted")
    assert response.headers["location"] == response.json()["links"]["self"]
    assert [ref.feed_id for ref in house.takings.started] == [found.json()["id"]]
    assert (found.json()["name"], found.json()["records"], found.json()["counts"]) == ("feed.xml", None, {})
    assert "files.example" not in found.text


async def test_a_repeated_request_is_one_feed(house: House) -> None:
    """The same key and body have the very same answer; another body is a mistake."""
    key = {"Idempotency-Key": "march"}
    async with house.client() as client:
        first = await client.post("/v1/feeds", json=body(), headers=key)
        again = await client.post("/v1/feeds", json=body(), headers=key)
        other = await client.post("/v1/feeds", json=body(name="b.xml"), headers=key)
        listed = await client.get("/v1/feeds")

    assert first.json() == again.json()
    problem(other, 422, "idempotency-key-reused")
    assert len(listed.json()["items"]) == 1


async def test_what_is_accepted_is_not_lost_when_temporal_is_away(house: House) -> None:
    """202 is answered all the same: a sweeper starts it later."""
    house.takings.is_down = True
    async with house.client() as client:
        feed_id = await sent(client)
        found = await client.get(f"/v1/feeds/{feed_id}")

    assert (found.json()["state"], house.takings.started) == ("accepted", [])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("blob:" + "a" * 64, "cannot come from 'blob:'"),
        ("zip:" + "a" * 64 + "#feed.xml", "cannot come from 'zip:'"),
        ("ftp://host/feed.xml", "cannot come from 'ftp:'"),
        ("http://host/feed.xml", "cannot come from 'http:'"),
        ("https://user:pass@host/feed.xml", "leave them out"),
        ("file://elsewhere/feed.xml", "without a host"),
        ("s3://bucket", "a bucket and a key"),
        ("upload:upl_" + "0" * 26, "no such upload"),
        ("upload:../../etc/passwd", "no such upload"),
    ],
)
async def test_a_source_that_cannot_be_is_refused(house: House, source: str, said: str) -> None:
    """Stored bytes above all: knowing the hash of another's file is not having it."""
    async with house.client() as client:
        response = await client.post("/v1/feeds", json=body(source=source))

    assert said in faults(response, "feed-invalid")["/source"]
    assert house.takings.started == []


async def test_an_upload_must_be_ones_own_and_complete(house: House) -> None:
    """Another publisher's upload is not there."""
    async with house.client("north") as north, house.client("south") as south:
        upload = (await north.post("/v1/uploads", json={"name": "feed.xml", "size_bytes": 1})).json()
        early = await north.post("/v1/feeds", json=body(source=upload["source"]))
        foreign = await south.post("/v1/feeds", json=body(source=upload["source"]))
        await north.put(upload["parts"][0]["url"], content=b"x")
        await north.post(upload["links"]["complete"])
        right = await north.post("/v1/feeds", json=body(source=upload["source"]))

    assert "not complete" in faults(early, "feed-invalid")["/source"]
    assert "no such upload" in faults(foreign, "feed-invalid")["/source"]
    assert right.status_code == 202


async def test_feeds_are_listed_in_pages(house: House) -> None:
    """Newest first, and by state; operators see those of all publishers."""
    async with house.client() as client, house.operator() as operator:
        feeds = [await sent(client) for _ in range(3)]
        held = entered_feed(house, "north", FeedState.HELD)
        first = (await client.get("/v1/feeds", params={"limit": 2})).json()
        rest = (await client.get("/v1/feeds", params={"cursor": first["next"]})).json()
        seen = (await operator.get("/v1/feeds", params={"state": "held"})).json()

    assert {one["id"] for one in first["items"] + rest["items"]} == set(feeds)
    assert rest["next"] is None
    assert [one["id"] for one in seen["items"]] == [held]


async def test_records_are_listed_with_what_became_of_them(house: House) -> None:
    """In the order of the message, in pages, by outcome; where a held record is kept is not shown."""
    feed_id = entered_feed(house)
    async with house.client() as client:
        path = f"/v1/feeds/{feed_id}/records"
        first = (await client.get(path, params={"limit": 2})).json()
        rest = (await client.get(path, params={"cursor": first["next"]})).json()
        refused = (await client.get(path, params={"outcome": "rejected"})).json()

    assert [one["index"] for one in first["items"]] == [1, 2]
    assert ([one["index"] for one in rest["items"]], rest["next"]) == ([3], None)
    assert [finding["code"] for finding in refused["items"][0]["findings"]] == ["META-001"]
    assert "facts_sha256" not in first["items"][0]


async def test_a_feed_is_acknowledged_in_onix(house: House) -> None:
    """Each record with its status, whatever stands in messages; not before the feed is done."""
    feed_id, running = entered_feed(house), entered_feed(house, state=FeedState.RUNNING)
    async with house.client() as client:
        answer = await client.get(f"/v1/feeds/{feed_id}/acknowledgement")
        early = await client.get(f"/v1/feeds/{running}/acknowledgement")

    root = etree.fromstring(answer.content)
    assert answer.headers["content-type"].startswith("application/xml")
    assert feed_id in answer.headers["content-disposition"]
    assert len(root.findall("{*}Product")) == 3
    assert root.findtext("{*}Header/{*}MessageStatus") == "02"
    assert "no ISBN & no <id>" in "".join(root.itertext())
    problem(early, 409, "feed-not-done")


async def test_a_rejected_feed_is_acknowledged_as_such(house: House) -> None:
    """The whole message was refused, and no record of it was taken."""
    feed_id = entered_feed(house, state=FeedState.REJECTED)
    async with house.client() as client:
        answer = await client.get(f"/v1/feeds/{feed_id}/acknowledgement")

    assert etree.fromstring(answer.content).findtext("{*}Header/{*}MessageStatus") == "01"


async def test_a_held_record_is_applied_when_somebody_agrees(house: House) -> None:
    """Who and why are kept with it, the counts follow, and a second decision is too late."""
    feed_id = entered_feed(house)
    hold(house)
    path = f"/v1/feeds/{feed_id}/records/1/approve"
    async with house.client() as client:
        answer = await client.post(path, json=APPROVAL)
        again = await client.post(path, json=APPROVAL)
        feed = (await client.get(f"/v1/feeds/{feed_id}")).json()
    with house.services.catalogue.begin(read_only=True) as unit:
        holds = unit.records.get("demo", ISBN)

    assert answer.json()["outcome"] == "applied"
    assert (answer.json()["decision"]["by"], answer.json()["decision"]["is_approved"]) == ("j.doe", True)
    problem(again, 409, "record-not-held")
    assert feed["counts"] == {"applied": 2, "rejected": 1}
    assert holds is not None
    assert holds.facts.record is not None
    assert holds.facts.record.notification == "05"


async def test_a_held_record_is_refused_for_good(house: House) -> None:
    """What held before still holds."""
    feed_id = entered_feed(house)
    before = hold(house)
    async with house.client() as client:
        answer = await client.post(f"/v1/feeds/{feed_id}/records/1/reject", json=APPROVAL)
    with house.services.catalogue.begin(read_only=True) as unit:
        holds = unit.records.get("demo", ISBN)

    assert (answer.json()["outcome"], answer.json()["reason"], holds) == ("rejected", "agreed", before)


@pytest.mark.parametrize(("index", "status", "cause"), [(2, 409, "record-not-held"), (9, 404, "record-unknown")])
async def test_only_what_is_held_is_decided_about(house: House, index: int, status: int, cause: str) -> None:
    """An applied record, and one that is not there, are answered with what they are."""
    feed_id = entered_feed(house)
    async with house.client() as client:
        answer = await client.post(f"/v1/feeds/{feed_id}/records/{index}/approve", json=APPROVAL)

    problem(answer, status, cause)


async def test_a_decision_names_who_and_why(house: House) -> None:
    """Both are needed."""
    feed_id = entered_feed(house)
    async with house.client() as client:
        answer = await client.post(f"/v1/feeds/{feed_id}/records/1/approve", json={"by": ""})

    assert set(faults(answer, "request-invalid")) == {"/by", "/why"}


@pytest.mark.parametrize(("verb", "is_approved"), [("approve", True), ("reject", False)])
async def test_a_held_feed_is_decided_about(house: House, verb: str, is_approved: bool) -> None:
    """The decision is passed on to the workflow that waits for it."""
    feed_id = entered_feed(house, state=FeedState.HELD)
    with house.services.catalogue.begin() as unit:
        feed = unit.feeds.get(feed_id)
    assert feed is not None
    house.takings.started.append(feed.ref)
    async with house.client() as client:
        answer = await client.post(f"/v1/feeds/{feed_id}/{verb}", json=APPROVAL)
        late = await client.post(f"/v1/feeds/{entered_feed(house)}/{verb}", json=APPROVAL)

    ((ref, decision),) = house.takings.decisions
    assert (answer.status_code, ref, decision.is_approved, decision.why) == (202, feed.ref, is_approved, "agreed")
    problem(late, 409, "feed-not-held")


@pytest.mark.parametrize("feed_id", [NOBODYS, "nothing", "fed_" + "x" * 500])
async def test_what_is_no_feed_is_missing(house: House, feed_id: str) -> None:
    """Whatever stands in the address."""
    async with house.client() as client:
        problem(await client.get(f"/v1/feeds/{feed_id}"), 404, "feed-unknown")
