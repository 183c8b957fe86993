"""The encoders of one graph, what they hear, and the decoders that hear them in the same ffmpeg."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ffmpeg

from shelfready.adapters.audio.frame_files import OPUS_PRE_SKIP, FrameFiles
from shelfready.adapters.audio.graphs import BITEXACT
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.rehearing import Rehearing
from shelfready.adapters.audio.timeline import PIECE_SAMPLES
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat
from shelfready.ports import Encoded

# Time as the encoders are told it begins here: priming would lie before zero, and be cut before it is decoded.
_CLOCK_SAMPLES = TIMELINE_RATE_HZ

# One way of coding throughout (CELT). Left to choose, Opus changes over to another by what it has heard for half a
# second, and where tracks join two encoders would not agree. On real speech at 32 kbit/s it is as near to the original
# as what Opus chooses, or nearer, at half the cost. Constrained, because a rung for slow lines is to keep its promise.
_OPUS: dict[str, str | int] = {"application": "lowdelay", "vbr": "constrained", "frame_duration": 20}


# Where bits suffice, ffmpeg's fast way of sharing them out is as good as its usual one by every measure that we have
# (docs/bench.md), and costs a third. Where they do not, the slow one is worth it, and what is above 10 kHz is not.
_AAC: dict[str, str | int] = {"aac_coder": "fast"}
_AAC_LOW: dict[str, str | int] = {"aac_coder": "twoloop", "cutoff": 10_000}
_LOW_KBPS = 48


class Making:
    """An encoding while it is made: `kept` frames of what the encoder puts out, after the first `skipped`."""

    def __init__(
        self,
        format: AudioFormat,
        folder: Path,
        *,
        skipped: int,
        kept: int,
        gain_db: float,
        is_loudness_told: bool = True,
    ) -> None:
        self.format = format
        self.kept = kept
        self.files = FrameFiles(format, folder, skipped=skipped, kept=kept)
        self.rehearing = Rehearing(
            format, skipped=skipped, kept=kept, gain_db=gain_db, is_loudness_told=is_loudness_told
        )

    def __enter__(self) -> Self:
        self.files.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.files.__exit__(kind, error, trace)

    def finished(self) -> Encoded:
        """What was made, once the encoder has ended; all that was to be is there, and decodes."""
        self.files.finish()
        return Encoded(self.format, self.files.frames, self.files.sizes, self.rehearing.facts(self.files.count))


class Counted:
    """Counts samples in what ffmpeg's `framecrc` says: one line per frame, `stream, dts, pts, duration, size, crc`."""

    def __init__(self) -> None:
        self._text = b""
        self.samples = 0

    def output(self, track: Any, outlets: Outlets) -> Any:
        """The output of a graph that is counted."""
        return ffmpeg.output(track, outlets.add(self.feed), f="framecrc", acodec="pcm_f32le")

    def feed(self, data: bytes) -> None:
        """Some more lines."""
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            if line and not line.startswith(b"#"):
                self.samples += int(line.split(b",")[3])


def options(format: AudioFormat) -> dict[str, str | int]:
    """What an encoder is told besides its bit rate."""
    if format.codec == "opus":
        return _OPUS
    return _AAC_LOW if format.kbps <= _LOW_KBPS * format.channels else _AAC


def on_one_clock(track: Any) -> Any:
    """The same samples with times that only go forward: the parts of a whole have clocks of their own."""
    return track.filter("asetpts", f"(N+{_CLOCK_SAMPLES})/SR/TB")


def compiled(encoders: Sequence[tuple[Any, Making]], counter: Any, outlets: Outlets) -> tuple[Any, list[str]]:
    """The graph of some tracks (on one clock) and their encoders, and further words: what they make is decoded."""
    sinks = {outlets.add(making.files.feed): (track, making) for track, making in encoders}
    outputs = [_encoder(track, making.format, sink) for sink, (track, making) in sinks.items()]
    graph = ffmpeg.merge_outputs(counter, *outputs)
    # ffmpeg knows outputs by their place, and it is ffmpeg-python that chooses their order.
    places = [word for word in ffmpeg.get_args(graph) if word.startswith("pipe:")]
    return graph, _decoders([(places.index(sink), making) for sink, (_, making) in sinks.items()], outlets)


def _encoder(track: Any, format: AudioFormat, sink: str) -> Any:
    # Not flushed frame by frame: waking us for each would cost a twentieth of the encoding.
    words = {"ab": f"{format.kbps}k", "threads": 1, "flush_packets": 0, **BITEXACT}
    if format.codec == "opus":
        # Delayed by what this way of encoding looks less far ahead, so that frames lie as those of any other encoder.
        delay = format.priming_samples - OPUS_PRE_SKIP
        heard = track.filter("aresample", format.rate_hz).filter("adelay", f"{delay}S", all=1)
        return ffmpeg.output(heard, sink, f="ogg", acodec="libopus", **options(format), **words)
    return ffmpeg.output(track, sink, f="adts", acodec="aac", **options(format), **words)


def _decoders(encoders: Sequence[tuple[int, Making]], outlets: Outlets) -> list[str]:
    """The words for decoding whole frames, none of which is left out, in large pieces."""
    words: list[str] = []
    graph: list[str] = []
    for number, (place, _) in enumerate(encoders):
        words += ["-threads", "1", "-flags2", "+skip_manual", "-dec", f"{place}:0"]
        graph.append(f"[dec:{number}]asetnsamples=n={PIECE_SAMPLES}:p=0[heard{number}]")
    words += ["-filter_complex", ";".join(graph)]
    for number, (_, making) in enumerate(encoders):
        sink = outlets.add(making.rehearing.feed, shows_life=False)
        words += ["-map", f"[heard{number}]", "-f", "f32le", "-c:a", "pcm_f32le", sink]
    return words
