"""Health, readiness, counters, and the front door."""

from pathlib import Path

import pytest

from tests.api.house import House, submitted

pytestmark = pytest.mark.anyio


async def test_a_process_is_healthy_while_others_are_down(house: House) -> None:
    """Health says that the process answers; readiness says what is wrong, and not where it is."""
    house.onboardings.is_down = True
    async with house.client(None) as client:
        health, ready = await client.get("/healthz"), await client.get("/readyz")

    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (
        503,
        {"status": "unavailable", "checks": {"catalogue": "ok", "store": "ok", "temporal": "temporal-unavailable"}},
    )


async def test_it_is_ready_when_everything_answers(house: House) -> None:
    """All three parts are asked."""
    async with house.client(None) as client:
        response = await client.get("/readyz")

    assert (response.status_code, response.json()["checks"]) == (
        200,
        {"catalogue": "ok", "store": "ok", "temporal": "ok"},
    )


async def test_a_catalogue_without_tables_is_not_ready(tmp_path: Path) -> None:
    """A catalogue that nobody migrated is not ready."""
    async with House(tmp_path).client(None) as client:
        response = await client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["catalogue"] == "database-not-migrated"


async def test_counters_name_routes_and_nobody(house: House) -> None:
    """Requests are counted by route and status; no address and no publisher becomes a label."""
    async with house.client("north") as client:
        submission_id = await submitted(client)
        await client.get(f"/v1/submissions/{submission_id}")
        await client.get("/v1/submissions/unknown")
        await client.get("/some/where/else")
        text = (await client.get("/metrics")).text

    route = 'method="GET",route="/v1/submissions/{submission_id}"'
    assert f'shelfready_api_requests_total{{{route},status="200"}} 1.0' in text
    assert f'shelfready_api_requests_total{{{route},status="404"}} 1.0' in text
    assert 'route="unknown",status="404"' in text
    assert 'shelfready_api_submissions_accepted_total{content_type="audiobook"} 1.0' in text
    assert submission_id not in text
    assert "north" not in text
    assert "somewhere" not in text


async def test_the_front_door(house: House) -> None:
    """Programs get links, people a page without scripts."""
    async with house.client(None) as client:
        links = (await client.get("/")).json()["links"]
        page = await client.get("/", headers={"Accept": "text/html,*/*"})
        found = [(await client.get(links[name])).status_code for name in ("openapi", "readiness")]

    assert found == [200, 200]
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "/v1/submissions/{submission_id}/events" in page.text
