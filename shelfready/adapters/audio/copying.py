"""Takes the AAC frames of a publisher's file over as they are: not encoded again, they lose nothing."""

from dataclasses import replace
from pathlib import Path

import ffmpeg

from shelfready.adapters.audio.demuxing import first_audio
from shelfready.adapters.audio.frame_files import FrameFiles
from shelfready.adapters.audio.graphs import BITEXACT, Workshop
from shelfready.adapters.audio.outlets import Outlets
from shelfready.errors import RejectedError
from shelfready.plans import AudioFormat
from shelfready.ports import Encoded, EncodedFacts, TrackSource, Watcher

_CPU_S = 600
_FILE_BYTES = 4 * 1024**2


def copy(workshop: Workshop, source: TrackSource, format: AudioFormat, folder: Path, watcher: Watcher) -> Encoded:
    """Take over every frame that a player decodes; what it does not play of them at the beginning is the priming."""
    path = source.whole()
    first, outlets = _FirstTime(), Outlets()
    with FrameFiles(format, folder) as files, workshop.folder() as name:
        track = first_audio(path, source.kind, Path(name))
        # Whether the file is MP4 or ADTS already: without their headers frames are alike.
        raw = {"acodec": "copy", "bsf:a": "aac_adtstoasc", "flush_packets": 0}
        graph = ffmpeg.merge_outputs(
            ffmpeg.output(track, outlets.add(files.feed), f="adts", **raw, **BITEXACT),
            ffmpeg.output(track, outlets.add(first.feed), f="framecrc", **raw),
        )
        limits = replace(workshop.limits, cpu_s=_CPU_S, file_bytes=_FILE_BYTES)
        workshop.run(graph, watcher, Path(name), samples=None, outlets=outlets, limits=limits, blames_publisher=True)
        files.finish()
    if not files.count:
        raise RejectedError(
            "the file holds no AAC that could be taken over; export it again", cause_code="no-audio-decoded"
        )
    facts = EncodedFacts(
        frames=files.count,
        samples=files.count * format.frame_samples,
        channels=format.channels,
        priming_samples=max(-first.time, 0),
    )
    return Encoded(format, files.frames, files.sizes, facts)


class _FirstTime:
    """Reads of ffmpeg's `framecrc` when the first packet is heard, in samples: before zero if it is priming."""

    def __init__(self) -> None:
        self.time = 0
        self._text: bytes | None = b""

    def feed(self, data: bytes) -> None:
        """Some more lines, of which one counts."""
        if self._text is None:
            return
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            if line and not line.startswith(b"#"):
                self.time, self._text = int(line.split(b",")[2]), None
                return
