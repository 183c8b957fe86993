"""Finds out everything about a publisher's audio file in one decode."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.demuxing import demuxer, first_audio
from shelfready.adapters.audio.edges import Edges
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.levels import Levels
from shelfready.adapters.audio.loudness import Loudness, loudness_told_to
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.probing import Probe, Stream, probe
from shelfready.adapters.audio.supervising import Complaints, Limits
from shelfready.adapters.audio.tagging import read_tags
from shelfready.adapters.audio.timeline import at_timeline_rate, in_large_pieces, mixed, sixteen_bit
from shelfready.errors import RejectedError, UnavailableError
from shelfready.media import TIMELINE_RATE_HZ, AudioFacts
from shelfready.mp3_frames import bitrates
from shelfready.ports import MeasuredAudio, Watcher
from shelfready.sniffing import HEAD_BYTES, id3_bytes

_MOST_CHANNELS = 8
_LOWEST_RATE_HZ, _HIGHEST_RATE_HZ = 8_000, 192_000
_MOST_TAG_BYTES = 32 * 1024**2
# A file may decode to an hour, and beyond that to what it would hold at one kilobit per second: no speech is coded
# lower, and a few kilobytes that claim to be days of audio are an attack.
_FREE_S = 3600
_LOWEST_BPS = 1000
_LONGEST_S = 48 * 3600
# No machine of ours decodes slower than ten times real time.
_CPU_BASE_S, _CPU_PER_S = 120, 0.1
_SCANNED_BYTES = 4 * 1024**2


def measure(workshop: Workshop, path: Path, kind: str, watcher: Watcher) -> MeasuredAudio:
    """Decode a file once and say everything that is known of it."""
    size_bytes, constant = _look(path, kind)
    with workshop.folder() as name:
        folder = Path(name)
        probed = probe(workshop, path, demuxer(kind), watcher, folder, blames_publisher=True)
        stream = _plausible(probed)
        ceiling_s = min(_FREE_S + size_bytes * 8 // _LOWEST_BPS, _LONGEST_S)
        limits = replace(workshop.limits, cpu_s=_CPU_BASE_S + int(ceiling_s * _CPU_PER_S))
        decode = _Decode(stream, probed.format.duration)
        complaints = decode.run(workshop, first_audio(path, kind, folder, t=ceiling_s), watcher, folder, limits)
        tags = read_tags(workshop, path, watcher, folder)
    levels, edges = decode.levels, decode.edges
    rate = stream.sample_rate
    if levels.samples >= ceiling_s * rate:
        message = (
            f"the file decodes to more than {ceiling_s} s, implausibly long for {size_bytes} bytes; export it again"
        )
        raise RejectedError(message, cause_code="implausibly-long")
    if levels.samples == 0:
        message = f"the file holds no audio that can be decoded{_first(complaints)}; export it again"
        raise RejectedError(message, cause_code="no-audio-decoded")
    facts = AudioFacts(
        container=kind,
        codec=stream.codec_name,
        sample_rate_hz=rate,
        channels=stream.channels,
        bitrate_kbps=_kbps(stream.bit_rate or probed.format.bit_rate),
        is_constant_bitrate=constant,
        header_duration_ms=None if probed.format.duration is None else round(probed.format.duration * 1000),
        decoded_samples=levels.samples,
        timeline_samples=edges.samples,
        integrated_lufs=decode.loudness.integrated_lufs(levels.samples / rate),
        sample_peak_dbfs=round(levels.peak_dbfs, 2),
        rms_dbfs=round(levels.rms_dbfs, 2),
        noise_floor_dbfs=round(levels.noise_floor_dbfs, 2),
        head_silence_ms=round(levels.silence.head * 1000 / rate),
        tail_silence_ms=round(levels.silence.tail * 1000 / rate),
        longest_silence_ms=round(levels.silence.longest * 1000 / rate),
        clipped_runs=levels.clipped_runs,
        decoder_errors=_listed(complaints),
        pcm_sha256=levels.sha256,
        tags=tags.model_copy(update={"has_cover": tags.has_cover or probed.has_cover}),
        chapters=probed.marks,
    )
    return MeasuredAudio(facts=facts, head=edges.head, tail=edges.tail)


class _Decode:
    """The one decode of a file, and what hears it."""

    def __init__(self, stream: Stream, claimed_s: float | None) -> None:
        self._stream = stream
        # Only for showing progress.
        self._claimed_samples = int(min(claimed_s or 0, _LONGEST_S) * TIMELINE_RATE_HZ) or None
        self.levels = Levels(stream.sample_rate, stream.channels)
        self.loudness = Loudness()
        # Most files have the timeline's rate; then their samples are the timeline's.
        self._is_timeline = stream.sample_rate == TIMELINE_RATE_HZ and stream.channels <= 2
        self.edges = Edges(stream.channels if self._is_timeline else None)

    def run(self, workshop: Workshop, source: Any, watcher: Watcher, folder: Path, limits: Limits) -> Complaints:
        """Decode the file through the meters; answers what the decoder complained of."""
        outlets = Outlets()
        complaints = workshop.run(
            self._graph(source, outlets),
            watcher,
            folder,
            samples=self._claimed_samples,
            outlets=outlets,
            limits=limits,
            blames_publisher=True,
        )
        self.levels.finish()
        return complaints

    def _graph(self, source: Any, outlets: Outlets) -> Any:
        rate, channels = self._stream.sample_rate, self._stream.channels
        track = in_large_pieces(source)
        outputs = []
        if not self._is_timeline:
            split = track.filter_multi_output("asplit")
            track = split[0]
            resampled = sixteen_bit(mixed(at_timeline_rate(split[1]), 2))
            outputs.append(ffmpeg.output(resampled, outlets.add(self.edges.feed), f="s16le", acodec="pcm_s16le"))
        # The loudness filter cuts all into tenths of a second.
        measured = in_large_pieces(loudness_told_to(track, outlets.add(self.loudness.feed)))
        pcm = {"f": "f32le", "acodec": "pcm_f32le", "ar": rate, "ac": channels}
        outputs.append(ffmpeg.output(measured, outlets.add(self._hear), **pcm))
        return ffmpeg.merge_outputs(*outputs)

    def _hear(self, data: bytes) -> None:
        self.levels.feed(data)
        if self._is_timeline:
            self.edges.feed(data)


def _look(path: Path, kind: str) -> tuple[int, bool | None]:
    """The file's size, and whether its bit rate is constant as far as its frames say; refuses oversized tags."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            tag_bytes = id3_bytes(file.read(HEAD_BYTES))
            if tag_bytes > _MOST_TAG_BYTES:
                message = f"the file's ID3 tag holds {tag_bytes} bytes, more than {_MOST_TAG_BYTES}; remove pictures"
                raise RejectedError(message, cause_code="tags-too-large")
            if kind != "mp3":
                return size_bytes, None
            file.seek(tag_bytes)
            found = bitrates(file.read(_SCANNED_BYTES), 0)
    except OSError as error:
        message = f"the file could not be read here ({error.strerror}); try again"
        raise UnavailableError(message, cause_code="disk-error") from error
    # The first frame may be an index (Xing, LAME, VBRI) of another size than the frames with sound.
    return size_bytes, len(set(found[1:])) == 1 if len(found) > 1 else None


def _plausible(probed: Probe) -> Stream:
    stream = probed.audio
    if stream is None:
        raise RejectedError("the file holds no audio; send an audio file", cause_code="no-audio-stream")
    if not 1 <= stream.channels <= _MOST_CHANNELS:
        message = f"the audio has {stream.channels} channels, not 1 to {_MOST_CHANNELS}; export it as mono or stereo"
        raise RejectedError(message, cause_code="implausible-channels")
    if not _LOWEST_RATE_HZ <= stream.sample_rate <= _HIGHEST_RATE_HZ:
        message = (
            f"the sample rate is {stream.sample_rate} Hz, not {_LOWEST_RATE_HZ} to {_HIGHEST_RATE_HZ};"
            f" export it at {TIMELINE_RATE_HZ} Hz"
        )
        raise RejectedError(message, cause_code="implausible-sample-rate")
    return stream


def _kbps(bps: int | None) -> int | None:
    return round(bps / 1000) or None if bps else None


def _listed(complaints: Complaints) -> tuple[str, ...]:
    more = complaints.count - len(complaints.first)
    return (*complaints.first, f"and {more} more") if more > 0 else complaints.first


def _first(complaints: Complaints) -> str:
    return f" ({complaints.first[0]})" if complaints.first else ""
