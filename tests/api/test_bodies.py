"""Bodies that are too large, too deep, not JSON, or not what they say."""

from collections.abc import AsyncIterator

import pytest

from tests.api.house import House, body, faults, problem

pytestmark = pytest.mark.anyio


async def _forever(counted: list[int]) -> AsyncIterator[bytes]:
    while True:
        counted.append(1)
        yield b" " * 1000


async def test_a_body_over_the_limit_is_not_read(house: House) -> None:
    """A declared length over the limit is refused before anything is read."""
    async with house.with_limits(max_body_bytes=1000).client() as client:
        response = await client.post(
            "/v1/submissions", content=b" " * 1001, headers={"Content-Type": "application/json"}
        )

    assert problem(response, 413, "body-too-large")["expected"] == "at most 1000 bytes"


async def test_a_body_without_a_length_is_cut_off(house: House) -> None:
    """A stream that says nothing of its length is read up to the limit and no further."""
    counted: list[int] = []
    async with house.with_limits(max_body_bytes=10_000).client() as client:
        response = await client.post(
            "/v1/submissions", content=_forever(counted), headers={"Content-Type": "application/json"}
        )

    problem(response, 413, "body-too-large")
    assert len(counted) == 11


async def test_a_body_that_stops_is_given_up(house: House) -> None:
    """A client that sends half a body and then nothing does not hold us for ever."""
    import anyio

    async def stalled() -> AsyncIterator[bytes]:
        yield b"{"
        await anyio.sleep_forever()

    async with house.with_limits(body_idle_s=0.01).client() as client:
        response = await client.post("/v1/submissions", content=stalled(), headers={"Content-Type": "application/json"})

    problem(response, 408, "body-too-slow")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
async def test_other_media_types_are_refused(house: House, media_type: str) -> None:
    """What does not say that it is JSON is not read as JSON: a form of another site could send it."""
    headers = {"Content-Type": media_type} if media_type else {}
    async with house.client() as client:
        response = await client.post("/v1/submissions", content=b"{}", headers=headers)

    assert problem(response, 415, "media-type-unsupported")["expected"] == "application/json"


async def test_json_may_say_its_charset(house: House) -> None:
    """A parameter of the media type does no harm."""
    async with house.client() as client:
        response = await client.post(
            "/v1/submissions", content=b"{}", headers={"Content-Type": "Application/JSON; charset=utf-8"}
        )

    assert "/title_id" in faults(response)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b"{} {}",
        b"9" * 5000,
        b"[" * 100_000,
        b"[" * 60 + b"]" * 60,
        b'{"a":' * 33 + b"1" + b"}" * 33,
    ],
)
async def test_what_is_not_json_is_malformed(house: House, content: bytes) -> None:
    """Text that is not JSON, or nested beyond reason, says where it goes wrong."""
    async with house.client() as client:
        response = await client.post("/v1/submissions", content=content, headers={"Content-Type": "application/json"})

    problem(response, 400, "json-malformed")


async def test_nul_is_refused_wherever_it_stands(house: House) -> None:
    """No database keeps the character NUL: it is a fault of the request and not an error of ours."""
    document = body(metadata={"title": "a\x00b", "authors": ["ok", "\x00"]})
    async with house.client() as client:
        response = await client.post("/v1/submissions", json=document)

    assert set(faults(response, "request-invalid")) == {"/metadata/title", "/metadata/authors/1"}


async def test_a_body_is_not_read_without_a_key(house: House) -> None:
    """Whoever has no key cannot make us read anything."""
    counted: list[int] = []
    async with house.client(None) as client:
        response = await client.post(
            "/v1/submissions", content=_forever(counted), headers={"Content-Type": "application/json"}
        )

    problem(response, 401, "unauthenticated")
    assert counted == []


async def test_a_thousand_faults_are_not_repeated_in_full(house: House) -> None:
    """An answer is bounded, whatever was sent."""
    files = [{"role": "x" * 500, "name": "n", "y" * 5000: 1} for _ in range(2000)]
    async with house.with_limits(max_body_bytes=32 * 1024**2).client() as client:
        response = await client.post("/v1/submissions", json=body(drop={"kind": "files", "files": files}))

    assert len(faults(response)) > 100
    assert len(response.content) < 200_000
