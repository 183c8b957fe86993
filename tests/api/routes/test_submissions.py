"""Starting onboardings, reading where they stand, deciding about those that wait."""

from datetime import timedelta

import anyio
import httpx
import pytest

from shelfready.titles import SubmissionState
from tests.api.house import ISBN, NOBODYS, House, body, faults, problem, submitted
from workflows.waiting import AbandonRequest, RetryRequest

pytestmark = pytest.mark.anyio


async def test_a_submission_is_accepted_and_started(house: House) -> None:
    """202 says where the submission is; it is in the catalogue with its first event, and its onboarding is started."""
    async with house.client() as client:
        response = await client.post("/v1/submissions", json=body())

    found = response.json()
    assert response.status_code == 202
    assert response.headers["location"] == f"/v1/submissions/{found['id']}" == found["links"]["self"]
    assert found["state"] == "accepted"
    assert [ref.submission_id for ref in house.onboardings.started] == [found["id"]]
    assert house.onboardings.started[0].workflow_id == f"onboard/demo/{ISBN}"
    kept = house.submission(found["id"])
    assert (kept.publisher, kept.title_id, len(kept.drop.files)) == ("demo", ISBN, 3)
    with house.services.catalogue.begin() as unit:
        assert [event.kind for event in unit.events.after(found["id"], 0, 10)] == ["accepted"]
        assert unit.titles.get("demo", ISBN) is not None


async def test_the_same_request_has_the_same_answer(house: House) -> None:
    """A repeated key and body answer the first submission, byte for byte, however it has gone on since."""
    key = {"Idempotency-Key": "order-1"}
    async with house.client() as client:
        first = await client.post("/v1/submissions", json=body(), headers=key)
        house.change(first.json()["id"], state=SubmissionState.RUNNING)
        house.clock.pass_by(timedelta(days=300))
        again = await client.post("/v1/submissions", json=body(), headers=key)

    assert (again.status_code, again.content, again.headers["location"]) == (
        202,
        first.content,
        first.headers["location"],
    )
    assert house.count() == 1
    assert len(house.onboardings.started) == 1


async def test_order_of_fields_is_not_another_body(house: House) -> None:
    """The same body written differently is the same body."""
    key = {"Idempotency-Key": "order-1"}
    turned = dict(reversed(body().items()))
    async with house.client() as client:
        first = await client.post("/v1/submissions", json=body(), headers=key)
        again = await client.post("/v1/submissions", json=turned, headers=key)

    assert again.content == first.content


async def test_a_key_is_not_for_another_body(house: House) -> None:
    """A reused key is refused, and says what it was first used for."""
    key = {"Idempotency-Key": "order-1"}
    async with house.client() as client:
        first = await client.post("/v1/submissions", json=body(), headers=key)
        other = await client.post("/v1/submissions", json=body("another"), headers=key)

    assert first.json()["id"] in problem(other, 422, "idempotency-key-reused")["detail"]
    assert house.count() == 1


async def test_two_publishers_may_use_one_key(house: House) -> None:
    """Idempotency keys are the publisher's own."""
    key = {"Idempotency-Key": "1"}
    async with house.client("north") as north, house.client("south") as south:
        one = await north.post("/v1/submissions", json=body(), headers=key)
        other = await south.post("/v1/submissions", json=body(), headers=key)

    assert one.json()["id"] != other.json()["id"]


async def test_concurrent_duplicates_are_one(house: House) -> None:
    """Of many requests with one key at the same time one is accepted, and all have its answer."""
    answers: list[httpx.Response] = []
    async with house.client() as client, anyio.create_task_group() as group:

        async def send() -> None:
            answers.append(await client.post("/v1/submissions", json=body(), headers={"Idempotency-Key": "race"}))

        for _ in range(12):
            group.start_soon(send)

    assert {response.status_code for response in answers} == {202}
    assert len({response.content for response in answers}) == 1
    assert house.count() == 1


async def test_without_temporal_it_is_accepted_all_the_same(house: House) -> None:
    """What is written down is not refused; a sweeper finds it, and so does the same request sent again."""
    house.onboardings.is_down = True
    async with house.client() as client:
        response = await client.post("/v1/submissions", json=body(), headers={"Idempotency-Key": "1"})
        house.clock.pass_by(timedelta(minutes=1))
        with house.services.catalogue.begin() as unit:
            (forgotten,) = unit.submissions.unstarted(house.clock.now(), 10)
        assert forgotten.submission_id == response.json()["id"]
        house.onboardings.is_down = False
        await client.post("/v1/submissions", json=body(), headers={"Idempotency-Key": "1"})

    assert response.status_code == 202
    assert [ref.submission_id for ref in house.onboardings.started] == [response.json()["id"]]


async def test_a_title_is_one_product(house: House) -> None:
    """An id that is an audiobook cannot be submitted as an ebook; nothing is written."""
    book = {"kind": "files", "files": [{"role": "epub", "name": "b.epub", "source": "https://files.example/b.epub"}]}
    async with house.client() as client:
        await submitted(client)
        response = await client.post("/v1/submissions", json=body(content_type="ebook", drop=book))

    problem(response, 409, "title-has-another-content-type")
    assert house.count() == 1


