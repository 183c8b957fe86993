"""Sending files in parts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import anyio
import httpx
import pytest

from shelfready.uploads import PART_BYTES
from tests.api.house import ISBN, House, body, faults, problem

pytestmark = pytest.mark.anyio

DATA = bytes(range(256)) * (PART_BYTES // 256) + b"the last part"


async def _started(client: httpx.AsyncClient, size_bytes: int = len(DATA), **more: Any) -> dict[str, Any]:
    response = await client.post("/v1/uploads", json={"name": "01.mp3", "size_bytes": size_bytes, **more})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    assert response.headers["location"] == found["links"]["self"]
    return found


async def _sent(client: httpx.AsyncClient, upload: dict[str, Any], data: bytes = DATA) -> None:
    for part in upload["parts"]:
        start = (part["number"] - 1) * upload["part_size_bytes"]
        response = await client.put(part["url"], content=data[start : start + part["size_bytes"]])
        assert response.status_code == 200, response.text


async def _uploaded(client: httpx.AsyncClient, data: bytes = b"one", **more: Any) -> dict[str, Any]:
    upload = await _started(client, len(data), **more)
    await _sent(client, upload, data)
    response = await client.post(upload["links"]["complete"])
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_a_file_arrives_in_parts(house: House) -> None:
    """What was sent in parts lies in the store as one file, byte for byte, and can be named in a submission."""
    async with house.client() as client:
        upload = await _started(client)
        await _sent(client, upload)
        done = (await client.post(upload["links"]["complete"])).json()

    assert [part["size_bytes"] for part in upload["parts"]] == [PART_BYTES, 13]
    assert done["is_complete"]
    assert done["source"] == f"upload:{upload['id']}"
    stored = house.services.blobs.store.read(f"uploads/demo/{upload['id']}")
    assert sha256(stored).digest() == sha256(DATA).digest()


async def test_a_broken_upload_goes_on(house: House) -> None:
    """The upload says which parts are there, in any order; only the others need be sent."""
    async with house.client() as client:
        upload = await _started(client)
        await client.put(upload["parts"][1]["url"], content=b"the last part")
        found = (await client.get(upload["links"]["self"])).json()
        early = await client.post(upload["links"]["complete"])

    assert [part["has_arrived"] for part in found["parts"]] == [False, True]
    assert set(faults(early, "upload-incomplete")) == {"/parts/1"}


async def _pieces(size_bytes: int, taken: list[int]) -> AsyncIterator[bytes]:
    while size_bytes > 0:
        piece = b"x" * min(size_bytes, 65_536)
        size_bytes -= len(piece)
        taken.append(len(piece))
        yield piece


@pytest.mark.parametrize(
    ("sent", "status", "cause"),
    [(12, 422, "part-size-differs"), (0, 422, "part-size-differs"), (14, 413, "body-too-large")],
)
async def test_a_part_is_exactly_as_long_as_it_must_be(house: House, sent: int, status: int, cause: str) -> None:
    """Too few bytes and too many are refused, whether or not the request says how many it has."""
    async with house.client() as client:
        upload = await _started(client)
        url = upload["parts"][1]["url"]
        declared = await client.put(url, content=b"x" * sent)
        streamed = await client.put(url, content=_pieces(sent, []))
        found = (await client.get(upload["links"]["self"])).json()

    problem(declared, status, cause)
    problem(streamed, status, cause)
    assert not found["parts"][1]["has_arrived"]


async def test_a_part_that_is_too_long_is_cut_off(house: House) -> None:
    """A stream without a length is read up to the part's size, not to its own end."""
    taken: list[int] = []
    async with house.client() as client:
        upload = await _started(client)
        response = await client.put(upload["parts"][0]["url"], content=_pieces(4 * PART_BYTES, taken))

    problem(response, 413, "body-too-large")
    assert sum(taken) <= PART_BYTES + 65_536


async def test_a_part_may_be_sent_again(house: House) -> None:
    """The last one sent counts."""
    async with house.client() as client:
        upload = await _started(client, 3)
        await client.put(upload["parts"][0]["url"], content=b"old")
        await client.put(upload["parts"][0]["url"], content=b"new")
        await client.post(upload["links"]["complete"])

    assert house.services.blobs.store.read(f"uploads/demo/{upload['id']}") == b"new"


