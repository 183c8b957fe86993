"""A stream of events while the submission goes on."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass, replace
from json import loads

import pytest

from api.following import follow
from shelfready.errors import UnavailableError
from shelfready.events import LiveProgress
from shelfready.ports import Catalogue, UnitOfWork
from shelfready.titles import Stage, SubmissionState
from tests.api.house import House, submitted

pytestmark = pytest.mark.anyio


async def _until(stream: AsyncGenerator[bytes], start: bytes) -> bytes:
    """The next piece that begins so; heartbeats in between are passed over."""
    async for piece in stream:
        if piece.startswith(start):
            return piece
        assert piece.startswith((b"retry:", b":")), piece
    raise AssertionError(f"the stream ended without {start!r}")


async def test_what_happens_is_sent_as_it_happens(house: House) -> None:
    """New events come one by one, then the stream ends by itself."""
    async with house.client() as client:
        submission_id = await submitted(client)

    async with aclosing(follow(house.services, submission_id, 0)) as stream:
        assert await _until(stream, b"id: ") == await _first_event(house, submission_id)
        house.happen(submission_id, "stage")
        assert (await _until(stream, b"id: 2")).endswith(b"\n\n")
        house.change(submission_id, state=SubmissionState.PUBLISHED)
        house.happen(submission_id, "published")
        assert (await _until(stream, b"id: 3")).endswith(b"\n\n")
        with pytest.raises(AssertionError, match="ended"):
            await _until(stream, b"id: ")


async def _first_event(house: House, submission_id: str) -> bytes:
    async with aclosing(follow(house.services, submission_id, 0)) as stream:
        return await _until(stream, b"id: 1\n")


async def test_progress_is_sent_when_it_changed(house: House) -> None:
    """Progress has no id, says everything that is worked on, and is not repeated."""
    async with house.client() as client:
        submission_id = await submitted(client)

    def work(part: str, done: float) -> None:
        with house.services.catalogue.begin() as unit:
            unit.events.set_progress(
                LiveProgress(
                    submission_id=submission_id, stage=Stage.ENCODE, part=part, done=done, at=house.clock.now()
                )
            )

    async with aclosing(follow(house.services, submission_id, 1)) as stream:
        work("1.mp3", 0.25)
        first = await _until(stream, b"event: progress\n")
        assert await _until(stream, b":") == b": still here\n\n"  # nothing new, so nothing is repeated
        work("1.mp3", 1.0)
        last = await _until(stream, b"event: progress\n")

    assert [(one["part"], one["done"]) for one in loads(first.partition(b"data: ")[2])] == [("1.mp3", 0.25)]
    assert loads(last.partition(b"data: ")[2]) == []
    assert b"id:" not in first


async def test_a_text_cannot_end_a_message(house: House) -> None:
    """Whatever an event holds, it is one line of data."""
    async with house.client() as client:
        submission_id = await submitted(client)
    with house.services.catalogue.begin() as unit:
        unit.events.add(submission_id, "odd", {"text": "a\n\nid: 99\r\ndata: x"}, house.clock.now())

    async with aclosing(follow(house.services, submission_id, 1)) as stream:
        piece = await _until(stream, b"id: 2\n")

    assert piece.count(b"\n") == 3
    assert b"\r" not in piece


@dataclass
class _Watched:
    """The catalogue, with something that happens before a certain look at it."""

    catalogue: Catalogue
    happens: Mapping[int, Callable[[], None]]
    looks: int = 0

    def begin(self, *, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        """One more look."""
        self.looks += 1
        self.happens.get(self.looks, lambda: None)()
        return self.catalogue.begin(read_only=read_only)


async def test_an_event_written_after_the_final_state_is_still_sent(house: House) -> None:
    """State and event may come in two transactions: the stream looks once more before it ends."""
    async with house.client() as client:
        submission_id = await submitted(client)
    house.change(submission_id, state=SubmissionState.PUBLISHED)
    late = _Watched(house.services.catalogue, {2: lambda: house.happen(submission_id, "published")})

    pieces = [piece async for piece in follow(replace(house.services, catalogue=late), submission_id, 1)]

    assert any(piece.startswith(b"id: 2\n") for piece in pieces)


async def test_a_catalogue_that_does_not_answer_ends_the_stream(house: House) -> None:
    """The client asks again by itself; an error in the middle of a stream would tell it nothing."""
    async with house.client() as client:
        submission_id = await submitted(client)

    def fail() -> None:
        raise UnavailableError("down")

    down = _Watched(house.services.catalogue, {1: fail})
    pieces = [piece async for piece in follow(replace(house.services, catalogue=down), submission_id, 0)]

    assert pieces == [b"retry: 1000\n\n"]
