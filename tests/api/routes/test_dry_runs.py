"""A dry run is checked like a real submission, answers what that would do, and leaves nothing behind."""

import json

import pytest

from activities.inspection import MEASURE_VERSION
from api.forecasting import forecast
from shelfready.forecasts import Forecast
from shelfready.measure_keys import measure_key
from shelfready.rules._examples import cover
from shelfready.titles import AssetFacts
from shelfready.values import Blob
from tests.api.house import ISBN, House, body, faults, problem
from tests.shelfready.planned_books import a_track
from tests.shelfready.shelves import METADATA, stored

pytestmark = pytest.mark.anyio

DRY = "/v1/submissions?dry_run=true"
BOOK = (stored(a_track("a")), stored(a_track("b")), stored(cover()))


def _named(*assets: AssetFacts) -> dict[str, object]:
    """A body that names files by what they hold alone."""
    files = [
        {
            "role": found.asset.role.value,
            "name": found.asset.name,
            "order": place,
            "sha256": found.asset.sha256,
            "size_bytes": found.asset.size_bytes,
        }
        for place, found in enumerate(assets, start=1)
    ]
    metadata = METADATA.model_dump(mode="json", exclude_none=True)
    return {**body(), "metadata": metadata, "drop": {"kind": "files", "files": files}}


def _deliver(house: House, *assets: AssetFacts, publisher: str = "demo", toolchain: str = "") -> None:
    blobs = house.services.blobs
    for found in assets:
        blob = Blob(sha256=found.asset.sha256, size_bytes=found.asset.size_bytes)
        assert blobs.put_bytes(f"what {found.asset.name} holds".encode()) == blob
        blobs.hold(publisher, blob)
        key = measure_key(found.asset, version=MEASURE_VERSION, toolchain=toolchain)
        blobs.record(key, {"facts": blobs.put_value(found)})


async def test_nothing_is_written_and_nothing_starts(house: House) -> None:
    """200 and a forecast; the catalogue knows neither submission nor title."""
    async with house.client() as client:
        response = await client.post(DRY, json=_named(*BOOK), headers={"Idempotency-Key": "order-1"})

    found = Forecast.from_json(response.content)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert (found.title_id, found.sums.files_to_fetch, found.sums.files_to_measure) == (ISBN, 3, 3)
    assert house.count() == 0
    assert house.onboardings.started == []
    with house.services.catalogue.begin() as unit:
        assert unit.titles.get("demo", ISBN) is None


async def test_real_one_may_follow_under_the_same_key(house: House) -> None:
    """A dry run does not use an idempotency key up."""
    key = {"Idempotency-Key": "order-1"}
    async with house.client() as client:
        dry = await client.post(DRY, json=body(), headers=key)
        wet = await client.post("/v1/submissions", json=body(), headers=key)

    assert (dry.status_code, wet.status_code) == (200, 202)
    assert house.count() == 1


async def test_what_is_there_is_known(house: House) -> None:
    """Files that were delivered and measured give a verdict, chapters, a gain, and what will be made."""
    _deliver(house, *BOOK)
    async with house.client() as client:
        response = await client.post(DRY, json=_named(*BOOK))

    found = Forecast.from_json(response.content)
    assert found.unknown == ()
    assert found.verdict is not None
    assert (found.chapters, found.sound and found.sound.gain_db) == (2, 5.0)
    assert [encode.track for encode in found.encodes if encode.made] == [1, 2]
    assert all(not one.is_reused for one in found.renditions)


async def test_files_of_another_publisher_are_not_there(house: House) -> None:
    """Whoever knows the hash of a file learns nothing of it."""
    _deliver(house, *BOOK, publisher="other")
    async with house.client() as client:
        response = await client.post(DRY, json=_named(*BOOK))

    found = Forecast.from_json(response.content)
    assert (found.verdict, found.chapters, found.sums.files_to_fetch) == (None, None, 3)


async def test_faults_are_those_of_a_real_one(house: House) -> None:
    """All at once, with the same code and the same pointers; but a file need not be anywhere yet."""
    wrong = {**_named(*BOOK), "title_id": "9780306406158", "content_type": "podcast"}
    async with house.client() as client:
        dry = await client.post(DRY, json=wrong)
        wet = await client.post("/v1/submissions", json=wrong)

    unsent = {pointer for pointer in faults(wet) if pointer.endswith("/source")}
    assert len(unsent) == 3
    assert set(faults(dry)) == set(faults(wet)) - unsent == {"/title_id", "/content_type"}


async def test_title_of_another_kind_is_refused(house: House) -> None:
    """As a real submission would be."""
    async with house.client() as client:
        await client.post("/v1/submissions", json=body())
        other = {**body(), "content_type": "ebook", "drop": {"kind": "zip", "source": "s3://in/book.zip"}}
        dry = await client.post(DRY, json=other)
        wet = await client.post("/v1/submissions", json=other)

    assert problem(dry, 409, "title-has-another-content-type")
    assert problem(wet, 409, "title-has-another-content-type")


async def test_key_is_needed(house: House) -> None:
    """Whoever may not submit may not ask what it would do."""
    async with house.client(None) as client:
        response = await client.post(DRY, json=_named(*BOOK))

    assert response.status_code == 401


async def test_answer_is_documented(house: House) -> None:
    """The API's description names the second answer and the question for it."""
    async with house.client() as client:
        document = (await client.get("/openapi.json")).json()

    submit = document["paths"]["/v1/submissions"]["post"]
    assert submit["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Forecast")
    assert submit["responses"]["202"]["content"]["application/json"]["schema"]["$ref"].endswith("/AcceptedView")
    assert "dry_run" in [parameter["name"] for parameter in submit["parameters"]]


async def test_five_thousand_files_are_foreseen(house: House) -> None:
    """The most that a drop may have."""
    files = [
        {"role": "track", "name": f"{place}.mp3", "order": place, "sha256": f"{place:064x}", "size_bytes": 9}
        for place in range(1, 5001)
    ]

    found = forecast(house.services, "demo", {**body(), "drop": {"kind": "files", "files": files}})

    assert found.sums.files_to_fetch == 5000
    assert len(json.dumps(found.summary)) < 500
