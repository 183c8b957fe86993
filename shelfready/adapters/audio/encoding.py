"""Encodes one piece of a track into all its formats, and hears what came out, with one ffmpeg that decodes it once."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.encoders import Counted, Making, compiled, on_one_clock
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.stretch import Wanted, written
from shelfready.adapters.audio.stretches import decoded
from shelfready.adapters.audio.timeline import louder, mixed
from shelfready.adapters.audio.windows import Surroundings, Window, surroundings, window
from shelfready.errors import DefectError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.ports import Encoded, EncodeInput, Watcher

_CPU_BASE_S = 300
_FILE_BYTES = 4 * 1024**2


def encode(workshop: Workshop, job: EncodeInput, folder: Path, watcher: Watcher) -> tuple[Encoded, ...]:
    """Encode a piece into every target; answers them in the order of the targets."""
    windows = [window(job, target) for target in job.targets]
    with ExitStack() as files:
        making = [
            files.enter_context(
                Making(
                    target.format,
                    folder,
                    skipped=own.skipped,
                    kept=own.kept,
                    gain_db=job.gain_db,
                    is_loudness_told=target is job.targets[0],
                )
            )
            for target, own in zip(job.targets, windows, strict=True)
        ]
        # A track of some milliseconds may own no frame: its neighbours' encoders hear it.
        heard = [(own, one) for own, one in zip(windows, making, strict=True) if own.kept]
        if heard:
            _run(workshop, job, heard, watcher)
        return tuple(one.finished() for one in making)


def encoding_limits(workshop: Workshop, *, samples: int, track_samples: int, formats: int) -> Limits:
    """What encoding so many samples of a track may cost; whatever is made leaves through pipes."""
    encoded_s, decoded_s = samples / TIMELINE_RATE_HZ, track_samples / TIMELINE_RATE_HZ
    # Nothing of ours encodes slower than real time, nor decodes slower than ten times that.
    return replace(
        workshop.limits, cpu_s=_CPU_BASE_S + int(encoded_s * formats + decoded_s / 10), file_bytes=_FILE_BYTES
    )


def must_be_as_measured(counted: int, measured: int) -> None:
    """Refuse to go on with audio that decodes to another length than before: all that follows would be moved."""
    if counted != measured:
        message = f"the track decoded to {counted} samples, not to {measured} as when it was measured"
        raise DefectError(message, cause_code="decoded-length-changed")


def _run(workshop: Workshop, job: EncodeInput, heard: Sequence[tuple[Window, Making]], watcher: Watcher) -> None:
    around = surroundings(job, [own for own, _ in heard])
    limits = encoding_limits(workshop, samples=job.samples, track_samples=job.track_samples, formats=len(heard))
    with workshop.folder() as name:
        counted, outlets = Counted(), Outlets()
        graph, more = _Hearing(job, around, Path(name)).graph(heard, counted, outlets)
        workshop.run(
            graph,
            watcher,
            Path(name),
            samples=job.samples,
            outlets=outlets,
            limits=limits,
            blames_publisher=True,
            more=more,
        )
    must_be_as_measured(counted.samples, (job.track_samples if around.end is None else around.end) - around.first)


@dataclass(frozen=True)
class _Hearing:
    """What the encoders of a piece hear."""

    job: EncodeInput
    around: Surroundings
    folder: Path

    def graph(
        self, heard: Sequence[tuple[Window, Making]], counted: Counted, outlets: Outlets
    ) -> tuple[Any, list[str]]:
        """The graph and further words: the track is decoded once, and mixed once for each number of channels."""
        by_channels: dict[int, list[tuple[Window, Making]]] = defaultdict(list)
        for own, making in heard:
            by_channels[making.format.channels].append((own, making))
        wanted = Wanted(self.job.sample_rate_hz, self.job.decoded_samples, self.around.first, self.around.end)
        split = decoded(self.job.source, wanted, self.folder).filter_multi_output("asplit", len(by_channels) + 1)
        encoders: list[tuple[Any, Making]] = []
        for number, (channels, group) in enumerate(by_channels.items(), 1):
            whole = on_one_clock(louder(self._joined(split[number], channels), self.job.gain_db))
            shared = whole.filter_multi_output("asplit", len(group))
            encoders += [(self._cut(shared[place], own), making) for place, (own, making) in enumerate(group)]
        # What is counted is the track alone, exactly as the encoders hear it.
        return compiled(encoders, counted.output(split[0], outlets), outlets)

    def _joined(self, track: Any, channels: int) -> Any:
        # The track stays in floats: noise of rounding, in bands that a lossy source left empty, takes a third longer.
        parts = [mixed(track, channels)]
        if self.around.before:
            parts.insert(0, self._neighbour("before", self.around.before, channels))
        if self.around.after:
            parts.append(self._neighbour("after", self.around.after, channels))
        return ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0]

    def _neighbour(self, place: str, pcm: bytes, channels: int) -> Any:
        # A file for each number of channels: ffmpeg-python takes two inputs of one name for one.
        name = f"{place}-{channels}.pcm"
        written([pcm], self.folder / name)
        confined = {"protocol_whitelist": "file,pipe", "format_whitelist": "s16le"}
        heard = ffmpeg.input(f"file:{name}", f="s16le", ar=TIMELINE_RATE_HZ, ac=2, **confined)["a:0"]
        return mixed(heard.filter("aformat", sample_fmts="fltp", channel_layouts="stereo"), channels)

    def _cut(self, track: Any, own: Window) -> Any:
        around = self.around
        if (own.start_sample, own.end_sample) == (around.start_sample, around.end_sample):
            return track
        start, end = own.start_sample - around.start_sample, own.end_sample - around.start_sample
        return track.filter("atrim", start_sample=start, end_sample=end)
