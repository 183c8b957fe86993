"""See or say what a publisher's titles are held to."""

from json import JSONDecodeError, loads
from typing import Annotated

import typer
from pydantic import JsonValue

from cli import surroundings
from cli.client import Api
from cli.names import PublisherOption, publisher_name
from cli.output import JsonOption, show
from cli.showing import clean
from shelfready.values import StrictValue, Value

policy = typer.Typer(
    help="See or say what a publisher's titles are held to.", no_args_is_help=True, rich_markup_mode=None
)

Whose = Annotated[str, typer.Argument(callback=publisher_name, help="the publisher", show_default=False)]


class NewPolicy(StrictValue):
    """What the API is sent."""

    profile: str
    overrides: dict[str, JsonValue]
    by: str
    why: str


class PolicyView(Value):
    """What counts for a publisher."""

    publisher: str
    profile: str
    overrides: dict[str, JsonValue]
    number: int | None = None
    by: str | None = None
    why: str | None = None


@policy.callback()
def _policy() -> None:
    """See or say what a publisher's titles are held to."""


@policy.command("show")
def show_policy(whose: Whose, publisher: PublisherOption = None, *, as_json: JsonOption = False) -> None:
    """Show the profile and the publisher's own numbers."""
    with Api(surroundings.target(surroundings.settings(), publisher)) as api:
        found = api.get(f"/v1/publishers/{whose}/policy", PolicyView)
    show(found, clean(_text(found)), as_json=as_json)


@policy.command("set")
def set_policy(
    whose: Whose,
    profile: Annotated[str, typer.Option(help="a profile's name, see docs/profiles.md")],
    by: Annotated[str, typer.Option(help="who decides, in your own words")],
    why: Annotated[str, typer.Option(help="why")],
    *,
    number: Annotated[
        list[str] | None, typer.Option(help="a threshold that is other here: name=value, null for none; repeatable")
    ] = None,
    publisher: PublisherOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what counts from now on; needs an operator's key."""
    new = NewPolicy(profile=profile, overrides=dict(map(_override, number or [])), by=by, why=why)
    with Api(surroundings.target(surroundings.settings(), publisher)) as api:
        said = api.replace(f"/v1/publishers/{whose}/policy", new, PolicyView)
    show(said, clean(_text(said)), as_json=as_json)


def _override(text: str) -> tuple[str, JsonValue]:
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise typer.BadParameter(f"{text!r} is no threshold; write name=value, lowest_kbps_mono=128 for instance")
    try:
        read: JsonValue = loads(value)
    except JSONDecodeError:
        read = value  # a word, as it stands
    return name.strip(), read


def _text(found: PolicyView) -> str:
    lines = [f"{found.publisher}  {found.profile}"]
    lines += [f"  {name} = {value}" for name, value in sorted(found.overrides.items())]
    lines += [f"  by {found.by}: {found.why}"] if found.by else ["  the default: nobody has said anything else"]
    return "\n".join(lines)
