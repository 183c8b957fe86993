"""The commands: one file each. `migrate_catalogue.py` defines `migrate_catalogue`, called `migrate-catalogue`.

A file's member is a function, or a `typer.Typer` when the command has commands of its own. The first sentence of the
file's docstring is its line in `--help`, read without importing the file.
"""

from ast import get_docstring, parse
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

_FOLDER = Path(__file__).parent
_FIRST = ("demo", "up", "doctor", "submit", "watch", "status")
"""In the order in which one meets them; commands that are not named here follow by name."""


@cache
def summaries() -> dict[str, str]:
    """What each command does, by name, in the order in which `--help` shows them."""
    names = {file.stem.replace("_", "-"): file for file in _FOLDER.glob("[!_]*.py")}
    order = sorted(names, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return {name: _first_sentence(names[name]) for name in order}


def load(name: str) -> Any:  # typer does not export the type of a command
    """Import a command."""
    stem = name.replace("-", "_")
    member = getattr(import_module(f"{__name__}.{stem}"), stem, None)
    if isinstance(member, typer.Typer):
        return typer.main.get_command(member)
    if not callable(member):
        raise TypeError(f"{__name__}.{stem} must define {stem!r}, a function or a typer.Typer")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(member)
    return typer.main.get_command(alone)


def _first_sentence(file: Path) -> str:
    text = get_docstring(parse(file.read_bytes())) or ""
    return text.partition("\n")[0]
