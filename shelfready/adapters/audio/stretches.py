"""Decodes a stretch of a track, the same samples as when all of it is decoded from its beginning.

What a resampler makes of a sample depends on its near neighbours and on where it lies among the input samples that make
a whole number of output samples. So decoding begins at a whole number of such cycles, some way before what is wanted,
and what comes too early is dropped again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from shelfready.adapters.audio.aac_stretches import open_aac
from shelfready.adapters.audio.demuxing import first_audio
from shelfready.adapters.audio.flac_stretches import open_flac
from shelfready.adapters.audio.mp3_stretches import open_mp3
from shelfready.adapters.audio.stretch import Opened, Wanted
from shelfready.adapters.audio.timeline import at_timeline_rate, in_large_pieces
from shelfready.adapters.audio.wav_stretches import open_wav
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import TrackSource

_OPENERS: dict[str, Callable[[TrackSource, Wanted, Path], Opened | None]] = {
    "wav": open_wav,
    "rf64": open_wav,
    "mp3": open_mp3,
    "m4a": open_aac,
    "flac": open_flac,
}


def opened(source: TrackSource, wanted: Wanted, into: Path) -> Opened:
    """As much of a track as a stretch of it needs, if it can be told where that is; else all of it."""
    opener = None if wanted.is_all else _OPENERS.get(source.kind)
    found = opener(source, wanted, into) if opener else None
    return found or Opened(source.whole(), source.kind)


def decoded(source: TrackSource, wanted: Wanted, folder: Path, name: str = "source") -> Any:
    """A stretch of a track as floats at the timeline's rate, as a node of a graph that runs in the folder.

    `name` tells it from other tracks of the same graph.
    """
    file = opened(source, wanted, folder / f"{name}.part")
    track = first_audio(file.path, file.kind, folder, name=name)
    bounds = {}
    if wanted.first_own > file.first_own:
        bounds["start_sample"] = wanted.first_own - file.first_own
    if wanted.end is None and not file.ends_as_track:
        bounds["end_sample"] = wanted.decoded_samples - file.first_own
    track = at_timeline_rate(in_large_pieces(_trimmed(track, bounds)))
    begun = wanted.first_own * TIMELINE_RATE_HZ // wanted.sample_rate_hz
    bounds = {}
    if wanted.first > begun:
        bounds["start_sample"] = wanted.first - begun
    if wanted.end is not None:
        bounds["end_sample"] = wanted.end - begun
    return _trimmed(track, bounds)


def _trimmed(track: Any, bounds: dict[str, int]) -> Any:
    return track.filter("atrim", **bounds) if bounds else track
