"""What holds for every request: headers, problems, and a document that tells the truth."""

import re
from typing import Any

import pytest
from structlog.testing import capture_logs

from shelfready.errors import DefectError, ShelfreadyError
from tests.api.house import House, body, problem, submitted

pytestmark = pytest.mark.anyio


async def test_what_is_no_route_is_a_problem(house: House) -> None:
    """Unknown addresses and methods are problems too, and say which methods there are."""
    async with house.client() as client:
        unknown, slash = await client.get("/v2/titles"), await client.get("/v1/titles/")
        method = await client.patch("/v1/titles")

    problem(unknown, 404, "route-unknown")
    assert slash.status_code == 404
    problem(method, 405, "method-not-allowed")
    assert "GET" in method.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/v1/titles", "/nowhere", "/openapi.json", "/healthz"])
async def test_every_answer_is_safe(house: House, path: str) -> None:
    """Every answer has the headers that keep a browser from doing harm, and an id."""
    async with house.client() as client:
        response = await client.get(path)

    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] == "no-store"
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["x-request-id"])


@pytest.mark.parametrize(("sent", "is_kept"), [("order-7", True), ("x" * 65, False), ("a b\t<script>", False)])
async def test_a_request_keeps_its_id(house: House, sent: str, is_kept: bool) -> None:
    """A client's own id is kept when it is harmless, and replaced when it is not."""
    async with house.client() as client:
        response = await client.get("/v1/nowhere", headers={"X-Request-ID": sent})

    assert (response.headers["x-request-id"] == sent) is is_kept
    assert response.json()["request_id"] == response.headers["x-request-id"]


async def test_what_nobody_foresaw_says_nothing_of_us(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error is a problem without its message, which is in the log."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("the password is 1234")

    monkeypatch.setattr("api.routes.titles.title_of", fail)
    with capture_logs() as logs:
        async with house.client() as client:
            response = await client.get("/v1/titles/x")

    assert "1234" not in str(problem(response, 500, "unexpected"))
    assert response.headers["x-content-type-options"] == "nosniff"
    assert any(entry["event"] == "request failed" and entry["log_level"] == "error" for entry in logs)


@pytest.mark.parametrize(
    "error", [DefectError("at /srv/secret", cause_code="broken"), ShelfreadyError("at /srv/secret")]
)
async def test_our_own_defects_say_nothing_of_us(
    house: House, monkeypatch: pytest.MonkeyPatch, error: ShelfreadyError
) -> None:
    """A defect has its cause code and nothing that only we should read."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("api.routes.titles.title_of", fail)
    async with house.client() as client:
        response = await client.get("/v1/titles/x")

    assert "secret" not in str(problem(response, 500, error.cause_code))


async def test_logs_hold_no_secret(house: House) -> None:
    """Neither a key nor a link to media stands in the log, whatever is asked for."""
    with capture_logs() as logs:
        async with house.client() as client:
            submission_id = await submitted(client)
            house.publish(submission_id, [("a.txt", "text/plain", b"a")])
            media = (await client.get("/v1/titles/9780306406157/live")).json()["media"]["url"]
            await client.get(f"{media}a.txt")
            key = client.headers["authorization"].split("_", 2)[2]

    assert len(logs) == 3
    assert media.split("/")[3] not in str(logs)
    assert key not in str(logs)


async def test_the_document_describes_every_route(house: House) -> None:
    """Each operation has an id, a summary, a description, its key, and its errors as problems."""
    async with house.client(None) as client:
        document = (await client.get("/openapi.json")).json()

    operations = [(path, operation) for path, methods in document["paths"].items() for operation in methods.values()]
    assert len({operation["operationId"] for _, operation in operations}) == len(operations) == 40
    for path, operation in operations:
        assert operation["summary"], path
        assert operation["description"], path
        if not path.startswith("/v1/") or "ticket}" in path:
            continue
        assert operation["security"] == [{"key": []}], path
        errors = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {"401", "500", "503"} <= set(errors), path
        for answer in errors.values():
            content = answer["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, path


async def test_every_reference_of_the_document_is_there(house: House) -> None:
    """No schema is named that is not described, those of request bodies included."""
    document = house.app.openapi()

    named = set(re.findall(r"#/components/schemas/([A-Za-z0-9_]+)", str(document)))
    assert {"SubmissionRequest", "UploadRequest", "DecisionRequest", "Drop", "Metadata", "Problem"} <= named
    assert named <= set(document["components"]["schemas"])


async def test_answers_are_as_described(house: House) -> None:
    """What is answered has exactly the fields that the document says."""
    document = house.app.openapi()
    async with house.client() as client:
        submission_id = await submitted(client)
        house.publish(submission_id, [("a.txt", "text/plain", b"a")])
        answers = {
            "SubmissionView": await client.get(f"/v1/submissions/{submission_id}"),
            "TitleDetail": await client.get("/v1/titles/9780306406157"),
            "ReleaseView": await client.get("/v1/titles/9780306406157/live"),
            "UploadView": await client.post("/v1/uploads", json={"name": "a", "size_bytes": 1}),
            "Problem": await client.post("/v1/submissions", json=body(title_id="")),
        }

    for name, response in answers.items():
        described: dict[str, Any] = document["components"]["schemas"][name]
        assert set(response.json()) <= set(described["properties"]), name
        assert set(described.get("required", ())) <= set(response.json()), name
