"""The one decode of a publisher's file, and everything that listens to it."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import ffmpeg

from shelfready.adapters.audio.bandwidth import Bandwidth
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.launching import Limits
from shelfready.adapters.audio.levels import Levels, decibels
from shelfready.adapters.audio.loudness import Loudness
from shelfready.adapters.audio.mix_loudness import MixLoudness
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.probing import Stream
from shelfready.adapters.audio.sides import Sides
from shelfready.adapters.audio.supervising import Complaints
from shelfready.adapters.audio.timeline_edges import TimelineEdges, Whole, chosen
from shelfready.adapters.audio.true_peak import TruePeak
from shelfready.adapters.audio.waveform import Waveform
from shelfready.media import TIMELINE_RATE_HZ, LoudnessBin, Silence
from shelfready.ports import Watcher

# No share of the work is told of a file that claims to be longer.
_LONGEST_S = 48 * 3600


class HeardFacts(TypedDict):
    """The fields of `AudioFacts` that are heard."""

    decoded_samples: int
    integrated_lufs: float | None
    sample_peak_dbfs: float
    true_peak_dbtp: float
    rms_dbfs: float
    mid_rms_dbfs: float | None
    side_rms_dbfs: float | None
    noise_floor_dbfs: float
    head_silence_ms: int
    tail_silence_ms: int
    longest_silence_ms: int
    longest_digital_silence_ms: int
    silent_ms: int
    silences: tuple[Silence, ...]
    pauses: tuple[Silence, ...]
    clipped_runs: int
    bandwidth_hz: int | None
    pcm_sha256: str
    loudness: tuple[LoudnessBin, ...]


@dataclass(frozen=True)
class Source:
    """A file that is to be decoded: as a node of a graph that runs in the folder, with what may be used for it."""

    node: Any
    folder: Path
    limits: Limits


class Decode:
    """One decode. `is_steady`: the sound has one rate and as many channels throughout, as far as its headers say."""

    def __init__(self, stream: Stream, claimed_s: float | None, *, is_steady: bool) -> None:
        self._rate, self._channels = stream.sample_rate, stream.channels
        # A claim: for showing progress, and for where to look for the end.
        self._claimed_s = None if claimed_s is None else max(0.0, min(claimed_s, _LONGEST_S))
        self.waveform = Waveform(self._rate)
        mix = MixLoudness()
        self._mix = mix if self._channels > 2 else None
        self._loudness = self._mix or Loudness(self._rate, self._channels)
        self._true_peak = TruePeak(self._channels)
        self._sides = Sides()
        self._bandwidth = Bandwidth(self._rate)
        listeners = (self._true_peak, self._sides, self._bandwidth, self.waveform)
        own = () if self._mix else (self._loudness,)
        self.levels = Levels(self._rate, self._channels, *own, *listeners)
        claimed = self._claimed(self._rate)
        self._edges = chosen(self._rate, self._channels, claimed, is_steady=is_steady, mix=mix.feed_timeline)

    def run(self, workshop: Workshop, source: Source, watcher: Watcher) -> Complaints:
        """Decode the file through the meters; answers what the decoder complained of."""
        outlets = Outlets()
        track, more = self._edges.outputs(source.node, outlets)
        pcm = {"f": "f32le", "acodec": "pcm_f32le", "ar": self._rate, "ac": self._channels}
        heard = ffmpeg.output(track, outlets.add(self._hear), **pcm)
        complaints = self._run(ffmpeg.merge_outputs(heard, *more), outlets, workshop, source, watcher)
        self.levels.finish()
        if self._mix is not None:
            self._mix.finish()
        return complaints

    def edges(self, workshop: Workshop, source: Source, watcher: Watcher) -> TimelineEdges:
        """The first and last samples on the timeline, after the decode.

        A file that is far shorter than it claims is decoded once more for them.
        """
        found = self._edges.found(self.levels.samples)
        if found is not None:
            return found
        outlets, way = Outlets(), Whole()
        track, more = way.outputs(source.node, outlets)
        nowhere = ffmpeg.output(track, "-", f="null")
        self._run(ffmpeg.merge_outputs(nowhere, *more), outlets, workshop, source, watcher)
        return way.found(self.levels.samples)

    def facts(self) -> HeardFacts:
        """What was heard."""
        levels, silence = self.levels, self.levels.silence
        return HeardFacts(
            decoded_samples=levels.samples,
            integrated_lufs=_rounded(self._loudness.integrated_lufs),
            sample_peak_dbfs=round(levels.peak_dbfs, 2),
            true_peak_dbtp=round(decibels(self._true_peak.peak**2), 2),
            rms_dbfs=round(levels.rms_dbfs, 2),
            mid_rms_dbfs=_rounded(self._sides.mid_rms_dbfs),
            side_rms_dbfs=_rounded(self._sides.side_rms_dbfs),
            noise_floor_dbfs=round(levels.noise_floor_dbfs, 2),
            head_silence_ms=self._ms(silence.head),
            tail_silence_ms=self._ms(silence.tail),
            longest_silence_ms=self._ms(silence.longest),
            longest_digital_silence_ms=self._ms(silence.longest_digital),
            silent_ms=self._ms(silence.total),
            silences=tuple(silence.listed),
            pauses=levels.pauses.listed(),
            clipped_runs=levels.clipped_runs,
            bandwidth_hz=self._bandwidth.hertz,
            pcm_sha256=levels.sha256,
            loudness=self._loudness.bins,
        )

    def _run(self, graph: Any, outlets: Outlets, workshop: Workshop, source: Source, watcher: Watcher) -> Complaints:
        return workshop.run(
            graph,
            watcher,
            source.folder,
            samples=self._claimed(TIMELINE_RATE_HZ) or None,
            outlets=outlets,
            limits=source.limits,
            blames_publisher=True,
        )

    def _hear(self, data: bytes) -> None:
        self.levels.feed(data)
        self._edges.feed(data)

    def _claimed(self, rate: int) -> int | None:
        return None if self._claimed_s is None else int(self._claimed_s * rate)

    def _ms(self, samples: int) -> int:
        return round(samples * 1000 / self._rate)


def _rounded(level: float | None) -> float | None:
    return level if level is None or math.isinf(level) else round(level, 2)
