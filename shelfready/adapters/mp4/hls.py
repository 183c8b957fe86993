"""Packs frames into a rung of HTTP Live Streaming: one CMAF file, addressed by byte ranges."""

from pathlib import Path

import numpy as np

from shelfready.adapters.mp4.cmaf import fragment, index, initialization
from shelfready.adapters.mp4.copying import Copying
from shelfready.adapters.mp4.frames import Frames
from shelfready.adapters.mp4.playlist import MEDIA, PLAYLIST, Addressed, playlist
from shelfready.adapters.mp4.segments import cut
from shelfready.adapters.mp4.writing import writing
from shelfready.ports import Watcher


def pack_hls(frames: Frames, segment_s: int, folder: Path, watcher: Watcher) -> str:
    """Write the media file and its playlist; answers the hash of the frames."""
    segments = cut(frames, segment_s)
    payloads = frames.bytes_of(np.array([segment.first_frame for segment in segments])).tolist()
    # Heads are made twice, first for their length, so that those of a long book are never all in memory.
    heads = (len(fragment(frames, segment, number)) for number, segment in enumerate(segments, 1))
    sizes = [head + payload for head, payload in zip(heads, payloads, strict=True)]
    initial = initialization(frames)
    before = initial + index(frames, segments, sizes)
    copying = Copying(frames, watcher)
    folder.mkdir(parents=True, exist_ok=True)
    with writing(folder / MEDIA) as file:
        file.write(before)
        for number, (segment, payload) in enumerate(zip(segments, payloads, strict=True), 1):
            file.write(fragment(frames, segment, number))
            copying.copy(file, payload)
    offsets = np.cumsum([len(before), *sizes[:-1]]).tolist()
    addressed = [Addressed(*one) for one in zip(segments, offsets, sizes, strict=True)]
    with writing(folder / PLAYLIST) as file:
        file.write(playlist(len(initial), addressed, rate_hz=frames.format.rate_hz, samples=frames.samples))
    return copying.sha256
