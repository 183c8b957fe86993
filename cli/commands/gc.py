"""Remove from the store what nothing names any more.

What is named by the catalogue stays, and what was stored or used in the last days. The workers do the same once a day
(SHELFREADY_GARBAGE_DAYS); this command shows beforehand what would go, and does it now.
"""

import os
import re
import socket
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console

from activities.scratch import Scratch
from cli import surroundings
from cli.output import JsonOption, show, size
from shelfready.adapters.database import open_catalogue, open_marks
from shelfready.adapters.objects import open_store
from shelfready.blobs import Blobs
from shelfready.garbage import GRACE, Garbage, collect
from shelfready.garbage_chore import GarbageChore

_DAYS = re.compile(r"([0-9]{1,4})d")


def _days(text: str) -> timedelta:
    found = _DAYS.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no number of days; write 7d, for example")
    return timedelta(days=int(found[1]))


def gc(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would go")] = False,
    older_than: Annotated[str, typer.Option(metavar="DAYS", help="what is younger stays")] = f"{GRACE.days}d",
    wide: Annotated[bool, typer.Option("--wide", help="even if more than half of what is stored goes")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove from the store what nothing names any more."""
    grace, settings = _days(older_than), surroundings.settings()
    secret = settings.s3_secret_key
    store = open_store(
        settings.resolved_store_url,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret is not None else None,
        region=settings.s3_region,
    )
    catalogue, blobs, going_on = open_catalogue(settings.resolved_database_url), Blobs(store), Looking().at
    with Scratch(settings.resolved_scratch).folder() as folder, open_marks(folder) as marks:
        if dry_run:
            found = collect(catalogue, blobs, marks, grace=grace, is_dry_run=True, going_on=going_on)
        else:
            chore = GarbageChore(catalogue, blobs, f"shelfready gc on {socket.gethostname()}, process {os.getpid()}")
            found = chore.do(marks, grace=grace, may_be_wide=wide, going_on=going_on)
    show(found, _text(found), as_json=as_json)


class Looking:
    """Says in one line of a terminal what is being looked at; a log does not hear of it."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    def at(self, part: str, count: int) -> None:
        """Say how far it is."""
        if self._console.is_terminal:
            self._console.print(f"{part}: {count:,}".ljust(60), end="\r", markup=False, highlight=False)


def _text(found: Garbage) -> str:
    goes = "would go" if found.is_dry_run else "went"
    lines = [f"{'':<10}{goes:>12}{'':>12}{'stays':>12}{'':>12}"]
    lines += [
        f"{one.kind:<10}{one.removed:>12,}{size(one.removed_bytes):>12}{one.kept:>12,}{size(one.kept_bytes):>12}"
        for one in found.swept
    ]
    lines.append(f"{size(found.removed_bytes)} {goes}, of what is older than {found.older_than:%Y-%m-%d %H:%M} UTC")
    if found.missing:
        lines.append(f"{found.missing:,} documents that the catalogue names are not in the store")
    if not found.is_complete:
        lines.append("the time was over before the end: the next sweep goes on")
    return "\n".join(lines)
