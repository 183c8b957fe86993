"""Cuts a sample out of a book, to try it by: decoded anew, because it is faded in and out."""

from pathlib import Path
from typing import Any

import ffmpeg

from shelfready.adapters.audio.encoders import Counted, Making, compiled, on_one_clock
from shelfready.adapters.audio.encoding import encoding_limits, must_be_as_measured
from shelfready.adapters.audio.graphs import Workshop
from shelfready.adapters.audio.outlets import Outlets
from shelfready.adapters.audio.stretch import Wanted
from shelfready.adapters.audio.stretches import decoded
from shelfready.adapters.audio.timeline import louder, mixed
from shelfready.media import TIMELINE_RATE_HZ
from shelfready.plans import AudioFormat
from shelfready.ports import Encoded, Sample, Watcher

# Silence behind the sample, of which the encoder makes the frames that its own delay asks for; so much is enough.
_AFTER_SAMPLES = 4096


def cut(workshop: Workshop, sample: Sample, folder: Path, watcher: Watcher) -> Encoded:
    """Encode a sample: as many frames as are needed to hear all of it, the first of which is the encoder's priming."""
    samples = sum(excerpt.samples for excerpt in sample.excerpts)
    limits = encoding_limits(
        workshop,
        samples=samples,
        track_samples=sum(excerpt.track_samples for excerpt in sample.excerpts),
        formats=1,
    )
    kept = _frames(samples, sample.format)
    with (
        Making(sample.format, folder, skipped=0, kept=kept, gain_db=sample.gain_db) as making,
        workshop.folder() as name,
    ):
        counted, outlets = Counted(), Outlets()
        graph, more = _graph(sample, samples, making, Path(name), counted, outlets=outlets)
        workshop.run(
            graph,
            watcher,
            Path(name),
            samples=samples,
            outlets=outlets,
            limits=limits,
            blames_publisher=True,
            more=more,
        )
        must_be_as_measured(counted.samples, samples)
        return making.finished()


def _frames(samples: int, format: AudioFormat) -> int:
    """Frames that hold so many samples of the timeline and the priming before them."""
    heard = samples * format.rate_hz + format.priming_samples * TIMELINE_RATE_HZ
    return -(-heard // (format.frame_samples * format.rate_hz))


def _graph(
    sample: Sample, samples: int, making: Making, folder: Path, counted: Counted, *, outlets: Outlets
) -> tuple[Any, list[str]]:
    parts = []
    for number, excerpt in enumerate(sample.excerpts):
        end = excerpt.offset_samples + excerpt.samples
        wanted = Wanted(excerpt.sample_rate_hz, excerpt.decoded_samples, excerpt.offset_samples, end)
        track = decoded(excerpt.source, wanted, folder, f"source-{number}")
        parts.append(mixed(track, sample.format.channels))
    whole = ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0]
    # Fades go by the clock, which must begin with the sample.
    split = louder(whole, sample.gain_db).filter("asetpts", "N/SR/TB").filter_multi_output("asplit")
    faded = _faded(split[1], sample, samples).filter("apad", pad_len=_AFTER_SAMPLES)
    return compiled([(on_one_clock(faded), making)], counted.output(split[0], outlets), outlets)


def _faded(track: Any, sample: Sample, samples: int) -> Any:
    """Fades of at most half the sample each, counted in samples."""
    rise, fall = (
        min(length_ms * TIMELINE_RATE_HZ // 1000, samples // 2) for length_ms in (sample.fade_in_ms, sample.fade_out_ms)
    )
    if rise:
        track = track.filter("afade", type="in", start_sample=0, nb_samples=rise)
    if fall:
        track = track.filter("afade", type="out", start_sample=samples - fall, nb_samples=fall)
    return track
