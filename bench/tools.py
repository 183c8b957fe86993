"""Counts how often ffmpeg, ffprobe and Java are started.

ffmpeg and ffprobe stand behind scripts that write a line, so that no start is missed. Java is a library that a process
loads and keeps: it is given a runtime of its own, and counted by the processes that hold it, which live on for minutes.
"""

import os
import shlex
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.epubs.java import find_java


@dataclass(frozen=True)
class CountedTools:
    """The programs by their names, and the file in which scripts write down that they were started.

    `javas` are the processes seen so far that have loaded the Java at `programs["java"]`, by number and start.
    """

    programs: dict[str, Path]
    log: Path
    javas: set[tuple[int, str]] = field(default_factory=set)

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which the system uses the scripts."""
        return {f"SHELFREADY_{name.upper()}": str(path) for name, path in self.programs.items()}

    def started(self) -> Counter[str]:
        """How often each was started until now."""
        self.javas.update(_holding(self.programs["java"].parent.parent))
        counts = Counter(self.log.read_text().split()) if self.log.exists() else Counter[str]()
        return counts + Counter(java=len(self.javas))


def counted_tools(folder: Path) -> CountedTools:
    """Put them into a folder. A start through a script costs a millisecond: a shell that becomes the program."""
    tools = find_toolchain(None, None)
    real = {"ffmpeg": tools.ffmpeg, "ffprobe": tools.ffprobe}
    folder.mkdir(parents=True)
    log = folder / "started"
    programs = {name: _script(folder / name, name, program, log) for name, program in real.items()}
    runtime = folder / "java-runtime"
    shutil.copytree(find_java(None).parent.parent, runtime, copy_function=_linked)
    return CountedTools({**programs, "java": runtime / "bin" / "java"}, log)


def _linked(source: str, target: str) -> None:
    """The same file under another name, where both lie on one disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _holding(runtime: Path) -> set[tuple[int, str]]:
    """The processes that have loaded a runtime's Java."""
    library = str(runtime.resolve() / "lib" / "server" / "libjvm.so")
    found: set[tuple[int, str]] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is not ours to look into
            if library in (process / "maps").read_text(errors="replace"):
                started = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[19]
                found.add((int(process.name), started))
    return found


def _script(path: Path, name: str, program: Path, log: Path) -> Path:
    # A line shorter than a pipe's buffer is appended whole, whoever else writes.
    path.write_text(f'#!/bin/sh\necho {name} >> {shlex.quote(str(log))}\nexec {shlex.quote(str(program))} "$@"\n')
    path.chmod(0o755)
    return path
