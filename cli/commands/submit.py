"""Send a title: upload its files and submit it.

PATH is a folder (with or without a shelfready.json), a zip, or a single file. What was uploaded in an earlier, broken
attempt is not sent again. With --plan nothing is sent: the answer says what would be fetched, made and reused.
"""

from pathlib import Path
from typing import Annotated

import typer

from cli import foretold, surroundings
from cli.answers import SubmissionView, describe
from cli.client import Api
from cli.exits import Exit
from cli.following import follow
from cli.names import PublisherOption
from cli.output import JsonOption, show
from cli.sending import local_drop
from cli.sending.identity import identify
from cli.sending.rehearsing import rehearse
from cli.sending.submitting import submit as send
from cli.sending.uploads import Uploader
from cli.showing import clean, shown
from shelfready.forecasts import Forecast
from shelfready.titles import SubmissionState

UPLOADS = "uploads"
"""Where broken uploads are remembered, below the home folder."""


def submit(
    path: Annotated[Path, typer.Argument(help="a title's folder, a zip, or a single file", show_default=False)],
    *,
    isbn: Annotated[str | None, typer.Option(help="the title's ISBN-13, or the publisher's own id")] = None,
    content_type: Annotated[str | None, typer.Option(help="audiobook or ebook; told from the files if absent")] = None,
    publisher: PublisherOption = None,
    key: Annotated[str | None, typer.Option(help="idempotency key: sent twice, it is one submission")] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="send nothing; say what would be fetched, made and reused")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="follow it until it is published or parked")] = False,
    as_json: JsonOption = False,
) -> None:
    """Send a title: upload its files and submit it."""
    settings = surroundings.settings()
    drop = local_drop.read(path)
    identity = identify(drop, isbn, content_type)
    for left_out in drop.left_out:
        typer.echo(clean(f"left out: {left_out}"), err=True)
    target = surroundings.target(settings, publisher)
    if plan:
        with Api(target) as api:
            tell(rehearse(api, drop, identity, limit_bytes=settings.max_file_bytes), as_json=as_json)
        return
    with Api(target) as api, shown() as view:
        answer = send(api, Uploader(api, settings.home / UPLOADS), drop, identity, view, key=key)
        if wait:
            answer = follow(api, answer.id, view)
    show(answer, clean(describe(answer, target.url)), as_json=as_json)
    leave(answer, is_over=wait)


def tell(forecast: Forecast, *, as_json: bool) -> None:
    """Show a forecast; a title that would be refused ends like one that was."""
    show(forecast, clean(foretold.describe(forecast)), as_json=as_json)
    if forecast.refused_for:
        raise typer.Exit(Exit.REFUSED)


def leave(view: SubmissionView, *, is_over: bool) -> None:
    """End with the exit code that says where the submission stands."""
    refused = (SubmissionState.PARKED, SubmissionState.ABANDONED, SubmissionState.SUPERSEDED)
    if view.state in refused or (is_over and view.state is not SubmissionState.PUBLISHED):
        raise typer.Exit(Exit.REFUSED)
