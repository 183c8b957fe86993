"""Bring the catalogue's schema up to date."""

import typer

from cli import surroundings
from cli.output import JsonOption, show
from shelfready.adapters.database import current_revision, head_revision, migrate
from shelfready.values import Value

database = typer.Typer(help="Bring the catalogue's schema up to date.", no_args_is_help=True, rich_markup_mode=None)


class Upgraded(Value):
    """From which revision of the schema to which."""

    before: str | None
    after: str | None


@database.callback()
def _database() -> None:
    """Bring the catalogue's schema up to date."""


@database.command()
def upgrade(as_json: JsonOption = False) -> None:
    """Upgrade the catalogue to this release's schema; nothing happens when it has it already."""
    url = surroundings.settings().resolved_database_url
    before = current_revision(url)
    migrate(url)
    after = head_revision()
    said = f"the catalogue is at revision {after}" + ("" if before == after else f" (it was at {before or 'none'})")
    show(Upgraded(before=before, after=after), said, as_json=as_json)
