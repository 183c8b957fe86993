"""A submission's events as they happen, for as long as anybody listens (Server-Sent Events, WHATWG HTML 9.2)."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from json import dumps

from starlette.concurrency import run_in_threadpool

from api.services import Services
from api.submission_views import ProgressView, event_view, progress_view
from shelfready.errors import UnavailableError
from shelfready.events import Event

_BATCH = 500
_RECONNECT_MS = 1000


@dataclass(frozen=True)
class _News:
    """What one look at the catalogue found."""

    events: tuple[Event, ...]
    progress: tuple[ProgressView, ...]
    is_final: bool


async def follow(services: Services, submission_id: str, after: int) -> AsyncGenerator[bytes]:
    """Every event after a number, in order; live progress when it changed; an end after the last event there will be.

    Events are unnamed messages whose id is their number, so that a client that reconnects goes on where it was;
    progress is the named event `progress` without an id, because nobody needs what it was.
    """
    limits = services.limits
    loop = asyncio.get_running_loop()
    shown: tuple[ProgressView, ...] = ()
    was_final = False
    yield f"retry: {_RECONNECT_MS}\n\n".encode()
    last_sent = loop.time()
    while True:
        try:
            news = await run_in_threadpool(_look, services, submission_id, after)
        except UnavailableError:
            return  # the client asks again by itself, and goes on where it was
        is_new = bool(news.events) or news.progress != shown
        for event in news.events:
            after = event.number
            yield f"id: {event.number}\ndata: {event_view(event).model_dump_json()}\n\n".encode()
        if news.progress != shown:
            shown = news.progress
            listed = [progress.model_dump(mode="json") for progress in shown]
            yield f"event: progress\ndata: {dumps(listed)}\n\n".encode()
        if is_new:
            last_sent = loop.time()
        elif news.is_final and was_final:
            # Seen final twice without news in between: nothing that belongs to the end is still being written.
            return
        elif loop.time() - last_sent >= limits.heartbeat_s:
            yield b": still here\n\n"
            last_sent = loop.time()
        was_final = news.is_final
        if len(news.events) < _BATCH:
            await asyncio.sleep(limits.poll_s)


def _look(services: Services, submission_id: str, after: int) -> _News:
    with services.catalogue.begin(read_only=True) as unit:
        submission = unit.submissions.get(submission_id)
        is_final = submission is None or submission.state.is_final
        return _News(
            events=unit.events.after(submission_id, after, _BATCH),
            progress=() if is_final else tuple(map(progress_view, unit.events.progress(submission_id))),
            is_final=is_final,
        )
