"""The whole system as `shelfready up` starts it, private to one run, and what it takes to onboard a title in it."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import JsonValue

from bench import following, processes
from bench.books.book import Book
from bench.observed import API, TEMPORAL, Onboarding, StageTook, total
from bench.processes import Cpu
from bench.sampling import Samples, sampled
from bench.tools import CountedTools, counted_tools
from cli.answers import Happening
from cli.client import Api
from cli.commands.policy import NewPolicy, PolicyView
from cli.embedded.borrowed import borrowed
from cli.embedded.ports import PortChoice
from cli.embedded.state import Running
from cli.issuing import issue
from cli.sending import local_drop
from cli.sending.identity import identify
from cli.sending.submitting import submit
from cli.sending.uploads import Sent, Uploader
from cli.surroundings import DEMO, Target, key_file
from shelfready.keys import Scope
from shelfready.profiles import STREAMING
from shelfready.settings import Settings
from shelfready.titles import Stage


@dataclass(frozen=True)
class House:
    """A running system, and what a publisher and an operator need to talk to it."""

    home: Path
    system: Running
    tools: CountedTools
    target: Target
    operator: Target

    def onboard(self, book: Book) -> Onboarding:
        """Send a title as a publisher does, wait until it is published, and say what it took."""
        pids = self.system.parts
        for pid in pids.values():
            processes.reset_peak(pid)
        before = self.tools.started()
        with Api(self.target) as api, sampled(pids) as samples:
            drop = local_drop.read(book.folder)
            uploader = Uploader(api, self.home / "sent")
            sent = submit(api, uploader, drop, identify(drop, None, None), _Silent())
            published = following.published(api, sent)
            events = following.events(api, published)
            history = asyncio.run(following.history(self.system.temporal_address, published))
        return Onboarding(
            tracks=len(book.decoded_samples),
            audio_s=book.audio_s,
            wall_s=following.wall_s(published, events),
            parts=samples.between(samples.taken_at[0], samples.taken_at[-1]),
            stages=_stages(samples, events),
            started=dict(self.tools.started() - before),
            peak_rss_bytes={name: processes.peak_rss_bytes(pid) for name, pid in pids.items()},
            tool_rss_bytes=samples.tool_rss_bytes,
            history_events=history.events,
            history_bytes=history.size_bytes,
            encoded=sum(event.kind == "encoded" for event in events),
            made=tuple(str(event.data["rendition"]) for event in events if event.kind == "made"),
        )

    def hold_to(self, **overrides: JsonValue) -> None:
        """Change numbers of the publisher's profile, as an operator does."""
        policy = NewPolicy(profile=STREAMING.name, overrides=overrides, by="bench", why="to see what it costs")
        with Api(self.operator) as api:
            api.replace(f"/v1/publishers/{DEMO}/policy", policy, PolicyView)

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
        url, key = running.system.api_url, key_file(home / "state", DEMO).read_text().strip()
        catalogue = Settings(home=home / "state").resolved_database_url
        _, operators = issue(catalogue, DEMO, Scope.OPERATIONS, expires_at=None)
        yield House(home, running.system, tools, Target(url=url, key=key), Target(url=url, key=operators))


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


def _stages(samples: Samples, events: tuple[Happening, ...]) -> dict[Stage, StageTook]:
    """What each stage took: one ends where the next begins, and the last one at the end."""
    begins = [(event.at, Stage(str(event.data["stage"]))) for event in events if event.kind == "stage"]
    ends = [at for at, _ in begins[1:]] + [samples.taken_at[-1]]
    return {
        stage: StageTook(cpu=_of_workers(samples.between(at, end)), wall_s=(end - at).total_seconds())
        for (at, stage), end in zip(begins, ends, strict=True)
    }


def _of_workers(parts: Mapping[str, Cpu]) -> Cpu:
    return total(cpu for name, cpu in parts.items() if name not in (TEMPORAL, API))


class _Silent:
    """Shows nothing of the sending."""

    def file(self, _name: str, _size_bytes: int) -> AbstractContextManager[Sent]:
        return nullcontext(_ignore)


def _ignore(_more_bytes: int) -> None:
    return None
