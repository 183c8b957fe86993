"""Speech encoded into each rung, decoded again, and held against what was encoded."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench import listening, spectra
from bench.bare import BareFfmpeg
from bench.books.speech import Speech
from bench.ladder import LADDER, encoded
from bench.observed import RungQuality
from bench.spectra import RATE_HZ
from shelfready.plans import AudioFormat

_LONG_S = 30
_SHORT = slice(0, 10 * RATE_HZ)
"""ViSQOL was trained on eight to ten seconds, and takes most of that to think about them."""


def encoding_quality(ffmpeg: BareFfmpeg, speeches: Sequence[Speech]) -> tuple[RungQuality, ...]:
    """Every rung of every speech."""
    return tuple(_qualities(ffmpeg, speeches))


def _qualities(ffmpeg: BareFfmpeg, speeches: Sequence[Speech]) -> Iterator[RungQuality]:
    with TemporaryDirectory() as name:
        source = Path(name) / "source.wav"
        for speech in speeches:
            cut = f"atrim=start={speech.start_s}:duration={_LONG_S},asetpts=N/SR/TB"
            ffmpeg.make("-i", speech.file, "-vn", "-af", cut, "-ac", "1", "-ar", "44100", source)
            for format in LADDER:
                yield _quality(ffmpeg, speech.label, source, format)


def _quality(ffmpeg: BareFfmpeg, label: str, source: Path, format: AudioFormat) -> RungQuality:
    # In MP4, because its edit list says where the sound begins: then both begin at the same sample.
    file = source.with_suffix(".m4a")
    ffmpeg.make("-i", source, *encoded(format), "-f", "mp4", file)
    before, after = _samples(ffmpeg, source), _samples(ffmpeg, file)
    length = min(len(before), len(after))
    before, after = before[:length], after[:length]
    kept = spectra.kept(before, after)
    return RungQuality(
        speech=label,
        rung=format.key,
        kbps=_frame_bytes(ffmpeg, file) * 8 * RATE_HZ / length / 1000,
        visqol=listening.visqol(before[_SHORT], after[_SHORT], RATE_HZ),
        estoi=listening.estoi(before, after, RATE_HZ),
        bandwidth_hz=kept.bandwidth_hz,
        source_bandwidth_hz=kept.source_bandwidth_hz,
        snr_db=kept.snr_db,
    )


def _samples(ffmpeg: BareFfmpeg, file: Path) -> spectra.Samples:
    said = ffmpeg.said("-i", file, "-vn", "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "-")
    return np.frombuffer(said, "<f4").astype(np.float64)


def _frame_bytes(ffmpeg: BareFfmpeg, file: Path) -> int:
    """The bytes of the frames alone, without their container."""
    return len(ffmpeg.said("-i", file, "-map", "0:a", "-c", "copy", "-f", "data", "-"))
