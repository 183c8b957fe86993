"""A publisher's tags, read by mutagen at arm's length."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.supervising import supervise
from shelfready.errors import DefectError, RejectedError
from shelfready.media import AudioTags
from shelfready.ports import Watcher

_SCRIPT = Path(__file__).with_name("tag_script.py")
_ANSWER_BYTES = 1 << 20
_MEMORY_BYTES = 512 * 1024**2
_CPU_S = 20


def read_tags(workshop: Workshop, path: Path, watcher: Watcher, folder: Path) -> AudioTags:
    """The tags of a file, or their problem: tags are a hint, no reason to refuse the audio."""
    answer = bytearray()

    def collect(data: bytes) -> None:
        answer.extend(data[: _ANSWER_BYTES - len(answer)])

    limits = replace(workshop.limits, memory_bytes=min(_MEMORY_BYTES, workshop.limits.memory_bytes), cpu_s=_CPU_S)
    try:
        with Outlets() as outlets:
            command = [sys.executable, "-I", str(_SCRIPT), str(outlets.open(collect)), str(path.absolute())]
            supervise(command, outlets, watcher, limits, folder, blames_publisher=True)
        return AudioTags.model_validate(json.loads(answer or b"{}"))
    except (RejectedError, DefectError) as error:
        # The last line of a traceback is the exception itself.
        return AudioTags(problem=error.message.splitlines()[-1][:200])
    except (ValueError, ValidationError) as error:
        return AudioTags(problem=f"they make no sense ({type(error).__name__})")
