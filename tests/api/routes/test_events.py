"""Following a submission."""

from json import loads

import pytest

from shelfready.events import LiveProgress
from shelfready.titles import Stage, SubmissionState
from tests.api.house import House, faults, problem, submitted

pytestmark = pytest.mark.anyio


def _messages(stream: str) -> list[dict[str, str]]:
    """The messages of a stream, as a browser would read them."""
    blocks = [block for block in stream.split("\n\n") if block]
    fields = [[line.partition(": ") for line in block.split("\n")] for block in blocks]
    return [{name: value for name, _, value in block} for block in fields]


async def test_every_event_is_sent_in_order(house: House) -> None:
    """A finished submission's stream holds all its events, numbered, and ends."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.happen(submission_id, "stage", "checked", "published")
        house.change(submission_id, state=SubmissionState.PUBLISHED)
        response = await client.get(f"/v1/submissions/{submission_id}/events")

    events = [message for message in _messages(response.text) if "id" in message]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [message["id"] for message in events] == ["1", "2", "3", "4"]
    assert [loads(message["data"])["kind"] for message in events] == ["accepted", "stage", "checked", "published"]
    assert all("event" not in message for message in events)


@pytest.mark.parametrize("how", ["header", "query"])
async def test_a_stream_is_taken_up_where_it_broke(house: House, how: str) -> None:
    """After the last event that was seen come the others, and none twice."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.happen(submission_id, "stage", "checked", "published")
        house.change(submission_id, state=SubmissionState.PUBLISHED)
        headers, params = ({"Last-Event-ID": "2"}, {}) if how == "header" else ({}, {"after": "2"})
        url = f"/v1/submissions/{submission_id}/events"
        response = await client.get(url, headers=headers, params=params)

    assert [message["id"] for message in _messages(response.text) if "id" in message] == ["3", "4"]


async def test_an_odd_last_event_is_refused(house: House) -> None:
    """Only a number of ours can be gone on from."""
    async with house.client() as client:
        submission_id = await submitted(client)
        url = f"/v1/submissions/{submission_id}/events"
        response = await client.get(url, headers={"Last-Event-ID": "1; drop"})

    assert set(faults(response, "request-invalid")) == {"last-event-id"}


@pytest.mark.parametrize("how", [{"headers": {"Accept": "application/json"}}, {"params": {"format": "json"}}])
async def test_events_as_a_list(house: House, how: dict[str, dict[str, str]]) -> None:
    """Whoever wants JSON gets pages, and does not wait."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.happen(submission_id, "stage", "checked")
        url = f"/v1/submissions/{submission_id}/events"
        params = how.get("params", {})
        first = (await client.get(url, headers=how.get("headers"), params={**params, "limit": "2"})).json()
        rest = (await client.get(url, headers=how.get("headers"), params={**params, "after": first["next"]})).json()

    assert [event["number"] for event in first["items"]] == [1, 2]
    assert [event["kind"] for event in rest["items"]] == ["checked"]
    assert rest["next"] is None


async def test_a_final_submission_shows_no_progress(house: House) -> None:
    """What was being worked on when it ended is not shown as going on."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.change(submission_id, state=SubmissionState.ABANDONED)
        with house.services.catalogue.begin() as unit:
            unit.events.set_progress(
                LiveProgress(
                    submission_id=submission_id, stage=Stage.ENCODE, part="1.mp3", done=0.5, at=house.clock.now()
                )
            )
        response = await client.get(f"/v1/submissions/{submission_id}/events")

    assert "event: progress" not in response.text


async def test_only_so_many_follow_at_once(house: House) -> None:
    """Beyond the limit a follower is told to come back; a list is still given."""
    async with house.with_limits(followers=0).client() as client:
        submission_id = await submitted(client)
        url = f"/v1/submissions/{submission_id}/events"
        stream, listed = await client.get(url), await client.get(url, params={"format": "json"})

    problem(stream, 503, "busy")
    assert listed.status_code == 200
