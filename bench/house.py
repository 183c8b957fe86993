"""The whole system as `shelfready up` starts it, private to one run, and what it takes to onboard a title in it."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

import httpx
from temporalio.client import Client, WorkflowExecutionStatus

from bench import processes
from bench.books.book import Book
from bench.observed import API, TEMPORAL, Onboarding, total
from bench.processes import Cpu
from bench.sampling import Samples, sampled
from bench.tools import CountedTools, counted_tools
from cli.answers import Happening, SubmissionView, describe, submission_path
from cli.client import Api
from cli.embedded.borrowed import borrowed
from cli.embedded.ports import PortChoice
from cli.embedded.state import Running
from cli.sending import local_drop
from cli.sending.identity import identify
from cli.sending.submitting import submit
from cli.sending.uploads import Sent, Uploader
from cli.surroundings import DEMO, Target, key_file
from shelfready.errors import DefectError, UnavailableError
from shelfready.titles import Stage, SubmissionRef, SubmissionState
from shelfready.values import Value

_ASK_EVERY_S = 0.5
_LONGEST_S = 1800
_PAGE = 200


class _Events(Value):
    items: tuple[Happening, ...]
    next: int | None = None


@dataclass(frozen=True)
class House:
    """A running system, and a publisher's client of it."""

    home: Path
    system: Running
    tools: CountedTools
    target: Target

    def onboard(self, book: Book) -> Onboarding:
        """Send a title as a publisher does, wait until it is published, and say what it took."""
        pids = self.system.parts
        for pid in pids.values():
            processes.reset_peak(pid)
        before = self.tools.started()
        with Api(self.target) as api, sampled(pids) as samples:
            drop = local_drop.read(book.folder)
            uploader = Uploader(api, self.home / "sent")
            sent = _settled(api, submit(api, uploader, drop, identify(drop, None, None), _Silent()))
            events = _events(api, sent)
            ref = SubmissionRef(submission_id=sent.id, publisher=sent.publisher or DEMO, title_id=sent.title_id)
            history = asyncio.run(_history(self.system.temporal_address, ref.workflow_id))
        return _observed(book, sent, samples, events, history).model_copy(
            update={
                "started": dict(self.tools.started() - before),
                "peak_rss_bytes": {name: processes.peak_rss_bytes(pid) for name, pid in pids.items()},
            }
        )

    def file(self, title_id: str, path: str, into: Path) -> Path:
        """Fetch a file of a title's live release."""
        headers = {"Authorization": f"Bearer {self.target.key}"}
        url = f"{self.target.url}/v1/titles/{title_id}/live/files/{path}"
        with httpx.stream("GET", url, headers=headers, trust_env=False, timeout=60) as answer, into.open("wb") as file:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                file.write(piece)
        return into


@contextmanager
def house(home: Path) -> Iterator[House]:
    """A system of its own in an empty folder, on free ports, stopped when the block ends."""
    home.mkdir(parents=True)
    tools = counted_tools(home / "tools")
    with _environment(tools.environment), borrowed(home / "state", PortChoice.AUTO) as running:
        key = key_file(home / "state", DEMO).read_text().strip()
        yield House(home, running.system, tools, Target(url=running.system.api_url, key=key))


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Only these settings: what the user has set is for another system."""
    kept = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("SHELFREADY_")]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _settled(api: Api, sent: SubmissionView) -> SubmissionView:
    """Ask twice a second, no oftener: asking costs the API, and the API is measured."""
    deadline = monotonic() + _LONGEST_S
    while monotonic() < deadline:
        view = api.get(submission_path(sent.id), SubmissionView)
        if view.state is SubmissionState.PUBLISHED:
            return view
        if view.is_settled:
            raise DefectError(
                f"a title of the bench was not published: {describe(view)}", cause_code="bench-title-refused"
            )
        sleep(_ASK_EVERY_S)
    raise UnavailableError(
        f"{sent.title_id} was not published within {_LONGEST_S} s; see the logs in the run's folder",
        cause_code="bench-too-slow",
    )


def _events(api: Api, sent: SubmissionView) -> tuple[Happening, ...]:
    found: list[Happening] = []
    after: int | None = 0
    while after is not None:
        page = api.get(f"{submission_path(sent.id)}/events", _Events, format="json", after=after, limit=_PAGE)
        found += page.items
        after = page.next
    return tuple(found)


async def _history(address: str, workflow_id: str) -> tuple[int, int]:
    """Number and bytes of the events in a closed workflow's history."""
    client = await Client.connect(address)
    described = await client.get_workflow_handle(workflow_id).describe()
    while described.status is WorkflowExecutionStatus.RUNNING:
        await asyncio.sleep(0.1)
        described = await client.get_workflow_handle(workflow_id).describe()
    info = described.raw_description.workflow_execution_info
    await asyncio.sleep(0.1)  # the SDK's threads may still be at work (sdk-python issue 300)
    return info.history_length, info.history_size_bytes


def _observed(
    book: Book, sent: SubmissionView, samples: Samples, events: tuple[Happening, ...], history: tuple[int, int]
) -> Onboarding:
    begins = [(event.at, Stage(str(event.data["stage"]))) for event in events if event.kind == "stage"]
    published = next(event.at for event in events if event.kind == "published")
    ends = [at for at, _ in begins[1:]] + [samples.taken_at[-1]]
    return Onboarding(
        tracks=len(book.decoded_samples),
        audio_s=book.audio_s,
        wall_s=(published - (sent.created_at or begins[0][0])).total_seconds(),
        parts=samples.between(samples.taken_at[0], samples.taken_at[-1]),
        stages={stage: _of_workers(samples, at, end) for (at, stage), end in zip(begins, ends, strict=True)},
        started={},
        peak_rss_bytes={},
        tool_rss_bytes=samples.tool_rss_bytes,
        history_events=history[0],
        history_bytes=history[1],
        encoded=sum(event.kind == "encoded" for event in events),
        made=tuple(str(event.data["rendition"]) for event in events if event.kind == "made"),
    )


def _of_workers(samples: Samples, start: datetime, end: datetime) -> Cpu:
    return total(cpu for name, cpu in samples.between(start, end).items() if name not in (TEMPORAL, API))


class _Silent:
    """Shows nothing of the sending."""

    def file(self, _name: str, _size_bytes: int) -> AbstractContextManager[Sent]:
        return nullcontext(_ignore)


def _ignore(_more_bytes: int) -> None:
    return None
