"""Takes the picture that an EPUB calls its cover out of it, as it lies there."""

from pathlib import Path

from shelfready.adapters.epubs.container import Container
from shelfready.errors import RejectedError

MOST_COVER_BYTES = 20 << 20
"""20 MB: what the largest shop takes as a cover by itself, and half as much again."""


def save_cover(container: Container, name: object, into: Path) -> None:
    """Write the picture of that name to a file; no file where there is none, or none that can be had.

    A book is not refused for the picture on its cover: what is wrong with it, EPUBCheck says.
    """
    if not isinstance(name, str):
        return
    try:
        into.write_bytes(container.read(name, MOST_COVER_BYTES))
    except RejectedError:
        return
