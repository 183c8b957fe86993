"""Start the embedded system and keep it running until Ctrl-C.

Temporal with its UI, the catalogue, the object store, the API and one worker per queue, all on this machine, with their
state and logs in one folder (SHELFREADY_HOME).
"""

import asyncio
from typing import Annotated

import typer

from cli import surroundings
from cli.embedded import ports, state, system
from cli.embedded.ports import PortChoice
from cli.exits import Exit
from shelfready.settings import Settings

PortsOption = Annotated[
    PortChoice,
    typer.Option("--ports", help="the ports of the settings, free ones, or others only where those are in use"),
]


def up(port_choice: PortsOption = PortChoice.SETTINGS) -> None:
    """Start the embedded system and keep it running until Ctrl-C."""
    settings = ports.choose(surroundings.settings(), port_choice)
    try:
        asyncio.run(system.run(settings, typer.echo))
    except state.AlreadyRunningError as error:
        _report_other(settings, error)


def _report_other(settings: Settings, error: state.AlreadyRunningError) -> None:
    other = state.running(settings.home)
    if other is None:
        raise error  # it holds the folder and has not yet said what it is
    typer.echo(
        f"already running from {settings.home}, process {other.pid}, since {other.started_at:%Y-%m-%d %H:%M} UTC:"
    )
    typer.echo("\n".join(other.lines()))
    if not other.is_ready:
        typer.echo(f"it is not ready; its logs are in {settings.home / 'logs'}", err=True)
        raise typer.Exit(Exit.UNAVAILABLE)
