"""The same EPUB checked by EPUBCheck's command line, and by the one that stays warm."""

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TypeVar

from bench.observed import EpubChecks
from shelfready.adapters.epubs import open_epub_checker
from shelfready.adapters.epubs.java import find_epubcheck, find_java
from shelfready.errors import DefectError
from shelfready.ports import EpubChecker

Took = TypeVar("Took")

_COLD, _WARM = 3, 30
# The best for one book: half the processor seconds of Java's own choice.
_SHORT_LIFE = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def epub_checks(book: Path) -> EpubChecks:
    """Check a book again and again, both ways, one after the other."""
    cold = [_used(lambda: _cold(book)) for _ in range(_COLD)]
    first_cpu_s, (first_wall_s, _) = _used(lambda: _warm(book, 0))
    all_cpu_s, (_, more_wall_s) = _used(lambda: _warm(book, _WARM))
    return EpubChecks(
        cold_cpu_s=sum(cpu_s for cpu_s, _ in cold) / _COLD,
        cold_wall_s=sum(wall_s for _, wall_s in cold) / _COLD,
        first_cpu_s=first_cpu_s,
        first_wall_s=first_wall_s,
        warm_cpu_s=max(0.0, all_cpu_s - first_cpu_s) / _WARM,
        warm_wall_s=more_wall_s / _WARM,
        books=_WARM,
    )


def _cold(book: Path) -> float:
    began = monotonic()
    with TemporaryDirectory() as folder:
        (Path(folder) / "book.epub").symlink_to(book.resolve())
        epubcheck = [str(find_java(None)), *_SHORT_LIFE, "-jar", str(find_epubcheck())]
        command = [*epubcheck, "book.epub", "--json", "report.json", "--quiet"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return monotonic() - began


def _warm(book: Path, more: int) -> tuple[float, float]:
    """Seconds on the wall for the first book, and for more of them."""
    with open_epub_checker(most_javas=1) as checker:
        began = monotonic()
        _check(checker, book)
        first = monotonic()
        for _ in range(more):
            _check(checker, book)
        return first - began, monotonic() - first


def _check(checker: EpubChecker, book: Path) -> None:
    if found := checker.check(book, _Patient()):
        raise DefectError(
            f"EPUBCheck finds {found[0].id} in the bench's own ebook; mend that first", cause_code="bench-book-broken"
        )


def _used(work: Callable[[], Took]) -> tuple[float, Took]:
    # Processor seconds of children that have ended, which Java has when its checker is closed.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


class _Patient:
    """Waits for ever."""

    def progress(self, done: float, *, speed: float | None = None) -> None:
        """Shown to nobody."""

    def moved(self) -> None:
        """Shown to nobody."""

    def check(self) -> None:
        """Never stops."""
