"""Prints what a command found: for people, or as JSON for programs."""

from collections.abc import Sequence
from json import dumps
from typing import Annotated

import typer

from shelfready.values import Value

JsonOption = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
"""The option of every command that prints data."""


def show(found: Value | Sequence[Value], text: str, *, as_json: bool) -> None:
    """Print the text, or the values as JSON with every field."""
    typer.echo(as_document(found) if as_json else text)


def as_document(found: Value | Sequence[Value]) -> str:
    """The values as indented JSON."""
    data = found.model_dump(mode="json") if isinstance(found, Value) else [one.model_dump(mode="json") for one in found]
    return dumps(data, indent=2, ensure_ascii=False)


def size(size_bytes: float) -> str:
    """A number of bytes as people read it."""
    for unit in ("B", "kB", "MB"):
        if size_bytes < 1000:
            return f"{size_bytes:.0f} {unit}" if unit == "B" else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.1f} GB"


def duration(milliseconds: int) -> str:
    """A length as people read it: `7:03:12`, `4:07`."""
    seconds = round(milliseconds / 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
