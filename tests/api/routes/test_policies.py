"""What a publisher's titles are held to is read by the publisher and changed by operators."""

from typing import Any

import pytest

from tests.api.house import House, faults, problem

pytestmark = pytest.mark.anyio

PATH = "/v1/publishers/demo/policy"


def body(**changed: Any) -> dict[str, Any]:
    """A body of PUT with nothing wrong in it."""
    numbers = {"lowest_kbps_mono": 128, "quietest_lufs": None}
    return {"profile": "acx", "overrides": numbers, "by": "ann", "why": "agreed", **changed}


async def test_who_never_said_anything_has_the_default(house: House) -> None:
    """The profile by its name, and nothing over it."""
    async with house.client() as client:
        found = (await client.get(PATH)).json()

    assert (found["profile"], found["overrides"], found["number"], found["history"]) == ("streaming", {}, None, [])


async def test_a_policy_counts_from_now_on_and_earlier_ones_are_kept(house: House) -> None:
    """What was taken away (null) is shown as taken away."""
    async with house.operator() as operator, house.client() as client:
        await operator.put(PATH, json=body())
        said = await operator.put(PATH, json=body(profile="apple", overrides={}))
        found = await client.get(PATH)

    assert said.json() == found.json()
    assert (found.json()["profile"], found.json()["number"]) == ("apple", 2)
    assert [(one["profile"], one["number"]) for one in found.json()["history"]] == [("apple", 2), ("acx", 1)]
    assert found.json()["history"][1]["overrides"] == {"lowest_kbps_mono": 128, "quietest_lufs": None}


async def test_only_operators_change_it(house: House) -> None:
    """A publisher must not make its own rules."""
    async with house.client() as client:
        problem(await client.put(PATH, json=body()), 403, "operators-only")
        assert (await client.get(PATH)).json()["number"] is None


async def test_what_no_profile_can_be_is_refused(house: House) -> None:
    """An unknown profile, an unknown threshold, a number that is none: nothing is changed."""
    async with house.operator() as operator:
        unknown = await operator.put(PATH, json=body(profile="gold"))
        misspelt = await operator.put(PATH, json=body(overrides={"lowest_kbps_momo": 1, "clipped_runs_per_hour": "x"}))
        incomplete = await operator.put(PATH, json={"profile": "acx"})
        found = (await operator.get(PATH)).json()

    assert "acx" in problem(unknown, 422, "profile-unknown")["detail"]
    detail = problem(misspelt, 422, "profile-invalid")["detail"]
    assert "lowest_kbps_mono" in detail
    assert "clipped_runs_per_hour" in detail
    assert set(faults(incomplete, "request-invalid")) == {"/by", "/why"}
    assert found["number"] is None


async def test_what_is_no_publisher_is_refused(house: House) -> None:
    """A name that nobody can have is a fault of the address."""
    async with house.operator() as operator:
        problem(await operator.get("/v1/publishers/No%20Body/policy"), 422, "request-invalid")