async def test_completing_twice_is_completing_once(house: House) -> None:
    """Repeated and simultaneous requests to complete have the same answer."""
    answers: list[httpx.Response] = []
    async with house.client() as client:
        upload = await _started(client, 3)
        await _sent(client, upload, b"one")

        async def complete() -> None:
            answers.append(await client.post(upload["links"]["complete"]))

        async with anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(complete)
        await complete()

    assert {response.status_code for response in answers} == {200}
    assert len({response.content for response in answers}) == 1


async def test_a_crash_after_the_store_was_told_is_mended(house: House) -> None:
    """When the file was made and that was not written down, completing again finds it."""
    store = house.services.blobs.store
    async with house.client() as client:
        upload = await _started(client, 3)
        await _sent(client, upload, b"one")
        with house.services.catalogue.begin() as unit:
            kept = unit.uploads.get(upload["id"])
        assert kept is not None
        store.complete_upload(kept.object_key, kept.store_upload, store.parts(kept.object_key, kept.store_upload))
        response = await client.post(upload["links"]["complete"])

    assert response.json()["is_complete"]


async def test_a_complete_upload_takes_nothing_more(house: House) -> None:
    """Its parts cannot be replaced, and it cannot be given up."""
    async with house.client() as client:
        upload = await _uploaded(client)
        put = await client.put(f"/v1/uploads/{upload['id']}/parts/1", content=b"two")
        gone = await client.delete(upload["links"]["self"])

    problem(put, 409, "upload-complete")
    problem(gone, 409, "upload-complete")


async def test_an_upload_is_given_up(house: House) -> None:
    """Afterwards it is gone, and giving it up again changes nothing."""
    async with house.client() as client:
        upload = await _started(client, 3)
        await _sent(client, upload, b"one")
        first, second = await client.delete(upload["links"]["self"]), await client.delete(upload["links"]["self"])
        read = await client.get(upload["links"]["self"])
        put = await client.put(upload["parts"][0]["url"], content=b"one")

    assert (first.status_code, second.status_code) == (204, 204)
    problem(read, 404, "upload-unknown")
    problem(put, 404, "upload-unknown")


async def test_an_upload_runs_out(house: House) -> None:
    """An upload that nobody goes on with is forgotten; completing it begins its time anew."""
    async with house.client() as client:
        left, done = await _started(client, 3), await _started(client, 3)
        house.clock.pass_by(timedelta(days=6))
        await _sent(client, done, b"one")
        await client.post(done["links"]["complete"])
        house.clock.pass_by(timedelta(days=6))
        answers = [await client.get(one["links"]["self"]) for one in (left, done)]

    problem(answers[0], 404, "upload-unknown")
    assert answers[1].status_code == 200


@pytest.mark.parametrize("number", ["0", "3", "-1", "99999999999999999999"])
async def test_other_parts_are_missing(house: House, number: str) -> None:
    """An upload has the parts that it said it has."""
    async with house.client() as client:
        upload = await _started(client)
        response = await client.put(f"/v1/uploads/{upload['id']}/parts/{number}", content=b"x")

    problem(response, 404, "part-unknown")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [({"size_bytes": 0}, "/size_bytes"), ({"size_bytes": -1}, "/size_bytes"), ({"name": ""}, "/name"),
     ({"sha256": "AB"}, "/sha256"), ({"colour": "red"}, "/colour"), ({"size_bytes": "many"}, "/size_bytes")],
)  # fmt: skip
async def test_odd_uploads_are_refused(house: House, changed: dict[str, Any], pointer: str) -> None:
    """An upload says a length that can be, and nothing that would be ignored."""
    async with house.client() as client:
        response = await client.post("/v1/uploads", json={"name": "a", "size_bytes": 1, **changed})

    assert set(faults(response, "request-invalid")) == {pointer}


