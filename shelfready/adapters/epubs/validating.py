"""The child that checks EPUBs. Becomes a Java with EPUBCheck in it; run as a module by `warm_java.py`, confined."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import jpype

from shelfready.adapters.epubs.java import OPTIONS
from shelfready.adapters.sandbox.answering import answer_each

_IDLE_S = 300


def work(request: dict[str, Any]) -> int:
    """EPUBCheck's exit status for a book in this folder; its report is written beside it."""
    # What its command line does (`EpubChecker.main`), short of ending Java.
    return int(_epubcheck()().run([request["book"], "--json", request["report"], "--quiet"]))


@cache
def _epubcheck() -> Any:  # a Java class
    library, jar = sys.argv[1:]
    libraries = sorted((Path(jar).parent / "lib").glob("*.jar"))
    jpype.startJVM(
        library,
        *OPTIONS,
        # Without it Java 24 and later warns that the bridge to Python is native code.
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions",
        classpath=[jar, *map(str, libraries)],
        convertStrings=True,
    )
    return jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")


if __name__ == "__main__":
    answer_each(work, idle_s=_IDLE_S)
