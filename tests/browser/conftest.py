"""A real browser, a real server of the API, and in it a report that is as hostile as it can be."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.report_pages import report_page
from shelfready.adapters.audio import open_audio
from shelfready.adapters.database import migrate
from shelfready.titles import Drop, DropKind, Parking, Stage, Submission, SubmissionState
from tests.api.house import House
from tests.browser.hostile import NOW, Hostile, hostile
from tests.fixtures.media import MakeAudio


@dataclass(frozen=True)
class Served:
    """A report page at an address, its house, and the title that it is about."""

    url: str
    origin: str
    house: House
    title: Hostile


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever is on the path.

    It is closed with the module: as long as it is open, its own event loop runs, and no test of a coroutine could.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium here: `make browser` installs Debian's, as root")
    with sync_playwright() as playwright:
        # Its own sandbox needs privileges that containers do not have; and all that it opens is our own.
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--mute-audio"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def title(tmp_path_factory: pytest.TempPathFactory, make_audio: MakeAudio, ffmpeg: Path) -> Hostile:
    """The hostile title, made and measured once."""
    folder = tmp_path_factory.mktemp("hostile")
    audio = open_audio(ffmpeg=None, ffprobe=None, scratch=folder / "scratch", memory_bytes=2 * 1024**3)
    return hostile(folder, make_audio, audio, ffmpeg)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, title: Hostile) -> Iterator[Served]:
    """The API with the hostile report in it, and the page's address as the API gives it."""
    house = House(tmp_path_factory.mktemp("house"))
    migrate(f"sqlite:///{house.folder / 'catalogue.db'}")
    submission = _submission(house, title)
    with _serving(house) as origin:
        yield Served(f"{origin}{report_page(house.services, submission)}", origin, house, title)


@dataclass(frozen=True)
class Watched:
    """A page, and everything that it should not have done."""

    page: Page
    console: list[str]
    violations: list[str]
    requests: list[str]


class Open(Protocol):
    """Opens an address in a new window and watches it."""

    def __call__(self, url: str, **options: Any) -> Watched:
        """`options` are those of a browser's context."""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A function that opens pages; they are closed at the end."""
    contexts: list[BrowserContext] = []

    def open_at(url: str, **options: Any) -> Watched:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        watched = Watched(page, [], [], [])
        page.on("console", lambda message: watched.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.console.append(f"error: {error}"))
        page.on("request", lambda request: watched.requests.append(request.url))
        page.expose_binding("cspViolated", lambda _source, text: watched.violations.append(text))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => cspViolated(`${e.violatedDirective} ${e.blockedURI}`))"
        )
        page.goto(url)
        return watched

    yield open_at
    for context in contexts:
        context.close()


def _submission(house: House, title: Hostile) -> Submission:
    blobs = house.services.blobs
    for path in title.files.values():
        blobs.put_file(path)
    assets = tuple(
        found.model_copy(update={"waveform": blobs.put_bytes(title.peaks[found.asset.sha256]).sha256})
        if found.asset.sha256 in title.peaks
        else found
        for found in title.facts.assets
    )
    facts = blobs.put_value(title.facts.model_copy(update={"assets": assets})).sha256
    report = blobs.put_value(title.report.model_copy(update={"facts": facts})).sha256
    submission = Submission(
        id="sub_01jz0000000000000000000000",
        publisher="demo",
        title_id=title.facts.title_id,
        content_type=title.facts.content_type,
        drop=Drop(kind=DropKind.FOLDER, source="s3://bucket/drop"),
        state=SubmissionState.PARKED,
        stage=Stage.CHECK,
        parking=Parking(
            stage=Stage.CHECK,
            cause_code=title.report.verdict.decisive or "unknown",
            owner="publisher",
            message="refused",
            remedy="Mend what is said below and send the title again.",
        ),
        report_sha256=report,
        created_at=NOW,
        updated_at=NOW,
    )
    with house.services.catalogue.begin() as unit:
        unit.submissions.add(submission, idempotency_key=None, body_sha256="0" * 64)
    return submission


@contextmanager
def _serving(house: House) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(house.app, log_config=None, access_log=False))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