async def test_a_submission_says_where_it_stands(house: House) -> None:
    """State, stage, why it waits, and links that lead on."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.park(submission_id)
        house.report(submission_id)
        found = (await client.get(f"/v1/submissions/{submission_id}")).json()

    assert (found["state"], found["stage"], found["publisher"]) == ("parked", "check", "demo")
    assert found["parking"] == {
        "stage": "check",
        "cause_code": "PKG-004",
        "owner": "publisher",
        "message": "02.mp3 is empty",
        "remedy": "Send it again.",
        "attempt": 3,
    }
    assert found["links"]["report"] == f"/v1/submissions/{submission_id}/report"
    assert "source" not in str(found)


async def test_lists_are_paged_newest_first(house: House) -> None:
    """Following `next` shows every submission once; filters choose."""
    async with house.client() as client:
        ids = []
        for number in range(5):
            house.clock.pass_by(timedelta(seconds=1))
            ids.append(await submitted(client, f"title-{number}"))
        house.park(ids[2])
        seen, cursor = [], None
        while True:
            params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
            page = (await client.get("/v1/submissions", params=params)).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        parked = (await client.get("/v1/submissions", params={"state": "parked"})).json()
        titled = (await client.get("/v1/submissions", params={"title_id": "title-4"})).json()

    assert seen == ids[::-1]
    assert [item["id"] for item in parked["items"]] == [ids[2]]
    assert [item["id"] for item in titled["items"]] == [ids[4]]


async def test_an_operator_lists_everybody(house: House) -> None:
    """A publisher lists its own, an operator all."""
    async with house.client("north") as north, house.client("south") as south, house.operator() as operator:
        await submitted(north)
        await submitted(south)
        shown = (await operator.get("/v1/submissions")).json()["items"]
        own = (await north.get("/v1/submissions")).json()["items"]

    assert {item["publisher"] for item in shown} == {"north", "south"}
    assert {item["publisher"] for item in own} == {"north"}


@pytest.mark.parametrize(
    ("query", "named"),
    [("state=lost", "state"), ("limit=0", "limit"), ("limit=201", "limit"), ("cursor=%00", "cursor")],
)
async def test_wrong_parameters_are_faults(house: House, query: str, named: str) -> None:
    """A parameter that is not what the document says is named."""
    async with house.client() as client:
        response = await client.get(f"/v1/submissions?{query}")

    assert set(faults(response, "request-invalid")) == {named}


async def test_a_report_is_there_once_checked(house: House) -> None:
    """Before the check it is missing and says so; after it, it is every finding with every field."""
    async with house.client() as client:
        submission_id = await submitted(client)
        early = await client.get(f"/v1/submissions/{submission_id}/report")
        report = house.report(submission_id)
        found = await client.get(f"/v1/submissions/{submission_id}/report")

    problem(early, 404, "report-not-there-yet")
    assert found.json() == report.model_dump(mode="json")


async def test_a_parked_submission_is_decided(house: House) -> None:
    """Who and why go to the onboarding, with the submission and the attempt that were seen."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.park(submission_id)
        decision = {"by": "j.doe", "note": "mended"}
        retried = await client.post(f"/v1/submissions/{submission_id}/retry", json=decision)
        abandoned = await client.post(f"/v1/submissions/{submission_id}/abandon", json={"by": "j.doe"})

    assert (retried.status_code, abandoned.status_code) == (202, 202)
    assert [(name, request) for name, _, request in house.onboardings.decisions] == [
        ("retry", RetryRequest(by="j.doe", note="mended", submission_id=submission_id, attempt=3)),
        ("abandon", AbandonRequest(by="j.doe", submission_id=submission_id, attempt=3)),
    ]


@pytest.mark.parametrize("decision", ["retry", "abandon"])
async def test_only_what_is_parked_is_decided(house: House, decision: str) -> None:
    """What runs has nothing to decide; a decision without a name is refused."""
    async with house.client() as client:
        submission_id = await submitted(client)
        running = await client.post(f"/v1/submissions/{submission_id}/{decision}", json={"by": "me"})
        nameless = await client.post(f"/v1/submissions/{submission_id}/{decision}", json={"note": "x"})

    problem(running, 409, "submission-not-parked")
    assert set(faults(nameless, "request-invalid")) == {"/by"}
    assert house.onboardings.decisions == []


async def test_a_decision_that_cannot_be_passed_on_is_said(house: House) -> None:
    """When Temporal is down a decision is refused, without saying where Temporal is."""
    async with house.client() as client:
        submission_id = await submitted(client)
        house.park(submission_id)
        house.onboardings.is_down = True
        response = await client.post(f"/v1/submissions/{submission_id}/retry", json={"by": "me"})

    assert "secret" not in str(problem(response, 503, "temporal-unavailable"))
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("submission_id", [NOBODYS, "sub_", "x", "sub_%00", "..%2f..", "SUB_" + "0" * 26, "a" * 5000])
async def test_what_is_no_id_is_missing(house: House, submission_id: str) -> None:
    """Anything that names no submission is missing, however odd."""
    async with house.client() as client:
        response = await client.get(f"/v1/submissions/{submission_id}")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
