"""Encodes one track into its own run of the book's AAC frames (see `shelfready.plans` for how audio is cut).

The encoder is started some frames early, on the neighbours' audio, and goes on some frames late; packet j of its run is
packet `first + j` of the book, where `first` is the frame that its input begins with. Packet k holds what a decoder
needs for the samples from 1024 (k - 1) to 1024 (k + 1), so that packet 0 is priming and the book's last packet is the
one after the frame that its last sample lies in.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import ffmpeg

from shelfready.adapters.audio.adts import frames
from shelfready.adapters.audio.demuxing import first_audio
from shelfready.adapters.audio.graphs import BITEXACT, Workshop
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.timeline import BYTES_PER_SAMPLE, at_timeline_rate, in_large_pieces, mixed
from shelfready.errors import DefectError, UnavailableError
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import FRAME_SAMPLES
from shelfready.ports import EncodeInput, Watcher

PRE_FRAMES = 4
"""Frames of the neighbour's audio that the encoder hears before the first frame to keep."""

POST_FRAMES = 3
"""Frames of the neighbour's audio that the encoder hears after the last frame to keep: it looks one frame ahead."""

_CPU_BASE_S = 300
_FILE_BASE_BYTES = 4 * 1024**2


@dataclass(frozen=True)
class Cut:
    """How much of the neighbours the encoder is given, and which packets of its output are the track's own."""

    before_samples: int
    after_samples: int
    skipped_packets: int
    kept_packets: int


def cut(job: EncodeInput) -> Cut:
    """Work out what the encoder needs so that the track's frames join those of its neighbours."""
    start_frame = max(job.first_frame - PRE_FRAMES, 0)
    before = job.start_sample - FRAME_SAMPLES * start_frame
    available = len(job.before) // BYTES_PER_SAMPLE
    if not 0 <= before <= available:
        message = f"the encoder needs {before} samples before the track, not the {available} that it was given"
        raise DefectError(message, cause_code="neighbour-audio-missing")
    end = job.start_sample + job.samples
    # The book may end before: then the encoder's own padding follows, as it does for the last track.
    wanted = max(FRAME_SAMPLES * (job.end_frame + POST_FRAMES) - end, 0)
    after = 0 if job.is_last else min(wanted, len(job.after) // BYTES_PER_SAMPLE)
    return Cut(before, after, job.first_frame - start_frame, job.end_frame - job.first_frame)


def encode(workshop: Workshop, job: EncodeInput, into: Path, watcher: Watcher) -> int:
    """Write the track's own frames as ADTS; answers their number."""
    plan = cut(job)
    with workshop.folder() as name:
        folder = Path(name)
        counted = _Counted()
        outlets = Outlets()
        graph = _graph(job, plan, folder, outlets.add(counted.feed))
        duration_s = job.samples / TIMELINE_RATE_HZ
        limits = replace(
            workshop.limits,
            cpu_s=_CPU_BASE_S + int(duration_s),  # nothing of ours encodes slower than real time
            file_bytes=_FILE_BASE_BYTES + int(duration_s * job.format.kbps * 1000 / 8 * 2),
        )
        workshop.run(graph, watcher, folder, samples=job.samples, outlets=outlets, limits=limits, blames_publisher=True)
        if counted.samples != job.samples:
            message = f"the track decoded to {counted.samples} samples, not to {job.samples} as when it was measured"
            raise DefectError(message, cause_code="decoded-length-changed")
        return _keep(folder / "encoded.aac", plan, into)


def _graph(job: EncodeInput, plan: Cut, folder: Path, counter: str) -> Any:
    # The last samples before the track, and the first after it.
    before = job.before[len(job.before) - plan.before_samples * BYTES_PER_SAMPLE :]
    after = job.after[: plan.after_samples * BYTES_PER_SAMPLE]
    channels = job.format.channels
    split = at_timeline_rate(in_large_pieces(first_audio(job.path, job.kind, folder))).filter_multi_output("asplit")
    # The track stays in floats: noise of rounding, in bands that a lossy source left empty, takes a third longer.
    parts = [mixed(split[0], channels)]
    if before:
        parts.insert(0, _neighbour(folder / "before.pcm", before, channels))
    if after:
        parts.append(_neighbour(folder / "after.pcm", after, channels))
    joined = ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0]
    # Pieces have their own clocks; the muxer wants one that only goes forward.
    whole = joined.filter("asetpts", "N/SR/TB")
    coded = ffmpeg.output(whole, "encoded.aac", f="adts", acodec="aac", ab=f"{job.format.kbps}k", threads=1, **BITEXACT)
    # What is counted here is the track alone, exactly as the encoder hears it.
    return ffmpeg.merge_outputs(coded, ffmpeg.output(split[1], counter, f="framecrc", acodec="pcm_f32le"))


def _neighbour(path: Path, pcm: bytes, channels: int) -> Any:
    path.write_bytes(pcm)
    heard = ffmpeg.input(f"file:{path.name}", f="s16le", ar=TIMELINE_RATE_HZ, ac=2)["a:0"]
    return mixed(heard.filter("aformat", sample_fmts="fltp", channel_layouts="stereo"), channels)


def _keep(encoded: Path, plan: Cut, into: Path) -> int:
    """Copy the track's own packets, and see that all are there."""
    kept = 0
    try:
        with encoded.open("rb") as source, into.open("wb") as target:
            kept = _copy(source, target, plan)
    except OSError as error:
        message = f"the encoded track could not be written ({error.strerror}); make room and try again"
        raise UnavailableError(message, cause_code="no-space") from error
    if kept != plan.kept_packets:
        message = f"the track was encoded into {kept} frames, not into {plan.kept_packets}"
        raise DefectError(message, cause_code="encoded-length-wrong")
    return kept


def _copy(source: IO[bytes], target: IO[bytes], plan: Cut) -> int:
    kept = 0
    for number, frame in enumerate(frames(source)):
        if number < plan.skipped_packets:
            continue
        if kept == plan.kept_packets:
            break
        target.write(frame)
        kept += 1
    return kept


class _Counted:
    """Counts samples in what ffmpeg's `framecrc` says: one line per frame, `stream, dts, pts, duration, size, crc`."""

    def __init__(self) -> None:
        self._text = b""
        self.samples = 0

    def feed(self, data: bytes) -> None:
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            if line and not line.startswith(b"#"):
                self.samples += int(line.split(b",")[3])
