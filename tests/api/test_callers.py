"""Keys that count and keys that do not."""

from datetime import timedelta

import httpx
import pytest

from shelfready.keys import new_key
from tests.api.house import House, problem

pytestmark = pytest.mark.anyio


async def _answer(house: House, authorization: str | None) -> int:
    # As bytes: httpx itself would refuse what a hostile client may send.
    headers = [(b"Authorization", authorization.encode("latin-1"))] if authorization is not None else []
    async with house.client(None) as client:
        response = await client.get("/v1/titles", headers=httpx.Headers(headers))
    if response.status_code != 200:
        problem(response, 401, "unauthenticated")
        assert response.headers["www-authenticate"].startswith("Bearer ")
    return response.status_code


async def test_a_key_counts(house: House) -> None:
    """A key that was issued opens the API, however the scheme is written."""
    key = house.key()

    assert await _answer(house, f"Bearer {key}") == 200
    assert await _answer(house, f"bearer {key}") == 200


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer x", "Bearer sr_", "Bearer sr_a_b", "Bearer sr__", "Basic c3I6eA==",
     "Bearer sr_a_b_c d", "Bearer \xe9", "Bearer sr_" + "a" * 10_000 + "_b", "Bearer sr_%_'; DROP TABLE keys"],
)  # fmt: skip
async def test_what_is_no_key_does_not_count(house: House, authorization: str | None) -> None:
    """Anything else is refused, and the header says what would be accepted."""
    assert await _answer(house, authorization) == 401


async def test_a_wrong_secret_does_not_count(house: House) -> None:
    """Neither another secret for the id, nor the right one and more."""
    key = house.key()
    _, key_id, secret = key.split("_", 2)

    assert await _answer(house, f"Bearer sr_{key_id}_{'A' * len(secret)}") == 401
    assert await _answer(house, f"Bearer {key}A") == 401
    assert await _answer(house, f"Bearer {key[:-1]}") == 401


async def test_a_key_runs_out(house: House) -> None:
    """From its moment on a key does not count."""
    key = house.key(expires_at=house.clock.now() + timedelta(hours=1))

    assert await _answer(house, f"Bearer {key}") == 200
    house.clock.pass_by(timedelta(hours=1))
    assert await _answer(house, f"Bearer {key}") == 401


async def test_a_revoked_key_does_not_count(house: House) -> None:
    """A revoked key is refused from the next request on."""
    kept, text = new_key("demo", house.clock.now())
    with house.services.catalogue.begin() as unit:
        unit.keys.add(kept)
    assert await _answer(house, f"Bearer {text}") == 200
    with house.services.catalogue.begin() as unit:
        unit.keys.save(kept.model_copy(update={"revoked_at": house.clock.now()}))

    assert await _answer(house, f"Bearer {text}") == 401


async def test_refusals_do_not_say_why(house: House) -> None:
    """An unknown id, a wrong secret and a key that ran out are refused in the same words."""
    key = house.key()
    old = house.key(expires_at=house.clock.now())
    async with house.client(None) as client:
        details = {
            (await client.get("/v1/titles", headers={"Authorization": f"Bearer {sent}"})).json()["detail"]
            for sent in ("sr_unknown_secret", key[:-2] + "xx", old)
        }

    assert len(details) == 1
