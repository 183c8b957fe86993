"""Counts exactly how often ffmpeg, ffprobe and Java are started: each stands behind a script that writes a line."""

import shlex
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.epubs.java import find_java

_NOTHING = Counter[str]()


@dataclass(frozen=True)
class CountedTools:
    """The scripts, by the name of the program, and the file in which they write down that they were started."""

    programs: dict[str, Path]
    log: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which the system uses the scripts."""
        return {f"SHELFREADY_{name.upper()}": str(path) for name, path in self.programs.items()}

    def started(self) -> Counter[str]:
        """How often each was started until now."""
        return Counter(self.log.read_text().split()) if self.log.exists() else _NOTHING.copy()


def counted_tools(folder: Path) -> CountedTools:
    """Write the scripts into a folder. A start through one costs a millisecond: a shell that becomes the program."""
    tools = find_toolchain(None, None)
    real = {"ffmpeg": tools.ffmpeg, "ffprobe": tools.ffprobe, "java": find_java(None)}
    folder.mkdir(parents=True)
    log = folder / "started"
    programs = {name: _script(folder / name, name, program, log) for name, program in real.items()}
    return CountedTools(programs, log)


def _script(path: Path, name: str, program: Path, log: Path) -> Path:
    # A line shorter than a pipe's buffer is appended whole, whoever else writes.
    path.write_text(f'#!/bin/sh\necho {name} >> {shlex.quote(str(log))}\nexec {shlex.quote(str(program))} "$@"\n')
    path.chmod(0o755)
    return path