async def test_a_file_over_the_limit_is_not_begun(house: House) -> None:
    """What could never be taken in is refused before its first byte."""
    async with house.with_limits(max_file_bytes=100).client() as client:
        response = await client.post("/v1/uploads", json={"name": "a", "size_bytes": 101})

    assert set(faults(response, "file-too-large")) == {"/size_bytes"}


async def test_only_so_many_parts_arrive_at_once(house: House) -> None:
    """Beyond the limit a part is told to come back, and takes no disk."""
    async with house.with_limits(parts_at_once=0).client() as client:
        upload = await _started(client, 3)
        response = await client.put(upload["parts"][0]["url"], content=b"one")

    problem(response, 503, "busy")
    assert int(response.headers["retry-after"]) > 0


def _submission(*sources: str, **file: Any) -> dict[str, Any]:
    files = [
        {"role": "track", "name": f"{order}.mp3", "order": order, "source": source, **file}
        for order, source in enumerate(sources, 1)
    ]
    return body(ISBN, drop={"kind": "files", "files": files})


async def test_a_submission_names_uploads(house: House) -> None:
    """What was declared of an upload is compared by the worker: the submission carries it on."""
    digest = sha256(b"one").hexdigest()
    async with house.client() as client:
        upload = await _uploaded(client, sha256=digest)
        response = await client.post("/v1/submissions", json=_submission(upload["source"]))

    file = house.submission(response.json()["id"]).drop.files[0]
    assert (file.source, file.sha256, file.size_bytes) == (upload["source"], digest, 3)


async def test_uploads_that_cannot_be_used_are_faults(house: House) -> None:
    """Unknown, unfinished, another's, run out: each is a fault of its own file, in the same words where it must be."""
    async with house.client() as client, house.client("other") as other:
        old = await _uploaded(client)
        house.clock.pass_by(timedelta(days=8))
        unfinished, others = await _started(client), await _uploaded(other)
        sources = ["upload:upl_" + "0" * 26, "upload:../x", others["source"], old["source"], unfinished["source"]]
        found = faults(await client.post("/v1/submissions", json=_submission(*sources)))
        whole = await client.post("/v1/submissions", json=body(drop={"kind": "zip", "source": others["source"]}))

    assert set(found) == {f"/drop/files/{index}/source" for index in range(5)}
    assert len(set(list(found.values())[:4])) == 1
    assert "complete" in found["/drop/files/4/source"]
    assert set(faults(whole)) == {"/drop/source"}


@pytest.mark.parametrize(("field", "value"), [("size_bytes", 4), ("sha256", "00" * 32)])
async def test_a_declaration_that_contradicts_the_upload_is_a_fault(house: House, field: str, value: object) -> None:
    """A file cannot be both what was uploaded and something else."""
    async with house.client() as client:
        upload = await _uploaded(client, sha256=sha256(b"one").hexdigest())
        response = await client.post("/v1/submissions", json=_submission(upload["source"], **{field: value}))

    assert set(faults(response)) == {f"/drop/files/0/{field}"}


async def test_the_same_request_is_answered_after_its_uploads_are_gone(house: House) -> None:
    """A repeated request is not judged again by what has become of its uploads."""
    key = {"Idempotency-Key": "1"}
    async with house.client() as client:
        upload = await _uploaded(client)
        first = await client.post("/v1/submissions", json=_submission(upload["source"]), headers=key)
        house.clock.pass_by(timedelta(days=30))
        again = await client.post("/v1/submissions", json=_submission(upload["source"]), headers=key)

    assert (again.status_code, again.content) == (202, first.content)


async def test_a_file_without_a_source_was_delivered_before(house: House) -> None:
    """Hash and size stand for a file only if this publisher has delivered it: another's hash opens nothing."""
    blob = house.services.blobs.put_bytes(b"a track")
    house.services.blobs.hold("demo", blob)
    track = {"role": "track", "name": "1.mp3", "sha256": blob.sha256, "size_bytes": blob.size_bytes}
    document = body(drop={"kind": "files", "files": [track]})
    async with house.client() as owner, house.client("other") as other:
        accepted = await owner.post("/v1/submissions", json=document)
        refused = await other.post("/v1/submissions", json=document)

    assert accepted.status_code == 202
    assert set(faults(refused)) == {"/drop/files/0/source"}
