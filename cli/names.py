"""Reads the names of publishers that people type."""

from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from shelfready.values import Slug

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


def publisher_name(text: str | None) -> str | None:
    """The name, when a publisher can be called so: it becomes part of keys, addresses and file names."""
    if text is None:
        return None
    try:
        return _SLUG.validate_python(text)
    except ValidationError as error:
        raise typer.BadParameter(
            f"{text!r} is not a publisher's name; write lower case, digits and inner hyphens, at most 64 of them"
        ) from error


PublisherOption = Annotated[
    str | None, typer.Option(callback=publisher_name, help="use the key that the embedded system kept for a publisher")
]
"""The option of every command that talks to the API."""
