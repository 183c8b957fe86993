"""Operators let findings pass, with who and why; publishers see it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.feeding import kept_waiver
from tests.api.house import ISBN, House, faults, problem

pytestmark = pytest.mark.anyio


def body(**changed: Any) -> dict[str, Any]:
    """A body of POST /v1/waivers with nothing wrong in it."""
    return {"code": "AUD-017", "publisher": "demo", "by": "ann", "why": "a recording of 1932", **changed}


async def test_a_waiver_is_kept_and_counts(house: House) -> None:
    """Within its scope and until it ends; the publisher sees who let what pass."""
    until = (house.clock.now() + timedelta(days=9)).isoformat()
    async with house.operator() as operator, house.client() as client:
        made = await operator.post("/v1/waivers", json=body(title_id=ISBN, asset="01.mp3", until=until))
        listed = await client.get("/v1/waivers")
        read = await client.get(made.headers["location"])
    with house.services.catalogue.begin(read_only=True) as unit:
        counting = unit.waivers.counting("demo", house.clock.now())

    assert made.status_code == 201
    assert listed.json()["items"] == [made.json()] == [read.json()]
    assert [(one.code, one.title_id, one.asset, one.by) for one in counting] == [("AUD-017", ISBN, "01.mp3", "ann")]


async def test_only_operators_let_findings_pass(house: House) -> None:
    """A publisher's key is told so."""
    async with house.client() as client:
        made = await client.post("/v1/waivers", json=body())
        revoked = await client.delete(f"/v1/waivers/{kept_waiver(house).id}", params={"by": "me"})

    problem(made, 403, "operators-only")
    problem(revoked, 403, "operators-only")


@pytest.mark.parametrize(
    ("changed", "pointer", "said"),
    [
        ({"code": "AUD-001"}, "/code", "fatal"),
        ({"code": "ZZZ-999"}, "/code", "there is no rule"),
        ({"asset": "01.mp3"}, "/asset", "title_id"),
        ({"until": "2001-01-01T00:00:00Z"}, "/until", "over already"),
    ],
)
async def test_what_cannot_be_waived_is_refused(house: House, changed: dict[str, Any], pointer: str, said: str) -> None:
    """What is fatal above all: nothing could be made of such a title."""
    async with house.operator() as operator:
        answer = await operator.post("/v1/waivers", json=body(**changed))

    assert said in faults(answer, "waiver-invalid")[pointer]


async def test_a_moment_without_a_zone_is_refused(house: House) -> None:
    """Nobody can know when it ends."""
    async with house.operator() as operator:
        answer = await operator.post("/v1/waivers", json=body(until="2099-01-01T00:00:00"))

    assert set(faults(answer, "request-invalid")) == {"/until"}


async def test_a_revoked_waiver_is_kept_and_counts_no_more(house: House) -> None:
    """With who revoked it and when; once is enough."""
    waiver = kept_waiver(house)
    async with house.operator() as operator:
        revoked = await operator.delete(f"/v1/waivers/{waiver.id}", params={"by": "bob"})
        again = await operator.delete(f"/v1/waivers/{waiver.id}", params={"by": "bob"})
        listed = (await operator.get("/v1/waivers", params={"publisher": "demo"})).json()
    with house.services.catalogue.begin(read_only=True) as unit:
        counting = unit.waivers.counting("demo", house.clock.now())

    assert (revoked.json()["revoked_by"], counting) == ("bob", ())
    problem(again, 409, "waiver-revoked")
    assert [one["revoked_by"] for one in listed["items"]] == ["bob"]
