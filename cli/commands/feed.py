"""Send a message of product records: ONIX, or a sheet (CSV, TSV, XLSX).

What became of each record is told: how many were applied, and the first that were refused or held, with what to do.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli import surroundings
from cli.client import Api
from cli.commands.submit import UPLOADS
from cli.exits import Exit
from cli.feed_answers import FeedAnswer, FeedView, describe, feed_path
from cli.feeding import follow_feed, send_feed
from cli.names import PublisherOption
from cli.output import JsonOption, show
from cli.sending.uploads import Uploader
from cli.showing import clean, shown


def feed(
    file: Annotated[Path, typer.Argument(help="an ONIX message, or a sheet", show_default=False)],
    *,
    publisher: PublisherOption = None,
    key: Annotated[str | None, typer.Option(help="idempotency key: sent twice, it is one feed")] = None,
    ack: Annotated[Path | None, typer.Option(help="write the ONIX Acknowledgement to this file")] = None,
    wait: Annotated[bool, typer.Option(help="follow it until all its records were entered")] = True,
    as_json: JsonOption = False,
) -> None:
    """Send a message of product records: ONIX, or a sheet (CSV, TSV, XLSX)."""
    settings = surroundings.settings()
    with Api(surroundings.target(settings, publisher)) as api, shown() as view:
        sent = send_feed(api, Uploader(api, settings.home / UPLOADS), file, view, key=key)
        answer = follow_feed(api, sent.id, Lines(Console(stderr=True))) if wait else FeedAnswer(feed=sent)
        if ack is not None and answer.feed.state.is_final:
            api.download(f"{feed_path(sent.id)}/acknowledgement", ack)
    show(answer, clean(describe(answer)), as_json=as_json)
    if wait and not answer.feed.is_clean:
        raise typer.Exit(Exit.REFUSED)


class Lines:
    """Says how far a feed is, in one line that is written over in a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = ""

    def feed(self, stands: FeedView) -> None:
        """Say how many records were entered."""
        if stands.records is None:
            said = f"{stands.state}: reading"
        else:
            said = f"{stands.state}: {stands.entered:,} of {stands.records:,} records entered"
        if said == self._said and not self._console.is_terminal:
            return  # a log need not hear of every look
        self._said = said
        is_passing = self._console.is_terminal and not stands.is_settled
        self._console.print(
            clean(said), end="\r" if is_passing else "\n", markup=False, highlight=False, soft_wrap=True
        )
