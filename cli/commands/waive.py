"""Let findings pass, with who and why, and see what is let pass."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli import surroundings
from cli.client import Api
from cli.names import PublisherOption, publisher_name
from cli.output import JsonOption, show
from cli.showing import clean
from shelfready.values import StrictValue, Value
from shelfready.waivers import Waiver

waive = typer.Typer(
    help="Let findings pass, with who and why, and see what is let pass.", no_args_is_help=True, rich_markup_mode=None
)

Whose = Annotated[str, typer.Option("--for", callback=publisher_name, help="the publisher whose finding it is")]
Who = Annotated[str, typer.Option(help="who decides, in your own words")]


class NewWaiver(StrictValue):
    """What the API is sent."""

    code: str
    publisher: str
    title_id: str | None = None
    asset: str | None = None
    by: str
    why: str
    until: datetime | None = None


class Waivers(Value):
    """A page of waivers."""

    items: tuple[Waiver, ...] = ()
    next: str | None = None


@waive.callback()
def _waive() -> None:
    """Let findings pass, with who and why, and see what is let pass."""


@waive.command()
def add(
    code: Annotated[str, typer.Argument(help="the finding's code, AUD-017 for instance", show_default=False)],
    whose: Whose,
    by: Who,
    why: Annotated[str, typer.Option(help="why it may pass")],
    *,
    title: Annotated[str | None, typer.Option(help="only for this title")] = None,
    asset: Annotated[str | None, typer.Option(help="only for this file of the title")] = None,
    until: Annotated[datetime | None, typer.Option(help="when it ends, in UTC; never if absent")] = None,
    publisher: PublisherOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a finding pass from now on; needs an operator's key."""
    ends = until.replace(tzinfo=UTC) if until is not None else None
    new = NewWaiver(code=code, publisher=whose, title_id=title, asset=asset, by=by, why=why, until=ends)
    with Api(surroundings.target(surroundings.settings(), publisher)) as api:
        made = api.post("/v1/waivers", new, Waiver)
    show(made, clean(_line(made)), as_json=as_json)


@waive.command("list")
def list_waivers(
    limit: Annotated[int, typer.Option(min=1, max=200, help="how many, newest first")] = 50,
    publisher: PublisherOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show what is let pass, and what was."""
    with Api(surroundings.target(surroundings.settings(), publisher)) as api:
        found = api.get("/v1/waivers", Waivers, limit=limit)
    show(found, clean("\n".join(map(_line, found.items)) or "nothing is let pass"), as_json=as_json)


@waive.command()
def revoke(
    waiver: Annotated[str, typer.Argument(help="the id that `waive list` shows", show_default=False)],
    by: Who,
    *,
    publisher: PublisherOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a finding pass no longer; needs an operator's key."""
    with Api(surroundings.target(surroundings.settings(), publisher)) as api:
        revoked = api.delete(f"/v1/waivers/{waiver}", Waiver, by=by)
    show(revoked, clean(_line(revoked)), as_json=as_json)


def _line(one: Waiver) -> str:
    scope = " ".join(part for part in (one.publisher, one.title_id, one.asset) if part)
    ends = f", until {one.until:%Y-%m-%d}" if one.until else ""
    over = f"; revoked by {one.revoked_by}, {one.revoked_at:%Y-%m-%d}" if one.revoked_at else ""
    return f"{one.id}  {one.code}  {scope}  by {one.by}, {one.at:%Y-%m-%d}{ends}: {one.why}{over}"
