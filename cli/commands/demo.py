"""Start everything and onboard the sample titles as a publisher would.

The system that was started for it keeps running until Ctrl-C in a terminal; without one, or with CI=1, it is stopped
at the end, and the exit code is 0 when all is published.
"""

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from cli import surroundings
from cli.answers import SubmissionView, describe
from cli.client import Api
from cli.commands.submit import UPLOADS
from cli.commands.up import PortsOption
from cli.embedded.borrowed import Borrowed, borrowed
from cli.embedded.ports import PortChoice
from cli.exits import Exit
from cli.following import follow
from cli.output import JsonOption, as_document
from cli.published import PublishedRelease, TemporalUi, addresses, describe_release, release_of
from cli.sending import local_drop
from cli.sending.identity import identify
from cli.sending.submitting import submit
from cli.sending.uploads import Uploader
from cli.showing import Shown, clean, shown
from cli.surroundings import CHECKOUT, DEMO, Target, key_file
from shelfready.errors import UnavailableError
from shelfready.settings import Settings
from shelfready.titles import SubmissionRef, SubmissionState
from shelfready.values import Value

SAMPLES = ("audiobook", "ebook")
_LONGEST_S = 600


class Onboarded(Value):
    """One sample title: where its submission stands, and its release when it has one."""

    submission: SubmissionView
    release: PublishedRelease | None = None


def demo(port_choice: PortsOption = PortChoice.FLEXIBLE, as_json: JsonOption = False) -> None:
    """Start everything, onboard the sample titles as a publisher would, and show what was published."""
    settings = surroundings.settings()
    folders = _samples()
    try:
        with borrowed(settings.home, port_choice) as use:
            target = Target(url=use.system.api_url, key=key_file(settings.home, DEMO).read_text().strip())
            with _at_most(_LONGEST_S):
                found = _onboard(folders, target, settings)
            typer.echo(as_document(found) if as_json else clean(_text(found, use, settings)))
            if use.own is not None and _is_watched():
                typer.echo("\neverything keeps running; press Ctrl-C to stop it", err=True)
                use.wait()
            elif use.own is not None:
                typer.echo("\nthe demo is over; `shelfready up` starts it again with what was published", err=True)
    except KeyboardInterrupt:
        raise typer.Exit(Exit.INTERRUPTED) from None
    if any(one.submission.state is not SubmissionState.PUBLISHED for one in found):
        raise typer.Exit(Exit.REFUSED)


def _onboard(folders: list[Path], target: Target, settings: Settings) -> list[Onboarded]:
    with Api(target) as api, shown() as view:
        uploader = Uploader(api, settings.home / UPLOADS)
        sent = [_send(folder, api, uploader, view) for folder in folders]
        settled = [_follow(submission, api, view) for submission in sent]
        return [
            Onboarded(submission=one, release=release_of(api, one) if one.release_number is not None else None)
            for one in settled
        ]


def _send(folder: Path, api: Api, uploader: Uploader, view: Shown) -> SubmissionView:
    drop = local_drop.read(folder)
    return submit(api, uploader, drop, identify(drop, None, None), view)


def _follow(sent: SubmissionView, api: Api, view: Shown) -> SubmissionView:
    typer.echo(f"the {sent.content_type} {sent.title_id}, {sent.id}:", err=True)
    return follow(api, sent.id, view)


def _text(found: list[Onboarded], use: Borrowed, settings: Settings) -> str:
    url, ui = use.system.api_url, TemporalUi(use.system.temporal_ui_url, settings.temporal_namespace)
    lines = []
    for one in found:
        sent = one.submission
        ref = SubmissionRef(submission_id=sent.id, publisher=sent.publisher or DEMO, title_id=sent.title_id)
        told = describe_release(sent, one.release) if one.release else describe(sent)
        lines += ["", told, *addresses(ref, url, one.release, ui, sent.links.report_page)]
    lines += ["", *use.system.lines(), "", "As a publisher's software would ask:"]
    key = f'-H "Authorization: Bearer $(cat {shlex.quote(str(key_file(settings.home, DEMO)))})"'
    lines += [f"  curl {key} {url}/v1/titles/{one.submission.title_id}" for one in found]
    return "\n".join(lines)


def _samples() -> list[Path]:
    folders = [CHECKOUT / "samples" / name for name in SAMPLES]
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        raise UnavailableError(
            f"the sample titles are not there: {', '.join(missing)}; run the demo from a checkout of Shelfready, or "
            "send a title of your own with `shelfready submit`",
            cause_code="samples-missing",
        )
    return folders


def _is_watched() -> bool:
    return sys.stdout.isatty() and os.environ.get("CI", "") in ("", "0", "false")


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Give up after a time, wherever the program waits."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise UnavailableError(
            f"the sample titles were not published within {seconds} s; see `shelfready status` and `shelfready doctor`",
            cause_code="demo-too-slow",
        )

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
