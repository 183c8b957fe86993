"""Pictures that publishers send: read, and reduced to what a shelf shows."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shelfready.ports import Pictures

__all__ = ["open_pictures"]


def open_pictures(*, scratch: Path | None = None) -> "Pictures":
    """The reader of covers: Pillow, in a child process with limits. `scratch` is where children put their folders."""
    from shelfready.adapters.images.pictures import PillowPictures  # noqa: PLC0415 - the child imports this package

    return PillowPictures(scratch)
