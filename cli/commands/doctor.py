"""Look at each part, and say how to mend what is not well.

Exits with 0 when everything works, with 3 when something does not.
"""

import asyncio
from itertools import chain

import typer

from cli import surroundings
from cli.checkups import programs, servers, storage
from cli.checkups.checkup import Checkup, Health
from cli.embedded.state import running
from cli.exits import Exit
from cli.output import JsonOption, show
from cli.showing import clean


def doctor(as_json: JsonOption = False) -> None:
    """Look at each part of the system, and say how to mend what is not well."""
    settings = surroundings.settings()
    system = running(settings.home)
    settings = surroundings.as_running(settings, system)
    found = list(chain(programs.look(settings), storage.look(settings), asyncio.run(servers.look(settings, system))))
    show(found, clean(_text(found)), as_json=as_json)
    if any(one.health is Health.FAIL for one in found):
        raise typer.Exit(Exit.UNAVAILABLE)


def _text(found: list[Checkup]) -> str:
    width = max(len(one.part) for one in found)
    lines = []
    for one in found:
        lines.append(f"{one.health:<4}  {one.part:<{width}}  {one.found}")
        lines += [f"      {'':<{width}}  to mend it: {one.mend}"] if one.mend else []
    return "\n".join(lines)
