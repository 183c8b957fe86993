"""Published audio, as bare ffmpeg hears it."""

import re
import subprocess
from pathlib import Path

from shelfready.media import TIMELINE_RATE_HZ

FRAME_SAMPLES = 1024
"""ffmpeg hands over whole frames: up to one more than an edit list or a playlist lets players play."""


def decoded(ffmpeg: Path, path: Path) -> bytes:
    """What a file decodes to at the timeline's rate: mono, 16 bits, little-endian."""
    words = ["-v", "error", "-nostdin", "-i", str(path), "-vn", "-ac", "1", "-ar", str(TIMELINE_RATE_HZ)]
    return subprocess.run([ffmpeg, *words, "-f", "s16le", "-"], capture_output=True, check=True).stdout


def decoded_samples(ffmpeg: Path, path: Path) -> int:
    """How many samples a file decodes to."""
    return len(decoded(ffmpeg, path)) // 2


def loudness(ffmpeg: Path, path: Path) -> float:
    """The integrated loudness of a file, mono measured as dual mono, by ffmpeg's own meter."""
    words = ["-nostdin", "-i", str(path), "-vn", "-af", "ebur128=dualmono=true", "-f", "null", "-"]
    said = subprocess.run([ffmpeg, *words], capture_output=True, check=True, text=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
