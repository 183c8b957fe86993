"""What packing needs in whatever container: frames that say when they are heard."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.launching import Limits
from shelfready.errors import UnavailableError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import FRAME_SAMPLES, PRIMING_SAMPLES

_CPU_BASE_S = 300
_CPU_PER_S = 0.05
_FILE_BASE_BYTES = 64 * 1024**2


def encoded(frames: Path, folder: Path) -> Any:
    """Our own ADTS file as an input; a link, because it lies where the caller put it."""
    (folder / "frames.aac").symlink_to(frames.absolute())
    return ffmpeg.input("file:frames.aac", f="aac", protocol_whitelist="file,pipe", format_whitelist="aac")["a:0"]


def timing(samples: int) -> str:
    """The bitstream filters that time a book's frames.

    Priming lies before zero, so that a container's edit list leaves it out, and the last frame is as long as what it
    holds of the book: then the whole is `samples` long.
    """
    last = -(-samples // FRAME_SAMPLES)
    rest = samples - FRAME_SAMPLES * (last - 1)
    start = f"(N*{FRAME_SAMPLES}-{PRIMING_SAMPLES})/{TIMELINE_RATE_HZ}/TB"
    length = rf"if(eq(N\,{last})\,{rest}\,{FRAME_SAMPLES})/{TIMELINE_RATE_HZ}/TB"
    return f"aac_adtstoasc,setts=ts={start}:duration={length}"


def packing_limits(workshop: Workshop, frames: Path, samples: int) -> Limits:
    """What packing so many frames may cost."""
    cpu_s = _CPU_BASE_S + int(samples / TIMELINE_RATE_HZ * _CPU_PER_S)
    return replace(workshop.limits, cpu_s=cpu_s, file_bytes=_FILE_BASE_BYTES + 2 * frames.stat().st_size)


def put_in_place(made: Path, into: Path) -> None:
    """Move what was made to where the caller wants it."""
    try:
        shutil.move(made, into)
    except OSError as error:
        message = f"what was packed could not be written ({error.strerror}); make room and try again"
        raise UnavailableError(message, cause_code="no-space") from error
