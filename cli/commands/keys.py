"""Make API keys for publishers and operators."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from cli import surroundings
from cli.issuing import issue, keep
from cli.names import publisher_name
from cli.output import JsonOption, show
from shelfready.keys import Scope
from shelfready.values import Value

keys = typer.Typer(help="Make API keys for publishers and operators.", no_args_is_help=True, rich_markup_mode=None)


class Issued(Value):
    """A key, shown this once."""

    id: str
    publisher: str
    scope: Scope
    expires_at: datetime | None
    key: str


@keys.callback()
def _keys() -> None:
    """Make API keys for publishers and operators."""


@keys.command()
def create(
    publisher: Annotated[str, typer.Option(callback=publisher_name, help="whose key: lower case, digits, hyphens")],
    scope: Annotated[Scope, typer.Option(help="act for the publisher, or operate the system")] = Scope.PUBLISHER,
    *,
    expires_in_days: Annotated[int | None, typer.Option(min=1, help="days it counts for; for ever if absent")] = None,
    kept: Annotated[bool, typer.Option("--keep", help="keep it in the home folder, for --publisher")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a key and show it once; only its hash is kept in the catalogue."""
    settings = surroundings.settings()
    expires_at = datetime.now(UTC) + timedelta(days=expires_in_days) if expires_in_days is not None else None
    key, text = issue(settings.resolved_database_url, publisher, scope, expires_at)
    if kept:
        keep(surroundings.key_file(settings.home, publisher), text)
    issued = Issued(id=key.id, publisher=publisher, scope=scope, expires_at=expires_at, key=text)
    said = f"{text}\nThis key of {publisher} is shown once: keep it where {publisher}'s secrets are."
    show(issued, said, as_json=as_json)
