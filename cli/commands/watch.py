"""Follow a submission live until it is published or parked."""

from typing import Annotated

import typer

from cli import surroundings
from cli.answers import describe
from cli.client import Api
from cli.commands.submit import leave
from cli.exits import Exit
from cli.following import follow
from cli.names import PublisherOption
from cli.output import JsonOption, show
from cli.showing import clean, shown


def watch(
    submission: Annotated[str, typer.Argument(help="the id that `shelfready submit` printed", show_default=False)],
    publisher: PublisherOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Follow a submission live until it is published or parked; 0 when published, else 1."""
    target = surroundings.target(surroundings.settings(), publisher)
    with Api(target) as api, shown() as view:
        try:
            answer = follow(api, submission, view)
        except KeyboardInterrupt:
            typer.echo("\nno longer watching; the onboarding goes on", err=True)
            raise typer.Exit(Exit.INTERRUPTED) from None
    show(answer, clean(describe(answer, target.url)), as_json=as_json)
    leave(answer, is_over=True)
